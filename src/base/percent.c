/* SPDX-License-Identifier: ISC */
#include "base/percent.h"

#include "base/ascii.h"

/* The byte that is encoded at the start of ${p}[0..${n}), or -1. */
static int
byte_at(const char *p, size_t n)
{
	return (n > 2 && p[0] == '%' ? ascii_hexpair(p + 1) : -1);
}

bool
percent_any(struct span s)
{
	for (size_t i = span_index(s, '%'); i < s.n; i++)
		if (byte_at(s.p + i, s.n - i) != -1)
			return (true);
	return (false);
}

size_t
percent_undo(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; to++) {
		const int c = byte_at(p + i, n - i);

		p[to] = c == -1 ? p[i] : (char)c;
		i += c == -1 ? 1 : 3;
	}
	return (to);
}
