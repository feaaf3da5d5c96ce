/* SPDX-License-Identifier: ISC */
#include "scrub/request.h"

#include "base/ascii.h"
#include "model/requestline.h"
#include "scrub/text.h"
#include "scrub/uri.h"

enum { PROTOCOL_NAME_MIN = 2, PROTOCOL_NAME_MAX = 8 };

/* Is ${s} such as HTTP/1.1 or HTTP/2? */
static bool
is_protocol(struct span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= 'A' && s.p[n] <= 'Z')
		n++;
	if (n < PROTOCOL_NAME_MIN || n > PROTOCOL_NAME_MAX)
		return (false);
	s = span_from(s, n);
	return ((s.n == 2 ||
		    (s.n == 4 && s.p[2] == '.' && ascii_isdigit(s.p[3]))) &&
	    s.p[0] == '/' && ascii_isdigit(s.p[1]));
}

/* The length of the target ${s} begins with: all but the protocol. */
static size_t
target_length(struct span s)
{
	const size_t usual = SPAN("HTTP/1.1").n;
	size_t n = s.n;

	if (n > usual && s.p[n - usual - 1] == ' ' &&
	    span_starts(span_from(s, n - usual), SPAN("HTTP/1.")))
		n -= usual;
	while (n > 0 && s.p[n - 1] != ' ')
		n--;
	return (n > 0 && is_protocol(span_from(s, n)) ? n - 1 : s.n);
}

void
request_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const size_t method = requestline_method(in);
	struct span target;

	(void)rule;
	if (method == 0) {
		text_scrub(s, PLACE_REQUEST, in, out);
		return;
	}
	target = span_from(in, method + 1);
	target.n = target_length(target);
	buf_add(out, in.p, method + 1);
	uri_put(s, (struct uri_places){ PLACE_PATH, PLACE_QUERY }, target, out);
	buf_addspan(out, span_from(in, method + 1 + target.n));
}
