/* SPDX-License-Identifier: ISC */
/*
 * What strftime() writes of a time, number by number, and the time that such
 * numbers make together. Knows no syntax; see model/layout.h for that.
 */
#ifndef MODEL_LAYOUTPART_H
#define MODEL_LAYOUTPART_H

#include <stdbool.h>
#include <stdint.h>

#include "model/stamp.h"

enum part {
	PART_NONE, /* says nothing of when it was: a fraction of a second */
	PART_YEAR, /* 1900 to 9998 */
	PART_CENTURY, /* its first two digits, */
	PART_YEAR2, /* and its last */
	PART_MONTH, /* 1 to 12 */
	PART_DAY, /* 1 to 31 */
	PART_YDAY, /* 1 to 366 */
	PART_WDAY, /* Monday is 1, Sunday 7 */
	PART_WDAY0, /* Sunday is 0 */
	PART_ISOYEAR, /* the year of the ISO 8601 week, */
	PART_ISOWEEK, /* 1 to 53 */
	PART_WEEKSUN, /* 0 to 53: the first Sunday starts week 1 */
	PART_WEEKMON, /* the same with Monday */
	PART_HOUR,
	PART_HOUR12, /* 1 to 12 */
	PART_PM, /* 1 after noon, else 0 */
	PART_MINUTE,
	PART_SECOND,
	PART_EPOCH, /* seconds since 1970-01-01T00:00:00Z */
	PART_ZONE, /* seconds east of UTC, */
	PART_ZONENAME, /* and those of a name, which counts only without them */
	PART_COUNT
};

#define PART_BIT(part) (UINT32_C(1) << (part))

struct parts {
	uint32_t seen; /* PART_BIT() of those that have a value */
	int64_t v[PART_COUNT];
};

/**
 * layoutpart_of(part, t):
 * The value that ${part}, which is no zone, has in ${t}.
 */
int64_t layoutpart_of(enum part, const struct stamp *);

/**
 * layoutpart_lacks(seen):
 * What keeps the parts of ${seen}, PART_BIT()s, from making a time.
 *
 * Returns: a phrase for the user, or NULL when they do.
 */
const char *layoutpart_lacks(uint32_t);

/**
 * layoutpart_dated(seen):
 * Do the parts of ${seen} say the day, the year perhaps left out?
 */
bool layoutpart_dated(uint32_t);

/**
 * layoutpart_stamp(p, utc, now, t):
 * Set ${t} to the time that ${p} makes, whose parts lack nothing; see
 * layout_parse() for ${utc}, ${now} and what is left out.
 *
 * Returns: false when there is no such time, or a part contradicts another;
 *          ${t} is then unspecified.
 */
bool layoutpart_stamp(const struct parts *, bool, int64_t, struct stamp *);

#endif
