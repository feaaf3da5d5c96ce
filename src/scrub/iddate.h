/* SPDX-License-Identifier: ISC */
/*
 * What the national ids of most countries begin with, a date of birth, and
 * what must not be taken for one, a time.
 */
#ifndef SCRUB_IDDATE_H
#define SCRUB_IDDATE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * iddate_two(digits, at):
 * The two digits at ${at} as a number.
 */
static inline unsigned
iddate_two(const char *digit, size_t at)
{
	return (
	    (unsigned)(digit[at] - '0') * 10 + (unsigned)(digit[at + 1] - '0'));
}

/**
 * iddate_valid(day, month):
 * Has ${month} a day ${day} in some year?
 */
static inline bool
iddate_valid(unsigned day, unsigned month)
{
	return (month >= 1 && month <= 12 && day >= 1 &&
	    day <= (month == 2 ? 29 : 30 + (month + month / 8) % 2));
}

/**
 * iddate_epoch(digits):
 * May ${digits}, 10 or 13 of them, be seconds or milliseconds since 1970, of
 * 2009 to 2030?
 */
static inline bool
iddate_epoch(const char *digit)
{
	const unsigned high =
	    iddate_two(digit, 1) * 10 + (unsigned)(digit[3] - '0');

	return (digit[0] == '1' && high >= 230 && high < 920);
}

/**
 * iddate_minute(digits):
 * May ${digits}, 12 of them, be a time YYYYMMDDhhmm since there is the web?
 */
static inline bool
iddate_minute(const char *digit)
{
	const unsigned year = iddate_two(digit, 0) * 100 + iddate_two(digit, 2);

	return (year >= 1995 && year < 2040 &&
	    iddate_valid(iddate_two(digit, 6), iddate_two(digit, 4)) &&
	    iddate_two(digit, 8) < 24 && iddate_two(digit, 10) < 60);
}

/**
 * iddate_short(digits):
 * May ${digits}, 10 of them, be a time YYMMDDhhmm?
 */
static inline bool
iddate_short(const char *digit)
{
	return (digit[0] < '4' &&
	    iddate_valid(iddate_two(digit, 4), iddate_two(digit, 2)) &&
	    iddate_two(digit, 6) < 24 && iddate_two(digit, 8) < 60);
}

/**
 * iddate_ten(digits):
 * May ${digits}, 10 of them, be any of these times, or YYYYMMDDhh?
 */
static inline bool
iddate_ten(const char *digit)
{
	return (iddate_epoch(digit) || iddate_short(digit) ||
	    (digit[0] == '2' && digit[1] == '0' &&
		iddate_valid(iddate_two(digit, 6), iddate_two(digit, 4)) &&
		iddate_two(digit, 8) < 24));
}

#endif
