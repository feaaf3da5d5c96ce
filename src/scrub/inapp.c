/* SPDX-License-Identifier: ISC */
#include "scrub/inapp.h"

#include "scrub/reduce.h"

/* What stays; the others name model, build, screen, locale and carrier. */
static const struct span stay[] = {
	SPAN("FBAN/"),
	SPAN("FBAV/"),
	SPAN("FBSN/"),
	SPAN("FBSV/"),
	SPAN("FBID/"),
	SPAN("FBPN/"),
	SPAN("FB_IAB/"),
	SPAN("FB_FW/"),
	SPAN("IABMV/"),
};

static bool
stays(struct span part)
{
	for (size_t i = 0; i < sizeof(stay) / sizeof(stay[0]); i++)
		if (span_starts(part, stay[i]))
			return (true);
	return (false);
}

size_t
inapp_put(struct span agent, size_t at, struct buf *out)
{
	struct span rest = span_from(agent, at + 1);
	bool first = true;

	if (!span_starts(rest, SPAN("FB")))
		return (0);
	rest.n = span_index(rest, ']');
	buf_addc(out, '[');
	at += 1 + rest.n;
	while (rest.n > 0) {
		const struct span part = { rest.p, span_index(rest, ';') };

		rest = span_from(rest, part.n < rest.n ? part.n + 1 : part.n);
		if (!stays(part))
			continue;
		if (!first)
			buf_addc(out, ';');
		first = false;
		reduce_part(part, true, out);
	}
	return (at);
}
