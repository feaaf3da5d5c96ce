/* SPDX-License-Identifier: ISC */
#include "model/layoutpart.h"

#include <assert.h>
#include <stddef.h>

#include "model/calendar.h"

#define B(part) PART_BIT(PART_##part)

/* What says the day, or helps to. */
#define ANY_DATE \
	(B(YEAR) | B(CENTURY) | B(YEAR2) | B(MONTH) | B(DAY) | B(YDAY) | \
	    B(WDAY) | B(WDAY0) | B(ISOYEAR) | B(ISOWEEK) | B(WEEKSUN) | \
	    B(WEEKMON))
#define ANY_CLOCK (B(HOUR) | B(HOUR12) | B(PM) | B(MINUTE) | B(SECOND))

/* POSIX: %y of 69 to 99 is in the twentieth century. */
enum { PIVOT = 69 };

/* A weekday falls on the same date again within so many years. */
enum { YEARS_BACK = 41 };

/* Monday is 1; 1970-01-01 was a Thursday. */
static int
weekday(int64_t days)
{
	const int64_t thursday = 3;

	return (
	    (int)(days + thursday - calendar_floor(days + thursday, 7)) + 1);
}

/* The day that starts the first ISO week of ${year}, that of 4 January. */
static int64_t
iso_start(int64_t year)
{
	const int64_t day = stamp_days(year, 1, 4);

	return (day - (weekday(day) - 1));
}

static int64_t
iso_year(int64_t days)
{
	struct stamp thursday;

	stamp_civil(days - weekday(days) + 4, &thursday);
	return (thursday.year);
}

static int64_t
date_part(enum part part, const struct stamp *t)
{
	const int64_t days = stamp_days(t->year, t->month, t->day);
	const int64_t yday = days - stamp_days(t->year, 1, 1);

	switch (part) {
	case PART_YDAY:
		return (yday + 1);
	case PART_WDAY:
		return (weekday(days));
	case PART_WDAY0:
		return (weekday(days) % 7);
	case PART_ISOYEAR:
		return (iso_year(days));
	case PART_ISOWEEK:
		return ((days - iso_start(iso_year(days))) / 7 + 1);
	case PART_WEEKSUN:
		return ((yday + 7 - weekday(days) % 7) / 7);
	case PART_WEEKMON:
		return ((yday + 8 - weekday(days)) / 7);
	default:
		assert(false);
		return (0);
	}
}

int64_t
layoutpart_of(enum part part, const struct stamp *t)
{
	switch (part) {
	case PART_YEAR:
		return (t->year);
	case PART_CENTURY:
		return (t->year / 100);
	case PART_YEAR2:
		return (t->year % 100);
	case PART_MONTH:
		return (t->month);
	case PART_DAY:
		return (t->day);
	case PART_HOUR:
		return (t->hour);
	case PART_HOUR12:
		return ((t->hour + 11) % 12 + 1);
	case PART_PM:
		return (t->hour >= 12);
	case PART_MINUTE:
		return (t->minute);
	case PART_SECOND:
		return (t->second);
	case PART_EPOCH:
		return (stamp_epoch(t));
	default:
		return (date_part(part, t));
	}
}

static bool
has(uint32_t seen, uint32_t all)
{
	return ((seen & all) == all);
}

static bool
is_isodate(uint32_t seen)
{
	return (has(seen, B(ISOYEAR) | B(ISOWEEK)) &&
	    (seen & (B(WDAY) | B(WDAY0))) != 0);
}

bool
layoutpart_dated(uint32_t seen)
{
	return (has(seen, B(MONTH) | B(DAY)) || has(seen, B(YDAY)) ||
	    is_isodate(seen) || has(seen, B(EPOCH)));
}

const char *
layoutpart_lacks(uint32_t seen)
{
	const bool dated = layoutpart_dated(seen);

	if (has(seen, B(EPOCH)))
		return (NULL);
	if (!dated && (seen & ANY_DATE) != 0)
		return ("a part of a date, but not its month and day");
	if ((seen & (B(HOUR) | B(HOUR12))) == 0 && (seen & ANY_CLOCK) != 0)
		return ("a part of a time of day, but not its hour");
	if (has(seen, B(HOUR12)) && (seen & (B(HOUR) | B(PM))) == 0)
		return ("an hour of 12 that %p does not make one of 24");
	if (!dated && (seen & ANY_CLOCK) == 0)
		return ("neither a date nor a time of day");
	return (NULL);
}

static int64_t
get(const struct parts *p, enum part part, int64_t otherwise)
{
	return ((p->seen & PART_BIT(part)) != 0 ? p->v[part] : otherwise);
}

/* The year as written, or -1. */
static int64_t
year_of(const struct parts *p)
{
	const int64_t two = get(p, PART_YEAR2, -1);
	const int64_t century = get(p, PART_CENTURY, two < PIVOT ? 20 : 19);

	if ((p->seen & B(YEAR)) != 0)
		return (p->v[PART_YEAR]);
	return (two < 0 ? -1 : century * 100 + two);
}

static void
set_clock(const struct parts *p, struct stamp *t)
{
	const int64_t half = get(p, PART_HOUR12, 0) % 12;
	const int64_t hour = half + (get(p, PART_PM, 0) != 0 ? 12 : 0);

	t->hour = (int)get(p, PART_HOUR, hour);
	t->minute = (int)get(p, PART_MINUTE, 0);
	t->second = (int)get(p, PART_SECOND, 0);
}

/* Give ${t} its zone; false when it is then not what ${p} says. */
static bool
finish(const struct parts *p, bool utc, struct stamp *t)
{
	if (!stamp_isreal(t))
		return (false);
	for (enum part i = PART_YEAR; i < PART_EPOCH; i++)
		if ((p->seen & PART_BIT(i)) != 0 &&
		    layoutpart_of(i, t) != p->v[i])
			return (false);
	t->local = false;
	t->offset = (int)get(p, PART_ZONE, get(p, PART_ZONENAME, 0));
	if (!utc && (p->seen & (B(ZONE) | B(ZONENAME))) == 0)
		stamp_settle(t);
	return (true);
}

/* Set the date of ${t}, in ${year} where ${p} leaves it to be chosen. */
static void
set_date(const struct parts *p, int64_t year, struct stamp *t)
{
	int64_t days, wday;

	if (is_isodate(p->seen)) {
		wday = get(p, PART_WDAY, (get(p, PART_WDAY0, 0) + 6) % 7 + 1);
		days = iso_start(p->v[PART_ISOYEAR]) +
		    7 * (p->v[PART_ISOWEEK] - 1) + wday - 1;
	} else if (has(p->seen, B(YDAY))) {
		days = stamp_days(year, 1, 1) + p->v[PART_YDAY] - 1;
	} else {
		t->year = year;
		t->month = (int)p->v[PART_MONTH];
		t->day = (int)p->v[PART_DAY];
		return;
	}
	stamp_civil(days, t);
}

/* The latest year in which ${p} is not more than a day after ${now}. */
static bool
choose_year(const struct parts *p, bool utc, int64_t now, struct stamp *t)
{
	struct stamp latest;

	/* A day of grace, and no zone is two days off. */
	stamp_civil(calendar_floor(now, CALENDAR_DAY) / CALENDAR_DAY + 3,
	    &latest);
	for (int i = 0; i < YEARS_BACK; i++) {
		set_date(p, latest.year - i, t);
		if (finish(p, utc, t) && stamp_epoch(t) - now <= CALENDAR_DAY)
			return (true);
	}
	return (false);
}

static void
set_wall(int64_t wall, struct stamp *t)
{
	const int64_t day = calendar_floor(wall, CALENDAR_DAY);
	const int rest = (int)(wall - day);

	stamp_civil(day / CALENDAR_DAY, t);
	t->hour = rest / 3600;
	t->minute = rest / 60 % 60;
	t->second = rest % 60;
}

/* Seconds since the epoch decide; what else there is must agree. */
static bool
from_epoch(const struct parts *p, bool utc, struct stamp *t)
{
	const int64_t when = p->v[PART_EPOCH];
	const bool bare = (p->seen & (ANY_DATE | ANY_CLOCK)) == 0;
	int64_t offset = get(p, PART_ZONE, get(p, PART_ZONENAME, 0));
	bool local = false;

	if (!utc && !bare && (p->seen & (B(ZONE) | B(ZONENAME))) == 0) {
		offset = calendar_wall(when) - when;
		local = true;
	}
	set_wall(when + offset, t);
	if (!finish(p, true, t))
		return (false);
	t->offset = (int)offset;
	t->local = local;
	return (true);
}

bool
layoutpart_stamp(const struct parts *p, bool utc, int64_t now, struct stamp *t)
{
	const int64_t year = year_of(p);
	int64_t offset;

	if ((p->seen & B(EPOCH)) != 0)
		return (from_epoch(p, utc, t));
	set_clock(p, t);
	if (!layoutpart_dated(p->seen)) {
		const struct stamp clock = *t;

		offset = get(p, PART_ZONE, get(p, PART_ZONENAME, 0));
		if (!utc && (p->seen & (B(ZONE) | B(ZONENAME))) == 0)
			offset = calendar_wall(now) - now;
		set_wall(now + offset, t);
		t->hour = clock.hour;
		t->minute = clock.minute;
		t->second = clock.second;
		return (finish(p, utc, t));
	}
	if (year < 0 && !is_isodate(p->seen))
		return (choose_year(p, utc, now, t));
	set_date(p, year, t);
	return (finish(p, utc, t));
}
