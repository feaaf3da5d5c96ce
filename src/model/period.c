/* SPDX-License-Identifier: ISC */
#include "model/period.h"

#include <stddef.h>

#include "model/calendar.h"

static const char *const units[] = {
	[PERIOD_HOUR] = "hour",
	[PERIOD_DAY] = "day",
	[PERIOD_WEEK] = "week",
	[PERIOD_MONTH] = "month",
};

/* A century: what is to be kept longer has to say forever. */
static const struct {
	const char *one;
	const char *many;
	unsigned max;
} keeps[] = {
	[KEEP_DAYS] = { "day", "days", 36525 },
	[KEEP_WEEKS] = { "week", "weeks", 5218 },
	[KEEP_MONTHS] = { "month", "months", 1200 },
	[KEEP_YEARS] = { "year", "years", 100 },
};

/* The start of the period of ${unit} the wall clock is in. */
static int64_t
wall_start(enum period_unit unit, int64_t wall)
{
	switch (unit) {
	case PERIOD_HOUR:
		return (calendar_floor(wall, CALENDAR_HOUR));
	case PERIOD_WEEK:
		return (calendar_monday(wall));
	case PERIOD_MONTH:
		return (calendar_first(wall));
	case PERIOD_DAY:
		break;
	}
	return (calendar_floor(wall, CALENDAR_DAY));
}

/* The start of the period behind the one that starts at ${wall}. */
static int64_t
wall_next(enum period_unit unit, int64_t wall)
{
	switch (unit) {
	case PERIOD_HOUR:
		return (wall + CALENDAR_HOUR);
	case PERIOD_WEEK:
		return (wall + 7 * CALENDAR_DAY);
	case PERIOD_MONTH:
		return (calendar_add_months(wall, 1));
	case PERIOD_DAY:
		break;
	}
	return (wall + CALENDAR_DAY);
}

/*
 * A period starts when the wall clock first reaches its start. A clock that
 * was put back over that moment shows the period before once more, which the
 * loop steps over: time that has started a period never leaves it backwards.
 */
struct period
period_of(enum period_unit unit, int64_t when)
{
	int64_t wall = wall_start(unit, calendar_wall(when));
	struct period p = { .unit = unit, .start = calendar_when(wall) };

	for (;;) {
		wall = wall_next(unit, wall);
		p.end = calendar_when(wall);
		if (p.end > when)
			return (p);
		p.start = p.end;
	}
}

bool
period_unit_parse(struct span name, enum period_unit *unit)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_eq(name, span_str(units[i]))) {
			*unit = (enum period_unit)i;
			return (true);
		}
	}
	return (false);
}

const char *
period_unit_name(enum period_unit unit)
{
	return (units[unit]);
}

int64_t
period_expiry(const struct keep *keep, int64_t when)
{
	const int64_t wall = calendar_wall(when);
	const int64_t n = keep->count;

	switch (keep->unit) {
	case KEEP_DAYS:
		return (calendar_when(wall + n * CALENDAR_DAY));
	case KEEP_WEEKS:
		return (calendar_when(wall + n * 7 * CALENDAR_DAY));
	case KEEP_MONTHS:
		return (calendar_when(calendar_add_months(wall, n)));
	case KEEP_YEARS:
		return (calendar_when(calendar_add_months(wall, n * 12)));
	case KEEP_FOREVER:
		break;
	}
	return (INT64_MAX);
}

/* When the clock is first put back in (first, last]; last where it is not. */
static int64_t
put_back(int64_t first, int64_t last)
{
	const int64_t offset = calendar_wall(first) - first;

	if (calendar_wall(last) - last >= offset)
		return (last);
	while (last - first > 1) {
		const int64_t middle = first + (last - first) / 2;

		if (calendar_wall(middle) - middle < offset)
			last = middle;
		else
			first = middle;
	}
	return (last);
}

/* The first midnight behind ${when}. */
static int64_t
midnight(int64_t when)
{
	int64_t wall = calendar_floor(calendar_wall(when), CALENDAR_DAY);
	int64_t next;

	/* A clock that is put back over midnight shows two of them. */
	do {
		wall += CALENDAR_DAY;
		next = calendar_when(wall);
	} while (next <= when);
	return (next);
}

/*
 * Within a day that no clock is put back on what is later expires later. So
 * these are the moments before which that starts anew.
 */
int64_t
period_expiry_first(const struct keep *keep, int64_t first, int64_t last)
{
	int64_t low = period_expiry(keep, first);

	while (keep->unit != KEEP_FOREVER && first < last) {
		const int64_t day = midnight(first);
		const int64_t end = day < last ? day : last;
		const int64_t back = period_expiry(keep, put_back(first, end));
		const int64_t next = period_expiry(keep, end);

		low = back < low ? back : low;
		low = next < low ? next : low;
		first = end;
	}
	return (low);
}

static const char *
parse_count(const struct span *args, struct keep *keep)
{
	unsigned long long n;

	for (int u = KEEP_DAYS; u < KEEP_FOREVER; u++) {
		if (!span_eq(args[1], span_str(keeps[u].one)) &&
		    !span_eq(args[1], span_str(keeps[u].many)))
			continue;
		if (!span_number(args[0], 999999999, &n) || n == 0)
			return ("not a number of 1 or more");
		if (n > keeps[u].max)
			return ("more than 100 years: write `forever`");
		*keep = (struct keep){ (enum keep_unit)u, (unsigned)n };
		return (NULL);
	}
	return ("the unit is one of days, weeks, months, years");
}

const char *
period_keep_parse(const struct span *args, size_t nargs, struct keep *keep)
{
	if (nargs == 1 && span_eq(args[0], SPAN("forever"))) {
		*keep = (struct keep){ .unit = KEEP_FOREVER };
		return (NULL);
	}
	if (nargs != 2)
		return ("wants a time such as `14 months`, or `forever`");
	return (parse_count(args, keep));
}

void
period_keep_write(const struct keep *keep, struct buf *out)
{
	if (keep->unit == KEEP_FOREVER)
		buf_addspan(out, SPAN("forever"));
	else
		buf_addf(out, "%u %s", keep->count,
		    keep->count == 1 ? keeps[keep->unit].one :
				       keeps[keep->unit].many);
}
