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

/* The offset behind the URL whose `://` is at ${i}. */
static size_t
url_end(struct span s, size_t i)
{
	while (i < s.n && (unsigned char)s.p[i] > ' ' && s.p[i] != ')' &&
	    s.p[i] != ';' && s.p[i] != ',')
		i++;
	return (i);
}

/*
 * Append what stands in place of what begins at ${at}. The offset behind it;
 * ${at} when it stays.
 */
static size_t
put_at(struct span agent, size_t at, struct buf *out)
{
	size_t end;

	if (bytes_isdigit(agent.p[at]))
		return (version_put(agent, at, out));
	if (agent.p[at] == '(') {
		end = device_put(agent, at, out);
		return (end == 0 ? at : end);
	}
	if (!span_starts(span_from(agent, at), SPAN("://")))
		return (at);
	end = url_end(agent, at);
	buf_add(out, agent.p + at, end - at);
	return (end);
}

void
reduce_put(struct span agent, struct buf *out)
{
	size_t done = 0;

	for (size_t i = 0; i < agent.n;) {
		size_t end;

		if (!stops[(unsigned char)agent.p[i]]) {
			i++;
			continue;
		}
		buf_add(out, agent.p + done, i - done);
		end = put_at(agent, i, out);
		done = end;
		i = end == i ? i + 1 : end;
	}
	buf_addspan(out, span_from(agent, done));
}
