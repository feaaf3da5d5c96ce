/* SPDX-License-Identifier: ISC */
/* What stands at an offset of a text; behind its end there is nothing. */
#ifndef SCRUB_AT_H
#define SCRUB_AT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ascii.h"
#include "base/span.h"

/**
 * at_digit(s, i):
 * Is there a digit at ${i} of ${s}?
 */
static inline bool
at_digit(struct span s, size_t i)
{
	return (i < s.n && ascii_isdigit(s.p[i]));
}

/**
 * at_alpha(s, i):
 * Is there a letter?
 */
static inline bool
at_alpha(struct span s, size_t i)
{
	return (i < s.n && ascii_isalpha(s.p[i]));
}

/**
 * at_alnum(s, i):
 * Is there a letter or a digit?
 */
static inline bool
at_alnum(struct span s, size_t i)
{
	return (i < s.n && ascii_isalnum(s.p[i]));
}

/**
 * at_blank(s, i):
 * Is there a blank, or the `+` that stands for one in a query?
 */
static inline bool
at_blank(struct span s, size_t i)
{
	return (i < s.n && (s.p[i] == ' ' || s.p[i] == '+'));
}

#endif
