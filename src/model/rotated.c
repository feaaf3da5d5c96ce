/* SPDX-License-Identifier: ISC */
#include "model/rotated.h"

static bool
is_digits(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (s.n > 0);
}

static bool
is_number(struct span s)
{
	return (is_digits(s) && s.n <= 4 && s.p[0] != '0');
}

/* As a date it need not be one: 20261399 was still rotated by somebody. */
static bool
is_date(struct span s)
{
	return (is_digits(s) && (s.n == 8 || s.n == 10));
}

/* ${s} without ${end}, where it has it. */
static struct span
without(struct span s, struct span end)
{
	if (s.n > end.n && span_ends(s, end))
		s.n -= end.n;
	return (s);
}

struct span
rotated_plain(struct span name)
{
	return (without(name, SPAN(".gz")));
}

bool
rotated_is(struct span name)
{
	struct span s = rotated_plain(name);
	size_t at;

	if (s.n == name.n)
		s = without(s, SPAN(".bz2"));
	if (s.n == name.n)
		s = without(s, SPAN(".xz"));
	if (s.n == 0 || s.p[0] == '.')
		return (false);
	for (at = s.n; at > 1; at--)
		if (s.p[at - 1] == '.' || s.p[at - 1] == '-')
			break;
	/* Something must stand before the mark. */
	if (at < 2)
		return (false);
	return (s.p[at - 1] == '.' ? is_number(span_from(s, at)) :
				     is_date(span_from(s, at)));
}
