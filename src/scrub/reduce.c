/* SPDX-License-Identifier: ISC */
#include "scrub/reduce.h"

#include "scrub/bytes.h"
#include "scrub/device.h"
#include "scrub/version.h"

/* Where something to do may begin. */
static const bool stops[256] = {
	['0'] = true,
	['1'] = true,
	['2'] = true,
	['3'] = true,
	['4'] = true,
	['5'] = true,
	['6'] = true,
	['7'] = true,
	['8'] = true,
	['9'] = true,
	['('] = true,
	[':'] = true,
};

/* The offset behind the URL whose `://` is at ${i}, if it is one. */
static size_t
url_end(struct span s, size_t i)
{
	if (!span_starts(span_from(s, i), SPAN("://")))
		return (i + 1);
	while (i < s.n && (unsigned char)s.p[i] > ' ' && s.p[i] != ')' &&
	    s.p[i] != ';' && s.p[i] != ',')
		i++;
	return (i);
}

void
reduce_put(struct span agent, struct buf *out)
{
	struct version v;
	struct device d;
	size_t i = 0, done = 0;

	for (;;) {
		char c;

		while (i < agent.n && !stops[(unsigned char)agent.p[i]])
			i++;
		if (i == agent.n)
			break;
		c = agent.p[i];
		if (c == ':')
			i = url_end(agent, i);
		else if (c == '(') {
			if (!device_read(agent, i, &d)) {
				i++;
				continue;
			}
			buf_add(out, agent.p + done, i - done);
			device_put(&d, out);
			i = done = d.end;
		} else {
			const size_t at = i;

			if (version_read(agent, at, &v)) {
				buf_add(out, agent.p + done, at - done);
				version_put(&v, out);
				done = v.end;
			}
			i = v.end;
		}
	}
	buf_addspan(out, span_from(agent, done));
}
