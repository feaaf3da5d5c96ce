/* SPDX-License-Identifier: ISC */
#include "scrub/clocks.h"

#include <stdbool.h>

#include "base/ascii.h"

enum { CLOCK_LEN = 8 };

/* Two digits at ${p}, of at most ${max}. */
static bool
is_two(const char *p, int max)
{
	return (ascii_isdigit(p[0]) && ascii_isdigit(p[1]) &&
	    (p[0] - '0') * 10 + p[1] - '0' <= max);
}

/* May a clock begin behind the ${n} bytes at ${p}? */
static bool
is_start(const char *p, size_t n)
{
	if (n == 0)
		return (true);
	if (p[n - 1] != ':')
		return (!ascii_ishex(p[n - 1]));
	/* The year of CLF. */
	return (n > 5 && ascii_isdigit(p[n - 2]) && ascii_isdigit(p[n - 3]) &&
	    ascii_isdigit(p[n - 4]) && ascii_isdigit(p[n - 5]) &&
	    p[n - 6] == '/');
}

static bool
is_clock(const char *p, size_t at, size_t n)
{
	const char *c = p + at;
	const size_t end = at + CLOCK_LEN;

	return (end <= n && c[2] == ':' && c[5] == ':' && is_two(c, 23) &&
	    is_two(c + 3, 59) && is_two(c + 6, 60) && is_start(p, at) &&
	    (end == n || (p[end] != ':' && !ascii_ishex(p[end]))));
}

static void
zero(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_isdigit(p[i]))
			p[i] = '0';
}

void
clocks_blur(struct buf *out, size_t start, enum action action)
{
	/* How much of hh:mm:ss stays. */
	const size_t kept = action == ACTION_KEEP ? CLOCK_LEN :
	    action == ACTION_MINUTE		  ? 6 :
	    action == ACTION_HOUR		  ? 3 :
						    0;
	const size_t n = out->n - start;
	char *p;

	if (kept == CLOCK_LEN || out->failed || out->p == NULL)
		return;
	p = out->p + start;
	for (size_t i = 0; i + CLOCK_LEN <= n; i++) {
		size_t end = i + CLOCK_LEN;

		if (p[i + 2] != ':' || !is_clock(p, i, n))
			continue;
		if (end + 1 < n && (p[end] == '.' || p[end] == ','))
			for (end++; end < n && ascii_isdigit(p[end]);)
				end++;
		zero(p + i + kept, end - i - kept);
		i = end - 1;
	}
}
