/* SPDX-License-Identifier: ISC */
#include "scrub/splice.h"

#include <stdbool.h>
#include <string.h>

/* The shortest stamp, an ISO 8601 one with its quote or bracket. */
enum { STAMP_MIN = 20 };

/* In the masks `9` is a digit, `a` a letter, all else itself. */
static bool
fits(const char *p, size_t n, const char *mask)
{
	const size_t len = strlen(mask);

	if (n < len)
		return (false);
	for (size_t i = 0; i < len; i++) {
		const char c = p[i];
		bool ok = c == mask[i];

		if (mask[i] == '9')
			ok = c >= '0' && c <= '9';
		else if (mask[i] == 'a')
			ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!ok)
			return (false);
	}
	return (true);
}

unsigned
splice_count(struct span text)
{
	const char *p = text.p;
	size_t left = text.n;
	unsigned n = 0;

	if (text.n < STAMP_MIN)
		return (0);
	/* Every such stamp has a colon; few fields have many. */
	while (n < 2 && left > 0 && (p = memchr(p, ':', left)) != NULL) {
		const size_t before = (size_t)(p - text.p);

		left = text.n - before;
		if (before >= 12 &&
		    fits(p - 12, left + 12, "[99/aaa/9999:99:99:99 "))
			n++;
		else if (before >= 14 &&
		    fits(p - 13, left + 13, "9999-99-99T99:99:99") &&
		    strchr("\"'[{", p[-14]) != NULL)
			n++;
		p++;
		left--;
	}
	return (n);
}
