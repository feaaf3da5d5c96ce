/* SPDX-License-Identifier: ISC */
/*
 * Long runs of bytes of one sort in a text. A run of at least ${min} bytes
 * has one at every ${min}-th offset, so most bytes need not be looked at.
 */
#ifndef SCRUB_RUN_H
#define SCRUB_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* Sorts of bytes, to be combined. */
enum {
	RUN_DIGIT = 1 << 0,
	RUN_HEX = 1 << 1, /* digits too */
	RUN_DOT = 1 << 2,
	RUN_DASH = 1 << 3,
	RUN_PLAIN = 1 << 4, /* blank, + and - */
	RUN_TOKEN = 1 << 5, /* letters, digits, and - _ . */
	RUN_FIGURE = 1 << 6 /* ( ) and / */
};

/* Longer ones come in parts, so that no caller reads one again and again. */
enum { RUN_MAX = 4096 };

struct run {
	size_t start;
	size_t end;
};

/**
 * run_next(text, from, sorts, min, r):
 * Store in ${r} the first run of bytes of ${sorts} that is at least ${min}
 * bytes long and lies at ${from} or later, as long as it goes up to RUN_MAX.
 *
 * Returns: false when there is none.
 */
bool run_next(struct span, size_t, unsigned, size_t, struct run *);

#endif
