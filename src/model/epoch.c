/* SPDX-License-Identifier: ISC */
#include "model/epoch.h"

#include <stddef.h>

#include "model/calendar.h"
#include "model/stamp.h"

static const char *const units[] = {
	[EPOCH_DAY] = "day",
	[EPOCH_WEEK] = "week",
	[EPOCH_MONTH] = "month",
	[EPOCH_NEVER] = "never",
};

/* 1970-01-01 was a Thursday: the week it is in began three days before. */
enum { THURSDAY = 3, WEEK = 7, YEAR = 12, FIRST_YEAR = 1970 };

static int64_t
month_of(int64_t date)
{
	struct stamp t;

	stamp_civil(date, &t);
	return ((t.year - FIRST_YEAR) * YEAR + t.month - 1);
}

static int64_t
month_date(int64_t epoch)
{
	const int64_t first = calendar_floor(epoch, YEAR);

	return (
	    stamp_days(FIRST_YEAR + first / YEAR, (int)(epoch - first) + 1, 1));
}

int64_t
epoch_today(int64_t now)
{
	return (calendar_floor(now, CALENDAR_DAY) / CALENDAR_DAY);
}

int64_t
epoch_of(enum epoch_unit unit, int64_t date)
{
	switch (unit) {
	case EPOCH_DAY:
		return (date);
	case EPOCH_WEEK:
		return (calendar_floor(date + THURSDAY, WEEK) / WEEK);
	case EPOCH_MONTH:
		return (month_of(date));
	case EPOCH_NEVER:
		break;
	}
	return (0);
}

int64_t
epoch_date(enum epoch_unit unit, int64_t epoch)
{
	switch (unit) {
	case EPOCH_DAY:
		return (epoch);
	case EPOCH_WEEK:
		return (epoch * WEEK - THURSDAY);
	case EPOCH_MONTH:
		return (month_date(epoch));
	case EPOCH_NEVER:
		break;
	}
	return (0);
}

bool
epoch_unit_parse(struct span name, enum epoch_unit *unit)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_eq(name, span_str(units[i]))) {
			*unit = (enum epoch_unit)i;
			return (true);
		}
	}
	return (false);
}

const char *
epoch_unit_name(enum epoch_unit unit)
{
	return (units[unit]);
}
