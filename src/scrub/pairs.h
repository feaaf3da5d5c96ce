/* SPDX-License-Identifier: ISC */
/*
 * The name=value pairs within a decoded text that is no query itself: a URL
 * in a parameter's value, ;parameters of a path, JSON in a value.
 */
#ifndef SCRUB_PAIRS_H
#define SCRUB_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct pair {
	struct span name;
	size_t value; /* offsets in the text; never empty */
	size_t end;
};

/**
 * pairs_next(text, from, p):
 * Store in ${p} the first pair of ${text} that has a value and whose `=`, or
 * `":`, is at ${from} or later. To go on, ask again from the value.
 *
 * Returns: false when there is none.
 */
bool pairs_next(struct span, size_t, struct pair *);

#endif
