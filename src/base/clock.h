/* SPDX-License-Identifier: ISC */
/*
 * What time it is. The test build (LOGFADE_TEST) can be told otherwise, which
 * makes fourteen months testable; the released program cannot. Its environment
 * may also name a file, LOGFADE_CLOCK, that says by how many seconds the clock
 * is wrong just now.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/**
 * clock_now():
 * Seconds since 1970-01-01T00:00:00Z.
 */
int64_t clock_now(void);

/**
 * clock_ms():
 * Milliseconds since some moment, for measuring how long something takes:
 * this clock is never set.
 */
int64_t clock_ms(void);

#ifdef LOGFADE_TEST
/**
 * clock_set(now):
 * From here on it is ${now}, and stays so.
 */
void clock_set(int64_t);
#endif

#endif
