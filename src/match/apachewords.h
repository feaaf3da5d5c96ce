/* SPDX-License-Identifier: ISC */
/*
 * The words of a line of an Apache configuration: between blanks, or in
 * quotes of either kind, in which a backslash takes the meaning from the
 * quote and from a backslash. A quote that is not closed ends with the line.
 */
#ifndef MATCH_APACHEWORDS_H
#define MATCH_APACHEWORDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/**
 * apachewords_blank(c):
 * Is ${c} what stands between words?
 */
bool apachewords_blank(char);

/**
 * apachewords_split(a, line, word, max):
 * Put the first ${max} words of ${line} into ${word}, copied to ${a}, each
 * followed by a NUL that is not counted.
 *
 * Returns: how many words there are, also beyond ${max}; 0, with errno set,
 *          when there is no memory, or when ${line} is blank.
 * Source:  server/util.c, ap_getword_conf().
 */
size_t apachewords_split(struct arena *, struct span, struct span *, size_t);

#endif
