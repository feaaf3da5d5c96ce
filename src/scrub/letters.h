/* SPDX-License-Identifier: ISC */
/*
 * Letters of names without case and accents, so that prénom, PRENOM and
 * prenom are one. UTF-8 (Latin-1 Supplement, Latin Extended-A) and
 * plain Latin-1; whatever else there is above 0x7f stays as it is.
 */
#ifndef SCRUB_LETTERS_H
#define SCRUB_LETTERS_H

#include <stddef.h>

#include "base/span.h"

/**
 * letters_before(s, i, c):
 * Store in ${c} the letter, in lower case, or the digit that ends at ${i} > 0
 * in ${s}, or 0 when there is neither.
 *
 * Returns: how many bytes it takes, 1 or 2.
 * Source:  the Unicode blocks 0080 and 0100.
 */
size_t letters_before(struct span, size_t, char *);

#endif
