/* SPDX-License-Identifier: ISC */
/*
 * Lists of names by their first letter, which is in small letters in them, so
 * that looking for any of them costs no more than for a few.
 */
#ifndef SCRUB_INITIAL_H
#define SCRUB_INITIAL_H

#include "base/span.h"

enum { INITIAL_OTHER = 26, INITIAL_ROWS = 27 };

/**
 * initial_row(c):
 * The row of what begins with ${c}: 0 for a or A, INITIAL_OTHER for all that
 * is no letter.
 */
static inline unsigned
initial_row(char c)
{
	const unsigned n = (unsigned)((unsigned char)(c | 0x20) - 'a');

	return (n < INITIAL_OTHER ? n : INITIAL_OTHER);
}

/**
 * initial_starts(s, name):
 * Does ${s} begin with ${name}, of two bytes at least, letters compared without
 * case? The second byte tells most of a row apart.
 */
static inline bool
initial_starts(struct span s, struct span name)
{
	return (s.n >= name.n && (s.p[1] | 0x20) == (name.p[1] | 0x20) &&
	    span_caseeq(span_make(s.p, name.n), name));
}

#endif
