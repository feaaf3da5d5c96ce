/* SPDX-License-Identifier: ISC */
#include "model/segment.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "model/calendar.h"
#include "model/stamp.h"

/* What a name starts with and ends in, by state. */
static const struct {
	struct span before;
	struct span after;
} frames[] = {
	[SEGMENT_LIVE] = { { "access-", 7 }, { ".live.zst", 9 } },
	[SEGMENT_SEALED] = { { "access-", 7 }, { ".log.zst", 8 } },
	[SEGMENT_TMP] = { { ".access-", 8 }, { ".seal.tmp", 9 } },
};

/* The Monday of week 1 of ISO year ${year}: the week of 4 January. */
static int64_t
week_one(int64_t year)
{
	return (calendar_monday(stamp_days(year, 1, 4) * CALENDAR_DAY));
}

static void
name_week(int64_t wall, char *out, size_t n)
{
	const int64_t week = 7 * CALENDAR_DAY;
	const int64_t monday = calendar_monday(wall);
	struct stamp t;

	/* The year of an ISO week is the year of its Thursday. */
	stamp_civil(monday / CALENDAR_DAY + 3, &t);
	(void)snprintf(out, n, "%04d-W%02d", (int)t.year,
	    (int)((monday - week_one(t.year)) / week) + 1);
}

/* `2026-11-21` and the like, for the wall time ${wall}. */
static void
name_date(enum period_unit unit, int64_t wall, char *out, size_t n)
{
	const int64_t day = calendar_floor(wall, CALENDAR_DAY);
	struct stamp t;

	stamp_civil(day / CALENDAR_DAY, &t);
	switch (unit) {
	case PERIOD_HOUR:
		(void)snprintf(out, n, "%04d-%02d-%02dT%02d", (int)t.year,
		    t.month, t.day, (int)((wall - day) / CALENDAR_HOUR));
		break;
	case PERIOD_DAY:
		(void)snprintf(out, n, "%04d-%02d-%02d", (int)t.year, t.month,
		    t.day);
		break;
	case PERIOD_WEEK:
		name_week(wall, out, n);
		break;
	case PERIOD_MONTH:
		(void)snprintf(out, n, "%04d-%02d", (int)t.year, t.month);
		break;
	}
}

void
segment_date(const struct period *p, char date[static SEGMENT_NAME_MAX])
{
	name_date(p->unit, calendar_wall(p->start), date, SEGMENT_NAME_MAX);
}

void
segment_name(const struct segment *s, char name[static SEGMENT_NAME_MAX])
{
	const bool classed = s->class[0] != '\0';
	char date[32] = "", serial[16] = "";
	int n;

	name_date(s->period.unit, calendar_wall(s->period.start), date,
	    sizeof(date));
	if (s->state == SEGMENT_SEALED && s->serial > 1)
		(void)snprintf(serial, sizeof(serial), ".%u", s->serial);
	n = snprintf(name, SEGMENT_NAME_MAX, "%s%s%s%s%s%s",
	    frames[s->state].before.p, s->class, classed ? "-" : "", date,
	    serial, frames[s->state].after.p);
	assert(n > 0 && n < SEGMENT_NAME_MAX);
}

static bool
is_class(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') &&
		    (i == 0 ||
			!((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_')))
			return (false);
	return (s.n <= SEGMENT_CLASS_MAX);
}

bool
segment_class(struct segment *s, struct span name)
{
	if (!is_class(name))
		return (false);
	if (name.n > 0)
		memcpy(s->class, name.p, name.n);
	s->class[name.n] = '\0';
	return (true);
}

/* Take the ${n} digits at ${at}; false where there are fewer. */
static bool
number_at(struct span s, size_t at, size_t n, int *out)
{
	unsigned long long v;

	if (s.n < at + n || !span_number(span_make(s.p + at, n), 9999, &v))
		return (false);
	*out = (int)v;
	return (true);
}

static bool
parse_week(struct span s, int64_t *wall)
{
	int year, week;

	if (s.p[5] != 'W' || !number_at(s, 0, 4, &year) ||
	    !number_at(s, 6, 2, &week))
		return (false);
	*wall = week_one(year) + (int64_t)(week - 1) * 7 * CALENDAR_DAY;
	return (true);
}

/*
 * The wall time that ${s} names. The unit follows from the length; that the
 * separators and the calendar are right shows when it is written back.
 */
static bool
parse_date(struct span s, enum period_unit *unit, int64_t *wall)
{
	int year, month, day = 1, hour = 0;

	if (s.n == 8) {
		*unit = PERIOD_WEEK;
		return (parse_week(s, wall));
	}
	*unit = s.n == 13 ? PERIOD_HOUR : s.n == 10 ? PERIOD_DAY : PERIOD_MONTH;
	if (s.n != 13 && s.n != 10 && s.n != 7)
		return (false);
	if (!number_at(s, 0, 4, &year) || !number_at(s, 5, 2, &month) ||
	    (s.n >= 10 && !number_at(s, 8, 2, &day)) ||
	    (s.n >= 13 && !number_at(s, 11, 2, &hour)))
		return (false);
	if (month < 1 || month > 12)
		return (false);
	*wall = stamp_days(year, month, day) * CALENDAR_DAY +
	    (int64_t)hour * CALENDAR_HOUR;
	return (true);
}

/* Cut `CLASS-` off the start of ${s}; a date starts with a digit. */
static bool
parse_class(struct span *s, struct segment *seg)
{
	const size_t dash = span_index(*s, '-');

	if (s->n == 0 || (s->p[0] >= '0' && s->p[0] <= '9'))
		return (segment_class(seg, SPAN("")));
	if (dash == 0 || dash == s->n ||
	    !segment_class(seg, span_make(s->p, dash)))
		return (false);
	*s = span_from(*s, dash + 1);
	return (true);
}

/* Cut `.N` off the end of ${s}; without one the serial is 1. */
static bool
parse_serial(struct span *s, unsigned *serial)
{
	const size_t dot = span_index(*s, '.');
	unsigned long long v;

	*serial = 1;
	if (dot == s->n)
		return (true);
	if (!span_number(span_from(*s, dot + 1), SEGMENT_SERIAL_MAX, &v))
		return (false);
	*serial = (unsigned)v;
	s->n = dot;
	return (true);
}

static bool
parse_as(struct span name, enum segment_state state, struct segment *s)
{
	const struct span before = frames[state].before;
	const struct span after = frames[state].after;
	int64_t wall;

	if (name.n < before.n + after.n || !span_starts(name, before) ||
	    !span_ends(name, after))
		return (false);
	name = span_make(name.p + before.n, name.n - before.n - after.n);
	s->state = state;
	if (!parse_class(&name, s) || !parse_serial(&name, &s->serial) ||
	    !parse_date(name, &s->period.unit, &wall))
		return (false);
	s->period = period_of(s->period.unit, calendar_when(wall));
	return (true);
}

bool
segment_parse(struct span name, struct segment *s)
{
	char again[SEGMENT_NAME_MAX];

	if (name.n >= SEGMENT_NAME_MAX)
		return (false);
	if (!parse_as(name, SEGMENT_LIVE, s) &&
	    !parse_as(name, SEGMENT_SEALED, s) &&
	    !parse_as(name, SEGMENT_TMP, s))
		return (false);
	segment_name(s, again);
	return (span_eq(name, span_str(again)));
}
