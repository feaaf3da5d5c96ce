/* SPDX-License-Identifier: ISC */
#include "model/condition.h"

#include "base/ascii.h"
#include "model/requestline.h"
#include "model/stream.h"

enum { STATUS_MIN = 100, STATUS_MAX = 999 };

bool
condition_vhost_is(struct span name)
{
	if (!span_starts(name, SPAN("*.")))
		return (stream_is(name));
	return (stream_is(span_from(name, 2)) &&
	    !span_eq(span_from(name, 2), SPAN(STREAM_OTHER)));
}

bool
condition_vhost(struct span value, struct span name)
{
	if (!span_starts(value, SPAN("*.")))
		return (span_eq(value, name));
	return (span_ends(name, span_from(value, 1)));
}

static bool
is_status(struct span s, unsigned *status)
{
	unsigned long long n;

	if (s.n != 3 || !span_number(s, STATUS_MAX, &n) || n < STATUS_MIN)
		return (false);
	*status = (unsigned)n;
	return (true);
}

bool
condition_status(struct span value, unsigned *first, unsigned *last)
{
	if (value.n == 3 && value.p[0] >= '1' && value.p[0] <= '9' &&
	    span_eq(span_from(value, 1), SPAN("xx"))) {
		*first = (unsigned)(value.p[0] - '0') * 100;
		*last = *first + 99;
		return (true);
	}
	if (value.n == 7 && value.p[3] == '-')
		return (is_status(span_make(value.p, 3), first) &&
		    is_status(span_from(value, 4), last) && *first <= *last);
	if (!is_status(value, first))
		return (false);
	*last = *first;
	return (true);
}

bool
condition_method_is(struct span value)
{
	for (size_t i = 0; i < value.n; i++)
		if (!ascii_isalpha(value.p[i]) && value.p[i] != '-' &&
		    value.p[i] != '_')
			return (false);
	return (value.n > 0 && value.n <= REQUESTLINE_METHOD_MAX);
}
