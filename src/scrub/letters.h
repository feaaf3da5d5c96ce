/* SPDX-License-Identifier: ISC */
/*
 * Letters of names without case and accents, so that prénom, PRENOM and
 * prenom are one. UTF-8 (Latin-1 Supplement, Latin Extended-A, the letters of
 * Romanian, Cyrillic, Greek) and plain Latin-1; whatever else there is above
 * 0x7f stays as it is. A Cyrillic or Greek letter is one byte above 0x7f.
 */
#ifndef SCRUB_LETTERS_H
#define SCRUB_LETTERS_H

#include <stddef.h>

#include "base/ascii.h"
#include "base/span.h"

/**
 * letters_high_before(s, i, c):
 * As letters_before(), where a byte above 0x7f ends at ${i}.
 */
size_t letters_high_before(struct span, size_t, char *);

/**
 * letters_before(s, i, c):
 * Store in ${c} the letter, in lower case, or the digit that ends at ${i} > 0
 * in ${s}, or 0 when there is neither.
 *
 * Returns: how many bytes it takes, 1 or 2.
 * Source:  the Unicode blocks 0080, 0100, 0370 and 0400.
 */
static inline size_t
letters_before(struct span s, size_t i, char *c)
{
	const char last = s.p[i - 1];

	if ((unsigned char)last >= 0x80)
		return (letters_high_before(s, i, c));
	if (ascii_isalpha(last))
		*c = (char)(last | 0x20);
	else
		*c = ascii_isdigit(last) ? last : 0;
	return (1);
}

#endif
