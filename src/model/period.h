/* SPDX-License-Identifier: ISC */
/*
 * Calendar periods: the time an output segment covers, and the time a line
 * is kept. Periods are those of the local time zone (TZ), and follow the
 * wall clock through DST changes; months are calendar months.
 *
 * Units: time is in seconds since 1970-01-01T00:00:00Z, as int64_t.
 */
#ifndef MODEL_PERIOD_H
#define MODEL_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum period_unit { PERIOD_HOUR, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH };

/* [start, end): the first second inside, and the first one after. */
struct period {
	enum period_unit unit;
	int64_t start;
	int64_t end;
};

enum keep_unit { KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS, KEEP_YEARS, KEEP_FOREVER };

struct keep {
	enum keep_unit unit;
	unsigned count; /* of units; 0 with KEEP_FOREVER */
};

/**
 * period_of(unit, when):
 * The period of ${unit} that ${when} falls into. A week starts on Monday. The
 * hour that DST repeats is one period, the one it leaves out is none: periods
 * follow each other without gap or overlap.
 *
 * About a microsecond: who asks for every line keeps the last answer.
 */
struct period period_of(enum period_unit, int64_t);

/**
 * period_unit_parse(name, unit):
 * Store the unit called ${name} (hour, day, week, month) in ${unit}.
 *
 * Returns: false when there is none.
 */
bool period_unit_parse(struct span, enum period_unit *);

/**
 * period_unit_name(unit):
 * The name of ${unit}.
 */
const char *period_unit_name(enum period_unit);

/**
 * period_expiry(keep, when):
 * The first second at which what happened at ${when} is no longer kept. All
 * units count on the local calendar, so that the time of day stays the same;
 * day of month is clamped to the month's last (31 January + 1 month = the
 * last of February).
 *
 * Returns: INT64_MAX for KEEP_FOREVER.
 */
int64_t period_expiry(const struct keep *, int64_t);

/**
 * period_expiry_first(keep, first, last):
 * The first second at which anything that may have happened from ${first} to
 * ${last}, both included, is no longer kept. What happened first need not
 * expire first: 28 November, 20:00, and three months are behind 29 November,
 * 0:00, and three months; and an hour that DST repeats expires but once.
 *
 * About a microsecond for each day between the two.
 * Returns: INT64_MAX for KEEP_FOREVER.
 */
int64_t period_expiry_first(const struct keep *, int64_t, int64_t);

/**
 * period_keep_parse(args, nargs, keep):
 * Read `14 months`, `90 days`, `6 weeks`, `2 years` (singular too) or
 * `forever` into ${keep}; one word an argument, at most a hundred years.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *period_keep_parse(const struct span *, size_t, struct keep *);

/**
 * period_keep_write(keep, out):
 * Append ${keep} as period_keep_parse() reads it: `14 months`, `1 day`.
 */
void period_keep_write(const struct keep *, struct buf *);

#endif
