/* SPDX-License-Identifier: ISC */
#include "base/span.h"

#include <string.h>

enum { SHORT_MAX = 48 };

static char
lower(char c)
{
	return (c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
}

bool
span_caseeq(struct span a, struct span b)
{
	if (a.n != b.n)
		return (false);
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return (false);
	return (true);
}

/*
 * The same for a needle that is short, by one byte of it that is at ${at}:
 * memmem() prepares tables that such a search never pays for.
 */
static size_t
find_short(struct span s, struct span needle, size_t at)
{
	const char *p = s.p + at;
	const char *const end = s.p + (s.n - needle.n) + at + 1;

	while (p < end &&
	    (p = memchr(p, needle.p[at], (size_t)(end - p))) != NULL) {
		if (memcmp(p - at, needle.p, needle.n) == 0)
			return ((size_t)(p - at - s.p));
		p++;
	}
	return (s.n);
}

size_t
span_find(struct span s, struct span needle)
{
	const char *q;

	if (needle.n == 0 || s.n < needle.n)
		return (s.n);
	if (needle.n <= SHORT_MAX) {
		/* Colons, of which an IPv6 address has many, are rare. */
		const size_t colon = span_index(needle, ':');

		return (find_short(s, needle, colon < needle.n ? colon : 0));
	}
	q = memmem(s.p, s.n, needle.p, needle.n);
	return (q == NULL ? s.n : (size_t)(q - s.p));
}

size_t
span_casefind(struct span s, struct span needle)
{
	if (needle.n == 0)
		return (s.n);
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (lower(s.p[i]) == lower(needle.p[0]) &&
		    span_caseeq(span_make(s.p + i, needle.n), needle))
			return (i);
	return (s.n);
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

struct span
span_trim(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = span_from(s, 1);
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return (s);
}

bool
span_number(struct span s, unsigned long long max, unsigned long long *out)
{
	unsigned long long v = 0;

	if (s.n == 0 || s.n > 19)
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		v = v * 10 + (unsigned long long)(s.p[i] - '0');
	}
	if (v > max)
		return (false);
	*out = v;
	return (true);
}
