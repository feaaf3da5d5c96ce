/* SPDX-License-Identifier: ISC */
#include "scrub/run.h"

#include <stdint.h>

enum {
	DIGIT = RUN_DIGIT | RUN_HEX | RUN_TOKEN,
	HEX = RUN_HEX | RUN_TOKEN,
	DASH = RUN_DASH | RUN_PLAIN | RUN_TOKEN
};

static const uint8_t sort_of[256] = {
	['0' ... '9'] = DIGIT,
	['A' ... 'F'] = HEX,
	['G' ... 'Z'] = RUN_TOKEN,
	['a' ... 'f'] = HEX,
	['g' ... 'z'] = RUN_TOKEN,
	['_'] = RUN_TOKEN,
	['-'] = DASH,
	['('] = RUN_FIGURE,
	[')'] = RUN_FIGURE,
	['/'] = RUN_FIGURE,
	['.'] = RUN_DOT | RUN_TOKEN,
	[' '] = RUN_PLAIN,
	['+'] = RUN_PLAIN,
};

bool
run_next(struct span text, size_t from, unsigned sorts, size_t min,
    struct run *r)
{
	for (size_t i = from + min - 1; i < text.n; i += min) {
		size_t start = i, end = i;

		if ((sort_of[(unsigned char)text.p[i]] & sorts) == 0)
			continue;
		while (start > from && end - start < RUN_MAX &&
		    (sort_of[(unsigned char)text.p[start - 1]] & sorts) != 0)
			start--;
		while (end < text.n && end - start < RUN_MAX &&
		    (sort_of[(unsigned char)text.p[end]] & sorts) != 0)
			end++;
		if (end - start >= min) {
			*r = (struct run){ start, end };
			return (true);
		}
		i = end;
	}
	return (false);
}
