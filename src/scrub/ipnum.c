/* SPDX-License-Identifier: ISC */
#include "scrub/ipnum.h"

#include "base/ascii.h"

enum { DIGITS_MAX = 4, ADDRESS_DIGITS = 8, FIRST_MAX = 16 };

/* Does ${s} begin with 0x and a hex digit? */
static bool
is_hex(struct span s)
{
	return (s.n > 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x' &&
	    ascii_ishex(s.p[2]));
}

/* The length of the number up to 255, hex, octal or not, at ${s}, or 0. */
static size_t
part_length(struct span s)
{
	const bool hex = is_hex(s);
	size_t n = hex ? 2 : 0;
	const size_t start = n;
	int v = 0;

	while (n < s.n && (hex ? ascii_ishex(s.p[n]) : ascii_isdigit(s.p[n]))) {
		if (n - start == DIGITS_MAX)
			return (0);
		v = v * (hex ? 16 : 10) + ascii_hexval(s.p[n++]);
	}
	/* 0377: at most four octal digits */
	return (v <= (hex ? 255 : 377) ? n : 0);
}

/* The length of four numbers with dots, one of them hex, at ${s}, or 0. */
static size_t
dotted_length(struct span s)
{
	bool hex = false;
	size_t n = 0;

	for (int i = 0; i < 4; i++) {
		const struct span part = span_from(s, n);
		const size_t length = part_length(part);

		if (length == 0)
			return (0);
		hex |= is_hex(part);
		n += length;
		if (i < 3 && (n == s.n || s.p[n++] != '.'))
			return (0);
	}
	if (!hex || (n < s.n && ascii_isalnum(s.p[n])))
		return (0);
	return (n);
}

/* Where the numbers and dots before the 0x at ${at} begin. */
static size_t
numbers_start(struct span s, size_t from, size_t at)
{
	size_t start = at;

	while (start > from && at - start < FIRST_MAX &&
	    (ascii_isdigit(s.p[start - 1]) || s.p[start - 1] == '.'))
		start--;
	while (start < at && s.p[start] == '.')
		start++;
	return (start);
}

bool
ipnum_dotted(struct span text, size_t from, struct found *f)
{
	for (size_t at = from; at < text.n; at++) {
		size_t start, n;

		at += span_index(span_from(text, at), 'x');
		if (at >= text.n)
			break;
		if (at < from + 1 || !is_hex(span_from(text, at - 1)))
			continue;
		start = numbers_start(text, from, at - 1);
		n = dotted_length(span_from(text, start));
		if (n > 0 &&
		    (start == 0 || !ascii_isalnum(text.p[start - 1]))) {
			*f = (struct found){ f->kind, start, start + n,
				MEANS_CONTENT };
			return (true);
		}
	}
	return (false);
}

bool
ipnum_hex(struct span text, size_t from, struct found *f)
{
	if (from > 0 || text.n != 2 + ADDRESS_DIGITS || !is_hex(text))
		return (false);
	for (size_t i = 2; i < text.n; i++)
		if (!ascii_ishex(text.p[i]))
			return (false);
	*f = (struct found){ f->kind, 0, text.n, MEANS_CONTENT };
	return (true);
}
