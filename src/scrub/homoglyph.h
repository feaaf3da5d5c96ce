/* SPDX-License-Identifier: ISC */
/* Characters that look like ASCII ones, or like nothing at all. */
#ifndef SCRUB_HOMOGLYPH_H
#define SCRUB_HOMOGLYPH_H

#include <stddef.h>

#include "base/span.h"

enum { HOMOGLYPH_NONE = -1, HOMOGLYPH_INVISIBLE = -2 };

/**
 * homoglyph_last(s, n):
 * The ASCII byte that the last character of ${s}, UTF-8, stands for: one in
 * too many bytes, a full-width one, a blank, a dash, an ideographic full stop
 * or a digit (Arabic-Indic, Devanagari, mathematical). HOMOGLYPH_INVISIBLE
 * for a soft hyphen and what has no width; the bytes of it are stored in
 * ${n}. HOMOGLYPH_NONE for all else, and ${n} is untouched.
 *
 * Source:  Unicode 15.1 UnicodeData.txt; RFC 3490 section 3.1 (the dots).
 */
int homoglyph_last(struct span, size_t *);

#endif
