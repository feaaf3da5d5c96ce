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
	size_t end; /* or where another pair or part of a path may begin */
	bool query; /* behind a `?` */
	bool member; /* of JSON, ${quoted} if it is a string */
	bool quoted;
};

/**
 * pairs_next(text, from, p):
 * Store in ${p} the first pair of ${text} that has a value and whose `=`, or
 * `":`, is at ${from} or later. To go on, ask again with the same ${p} from
 * the value, or where it ends; before the first call, ${p} is all zeros.
 *
 * Returns: false when there is none.
 */
bool pairs_next(struct span, size_t, struct pair *);

/**
 * pairs_end(text, p):
 * Where the value of ${p} ends when it is taken for one value, whatever may
 * be in it: in a query at `&`, in a path at `/`.
 */
size_t pairs_end(struct span, const struct pair *);

#endif
