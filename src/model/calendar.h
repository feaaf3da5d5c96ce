/* SPDX-License-Identifier: ISC */
/*
 * The wall clock of the local time zone (TZ), as plain arithmetic.
 *
 * Wall time is what a clock on the wall shows, counted in seconds as if it
 * were UTC: 1970-01-01 00:00 on the wall is 0 in every zone, a day is 86400
 * of them. Epoch time is seconds since 1970-01-01T00:00:00Z. DST makes wall
 * time jump ahead or run twice through the same hour; epoch time never does.
 */
#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum { CALENDAR_HOUR = 3600, CALENDAR_DAY = 86400 };

/**
 * calendar_wall(when):
 * What the wall clock shows at the epoch time ${when}.
 */
int64_t calendar_wall(int64_t);

/**
 * calendar_when(wall):
 * The first epoch time at which the wall clock shows ${wall} or later: the
 * first of the two where an hour runs twice, the jump where it is left out.
 */
int64_t calendar_when(int64_t);

/**
 * calendar_parse(s, when):
 * Read `2026-11-21`, or that with `T13`, `T13:05` or `T13:05:00` behind it,
 * as what the wall clock shows, and store the epoch time, that of
 * calendar_when(), in ${when}.
 *
 * Returns: false when ${s} is none of these; ${when} is then untouched.
 */
bool calendar_parse(struct span, int64_t *);

/**
 * calendar_utc(when, out):
 * Append the epoch time ${when} to ${out} as `2026-11-21T13:05:00Z`.
 *
 * Source:  RFC 3339.
 */
void calendar_utc(int64_t, struct buf *);

/**
 * calendar_floor(n, unit):
 * ${n} rounded down to a multiple of ${unit}, below zero too.
 */
int64_t calendar_floor(int64_t, int64_t);

/**
 * calendar_add_months(wall, months):
 * The same day and time of day ${months} later; a day that month does not
 * have becomes its last.
 *
 * Units:   wall time.
 */
int64_t calendar_add_months(int64_t, int64_t);

/**
 * calendar_monday(wall):
 * The Monday, 00:00, on or before ${wall}.
 *
 * Units:   wall time.
 */
int64_t calendar_monday(int64_t);

/**
 * calendar_first(wall):
 * The first of the month of ${wall}, 00:00.
 *
 * Units:   wall time.
 */
int64_t calendar_first(int64_t);

#endif
