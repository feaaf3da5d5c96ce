/* SPDX-License-Identifier: ISC */
/*
 * The escapes of a log within a text as the server wrote it. Who looks at the
 * letters of such a text steps over them: the A92 in `\xA92` is no word.
 */
#ifndef SCRUB_ESCAPED_H
#define SCRUB_ESCAPED_H

#include <stdbool.h>

#include "base/ascii.h"
#include "base/span.h"

/**
 * escaped_n(s, at):
 * How many bytes the escape at ${at} of ${s} takes, whatever the dialect:
 * \xHH, \uHHHH or a backslash and one letter or mark.
 *
 * Returns: 0 when none begins there.
 */
static inline size_t
escaped_n(struct span s, size_t at)
{
	const struct span letters = SPAN("\"\\/bfnrtv");
	size_t n, i;

	if (s.p[at] != '\\' || at + 1 == s.n)
		return (0);
	if (s.p[at + 1] != 'x' && s.p[at + 1] != 'u')
		return (span_index(letters, s.p[at + 1]) < letters.n ? 2 : 0);
	n = s.p[at + 1] == 'x' ? 4 : 6;
	if (s.n - at < n)
		return (0);
	for (i = 2; i < n && ascii_hexval(s.p[at + i]) != -1; i++)
		;
	return (i == n ? n : 0);
}

#endif
