/* SPDX-License-Identifier: ISC */
/*
 * A log line's time: read in the syntax the server wrote it in, generalised,
 * and written back in the same syntax and zone.
 */
#ifndef MODEL_STAMP_H
#define MODEL_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"
#include "model/rule.h"

struct stamp {
	int64_t year; /* the civil date and time in the stamp's own zone */
	int month; /* 1 to 12 */
	int day; /* 1 to 31 */
	int hour;
	int minute;
	int second; /* 60 in a leap second */
	int offset; /* of the zone, seconds east of UTC */
	bool local; /* no zone was written: that offset is the local one */
};

/**
 * stamp_parse(s, spelling, t):
 * Read all of ${s}, spelt as ${spelling}, into ${t}. An ISO time has `T` or a
 * blank in its middle, may have a fraction, and ends in `Z`, `+hh:mm` or
 * `+hhmm`. Numbers have offset 0, and TIME_EPOCH may have a fraction.
 *
 * Returns: false when ${s} is not such a time, is no date of the calendar, or
 *          is not of the years 1900 to 9998; ${t} is then unspecified. Always
 *          false for TIME_LAYOUT and TIME_ANY, see model/spelling.h.
 */
bool stamp_parse(struct span, enum timespelling, struct stamp *);

/**
 * stamp_detect(s, spelling):
 * Find the ${spelling}, of those of stamp_parse(), that ${s} is in. A number is
 * one of seconds with 9 to 11 digits, of milliseconds with 12 to 14, of
 * microseconds with 15 to 17, of nanoseconds with 18 to 20.
 *
 * Returns: false when stamp_parse() reads ${s} in none; ${spelling} is then
 *          unspecified.
 */
bool stamp_detect(struct span, enum timespelling *);

/**
 * stamp_isreal(t):
 * Is ${t} a day of the calendar in the years 1900 to 9998, and a time of day?
 * Second 60 is one at any time.
 */
bool stamp_isreal(const struct stamp *);

/**
 * stamp_settle(t):
 * Make ${t} a local time: give it the offset that the local zone (TZ) has at
 * its date and time. Of two such times ${t} is the first, and one that the
 * clock leaves out is the jump, see calendar_when().
 */
void stamp_settle(struct stamp *);

/**
 * stamp_generalise(t, action):
 * Round ${t} down to what ${action} (ACTION_MINUTE to ACTION_MONTH) leaves;
 * ACTION_KEEP leaves all. The zone stays; a local time gets the offset of the
 * time it has become.
 */
void stamp_generalise(struct stamp *, enum action);

/**
 * stamp_epoch(t):
 * ${t} in seconds since 1970-01-01T00:00:00Z.
 */
int64_t stamp_epoch(const struct stamp *);

/**
 * stamp_write(t, original, spelling, out):
 * Append ${t} in the syntax of ${original}, which was read as ${spelling}: the
 * same length, the fraction as zeros, the same spelling of the zone.
 */
void stamp_write(const struct stamp *, struct span, enum timespelling,
    struct buf *);

/**
 * stamp_days(year, month, day):
 * Days from 1970-01-01 to that day of the proleptic Gregorian calendar.
 */
int64_t stamp_days(int64_t, int, int);

/**
 * stamp_day(s, day):
 * Read ${s}, as in 2026-01-31, and store its stamp_days() in ${day}.
 *
 * Returns: false when it is no day of stamp_isreal(); ${day} is then untouched.
 */
bool stamp_day(struct span, int64_t *);

/**
 * stamp_civil(days, t):
 * Set year, month and day of ${t} to the day ${days} after 1970-01-01.
 *
 * Source:  inverse of stamp_days(); Hinnant, "chrono-Compatible Low-Level
 *          Date Algorithms".
 */
void stamp_civil(int64_t, struct stamp *);

#endif
