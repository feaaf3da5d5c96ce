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
#include "scrub/text.h"

struct pair {
	struct span name;
	size_t sign; /* offsets in the text: of its `=` or `:` */
	size_t value;
	size_t end; /* or where another pair or part of a path may begin */
	bool query; /* behind a `?`, or in what is no path at all */
	bool member; /* of JSON, ${quoted} if it is a string */
	bool quoted;
};

/**
 * pairs_next(text, from, p):
 * Store in ${p} the first pair of ${text} whose `=`, or `":`, is at ${from}
 * or later; there may be nothing between value and end. To go on, ask again
 * with the same ${p} from the value, or where it ends; before the first call,
 * ${p} is all zeros, but for query.
 *
 * Returns: false when there is none.
 */
bool pairs_next(struct span, size_t, struct pair *);

/**
 * pairs_end(s, t, p):
 * Where the value of ${p} in ${t}, which was opened with ${s}, ends for
 * certain when it is taken for one value, whatever it begins with: in a query
 * where another pair begins, in a path where its segment ends, in JSON with
 * its quote or bracket; else with the text. What is written in more bytes
 * than what encloses the value is a part of it.
 */
size_t pairs_end(const struct scrub *, const struct text *,
    const struct pair *);

#endif
