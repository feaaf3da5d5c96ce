/* SPDX-License-Identifier: ISC */
#include "model/calendar.h"

#include <inttypes.h>
#include <time.h>

#include "model/stamp.h"

/* Seconds east of UTC at ${when}. */
static int64_t
offset(int64_t when)
{
	const time_t t = (time_t)when;
	struct tm tm;

	/* Fails for years that do not fit an int: no log is of those. */
	if (localtime_r(&t, &tm) == NULL)
		return (0);
	return (tm.tm_gmtoff);
}

int64_t
calendar_wall(int64_t when)
{
	return (when + offset(when));
}

/* The first second in (lo, hi] whose offset is not ${o}, that of ${lo}. */
static int64_t
transition(int64_t lo, int64_t hi, int64_t o)
{
	while (hi - lo > 1) {
		const int64_t mid = lo + (hi - lo) / 2;

		if (offset(mid) == o)
			lo = mid;
		else
			hi = mid;
	}
	return (hi);
}

int64_t
calendar_when(int64_t wall)
{
	/* No zone was ever a day off, so the wall clock is before ${wall}. */
	int64_t t = wall - CALENDAR_DAY;

	for (;;) {
		const int64_t o = offset(t);
		const int64_t then = wall - o;

		if (offset(then) == o)
			return (then);
		t = transition(t, then, o);
		if (calendar_wall(t) >= wall)
			return (t);
	}
}

bool
calendar_parse(struct span s, int64_t *when)
{
	char whole[] = "0000-00-00T00:00:00Z";
	struct stamp t;

	if (s.n != 10 && s.n != 13 && s.n != 16 && s.n != 19)
		return (false);
	memcpy(whole, s.p, s.n);
	if (whole[10] != 'T' || !stamp_parse(span_str(whole), TIME_ISO, &t))
		return (false);
	*when = calendar_when(stamp_epoch(&t));
	return (true);
}

void
calendar_utc(int64_t when, struct buf *out)
{
	const int64_t day = calendar_floor(when, CALENDAR_DAY);
	const int s = (int)(when - day);
	struct stamp t = { .year = 0 };

	stamp_civil(day / CALENDAR_DAY, &t);
	buf_addf(out, "%04" PRId64 "-%02d-%02dT%02d:%02d:%02dZ", t.year,
	    t.month, t.day, s / 3600, s / 60 % 60, s % 60);
}

int64_t
calendar_floor(int64_t n, int64_t unit)
{
	const int64_t rest = n % unit;

	return (n - (rest < 0 ? rest + unit : rest));
}

static int
month_length(int64_t year, int month)
{
	const int64_t next = month == 12 ? stamp_days(year + 1, 1, 1) :
					   stamp_days(year, month + 1, 1);

	return ((int)(next - stamp_days(year, month, 1)));
}

int64_t
calendar_add_months(int64_t wall, int64_t months)
{
	const int64_t day = calendar_floor(wall, CALENDAR_DAY);
	struct stamp t;
	int64_t m, first;
	int last;

	stamp_civil(day / CALENDAR_DAY, &t);
	m = t.year * 12 + (t.month - 1) + months;
	first = calendar_floor(m, 12);
	t.year = first / 12;
	t.month = (int)(m - first) + 1;
	last = month_length(t.year, t.month);
	if (t.day > last)
		t.day = last;
	return (
	    stamp_days(t.year, t.month, t.day) * CALENDAR_DAY + (wall - day));
}

int64_t
calendar_monday(int64_t wall)
{
	/* 1970-01-01 was a Thursday, the Monday before it day -3. */
	const int64_t thursday = 3 * CALENDAR_DAY;

	return (calendar_floor(wall + thursday, 7 * CALENDAR_DAY) - thursday);
}

int64_t
calendar_first(int64_t wall)
{
	struct stamp t;

	stamp_civil(calendar_floor(wall, CALENDAR_DAY) / CALENDAR_DAY, &t);
	return (stamp_days(t.year, t.month, 1) * CALENDAR_DAY);
}
