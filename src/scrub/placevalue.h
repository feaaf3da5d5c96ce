/* SPDX-License-Identifier: ISC */
/*
 * One value of a database in MaxMind's format. libmaxminddb 1.7 follows
 * whatever nests, down to the end of the stack, and believes any offset: this
 * does neither.
 *
 * Invariants:
 * - No byte outside the section is read, no file keeps it busy: what is nested
 *   deeper or has more values than any real database is not found.
 *
 * Source: MaxMind DB File Format Specification 2.0, "Output Data Section".
 */
#ifndef SCRUB_PLACEVALUE_H
#define SCRUB_PLACEVALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum placevalue_type {
	PLACEVALUE_MAP,
	PLACEVALUE_ARRAY,
	PLACEVALUE_STRING,
	PLACEVALUE_NUMBER,
	PLACEVALUE_OTHER
};

struct placevalue {
	enum placevalue_type type;
	struct span text; /* of a string, borrowed from the section */
	uint64_t number; /* unsigned, of 64 bits at most */
	size_t count; /* of entries of a map or an array */
	size_t inside; /* where the first entry is */
};

/**
 * placevalue_at(section, at, v):
 * Read the value at offset ${at}, or the one it points to.
 *
 * Returns: false when there is none.
 */
bool placevalue_at(struct span, size_t, struct placevalue *);

/**
 * placevalue_under(section, map, key, v):
 * Read what stands under ${key} in ${map}.
 *
 * Returns: false when there is none, or ${map} is none.
 */
bool placevalue_under(struct span, const struct placevalue *, struct span,
    struct placevalue *);

/**
 * placevalue_sound(section, at):
 * Is the value at offset ${at} well formed, with all that is in it?
 */
bool placevalue_sound(struct span, size_t);

/**
 * placevalue_texts(section, v):
 * Is ${v} a map or an array with nothing but strings in it?
 */
bool placevalue_texts(struct span, const struct placevalue *);

#endif
