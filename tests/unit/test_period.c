/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

#include "model/calendar.h"
#include "model/period.h"
#include "model/segment.h"
#include "model/stamp.h"

/* St. John's moved its clock at 00:01, back into the day before. */
static const char *const zones[] = {
	"UTC",
	"Europe/Amsterdam",
	"America/New_York",
	"Asia/Kathmandu",
	"Australia/Lord_Howe",
	"America/St_Johns",
	"America/Sao_Paulo",
	"Pacific/Apia",
	"Africa/Casablanca",
};

static void
set_zone(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

static int64_t
when(const char *iso)
{
	struct stamp t;

	cr_assert(stamp_parse(span_str(iso), TIME_ISO, &t), "%s", iso);
	return (stamp_epoch(&t));
}

static const int64_t longest[] = {
	[PERIOD_HOUR] = 2 * 3600,
	[PERIOD_DAY] = 26 * 3600,
	[PERIOD_WEEK] = 7 * 86400 + 2 * 3600,
	[PERIOD_MONTH] = 31 * 86400 + 2 * 3600,
};

/* The period is the same from all of its inside, and named the same. */
static void
check_inside(const struct period *p)
{
	const struct segment s = { *p, SEGMENT_LIVE, 1, "" };
	const int64_t at[] = { p->start, p->end - 1,
		p->start + (p->end - p->start) / 2, p->start + 59, p->end - 61,
		p->end - 1801, p->end - 3601 };
	char name[SEGMENT_NAME_MAX];
	struct segment back;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		const int64_t t = at[i] < p->start ? p->start : at[i];
		const struct period q = period_of(p->unit, t);

		cr_assert(q.start == p->start && q.end == p->end);
	}
	segment_name(&s, name);
	cr_assert(segment_parse(span_str(name), &back), "%s", name);
	cr_assert(back.period.start == p->start && back.period.end == p->end &&
		back.period.unit == p->unit,
	    "%s", name);
}

static void
check_tiles(const char *zone, enum period_unit unit, int64_t from, int64_t to)
{
	struct period p = period_of(unit, from);

	cr_assert(p.start <= from);
	while (p.end < to) {
		const struct period next = period_of(unit, p.end);

		cr_assert_eq(next.start, p.end, "%s %s: %lld", zone,
		    period_unit_name(unit), (long long)p.end);
		cr_assert(next.end > next.start);
		cr_assert(next.end - next.start <= longest[unit], "%s %s %lld",
		    zone, period_unit_name(unit), (long long)p.end);
		check_inside(&next);
		p = next;
	}
}

Test(period, periods_tile_the_time_line)
{
	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
		set_zone(zones[z]);
		for (int u = PERIOD_DAY; u <= PERIOD_MONTH; u++)
			check_tiles(zones[z], (enum period_unit)u,
			    when("2006-01-01T00:00:00Z"),
			    when("2031-01-01T00:00:00Z"));
		check_tiles(zones[z], PERIOD_HOUR, when("2010-01-01T00:00:00Z"),
		    when("2012-01-05T00:00:00Z"));
		check_tiles(zones[z], PERIOD_HOUR, when("2026-01-01T00:00:00Z"),
		    when("2027-01-01T00:00:00Z"));
	}
}

static const struct {
	const char *zone;
	enum period_unit unit;
	const char *at;
	const char *start;
	const char *end;
} cases[] = {
	{ "UTC", PERIOD_DAY, "2026-11-21T13:14:15Z", "2026-11-21T00:00:00Z",
	    "2026-11-22T00:00:00Z" },
	{ "UTC", PERIOD_WEEK, "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z",
	    "2026-11-23T00:00:00Z" },
	{ "UTC", PERIOD_MONTH, "2024-02-29T23:59:59Z", "2024-02-01T00:00:00Z",
	    "2024-03-01T00:00:00Z" },
	{ "Europe/Amsterdam", PERIOD_DAY, "2026-03-29T12:00:00Z",
	    "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
	/* 03:00 was put back to 02:00 at 01:00 UTC: one hour of two */
	{ "Europe/Amsterdam", PERIOD_HOUR, "2026-10-25T00:30:00Z",
	    "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z" },
	{ "Europe/Amsterdam", PERIOD_HOUR, "2026-10-25T01:30:00Z",
	    "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z" },
	/* 02:00 was put ahead to 03:00 at 01:00 UTC */
	{ "Europe/Amsterdam", PERIOD_HOUR, "2026-03-29T01:00:00Z",
	    "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z" },
	{ "Asia/Kathmandu", PERIOD_HOUR, "2026-03-29T01:00:00Z",
	    "2026-03-29T00:15:00Z", "2026-03-29T01:15:00Z" },
	{ "Australia/Lord_Howe", PERIOD_HOUR, "2026-04-04T15:10:00Z",
	    "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z" },
	{ "Pacific/Apia", PERIOD_DAY, "2011-12-30T10:00:00Z",
	    "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z" },
};

Test(period, known_periods)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct period p;

		set_zone(cases[i].zone);
		p = period_of(cases[i].unit, when(cases[i].at));
		cr_expect_eq(p.start, when(cases[i].start), "%zu: %lld", i,
		    (long long)p.start);
		cr_expect_eq(p.end, when(cases[i].end), "%zu: %lld", i,
		    (long long)p.end);
	}
}

static const struct {
	const char *zone;
	struct keep keep;
	const char *at;
	const char *gone;
} expiries[] = {
	{ "UTC", { KEEP_MONTHS, 14 }, "2026-11-21T13:00:00Z",
	    "2028-01-21T13:00:00Z" },
	{ "UTC", { KEEP_MONTHS, 1 }, "2026-01-31T13:00:00Z",
	    "2026-02-28T13:00:00Z" },
	{ "UTC", { KEEP_MONTHS, 1 }, "2024-01-31T13:00:00Z",
	    "2024-02-29T13:00:00Z" },
	{ "UTC", { KEEP_YEARS, 1 }, "2024-02-29T00:00:00Z",
	    "2025-02-28T00:00:00Z" },
	{ "UTC", { KEEP_DAYS, 90 }, "2026-01-01T00:00:00Z",
	    "2026-04-01T00:00:00Z" },
	{ "UTC", { KEEP_WEEKS, 6 }, "2026-01-01T00:00:00Z",
	    "2026-02-12T00:00:00Z" },
	{ "Europe/Amsterdam", { KEEP_MONTHS, 2 }, "2026-02-28T23:00:00Z",
	    "2026-04-30T22:00:00Z" },
	{ "Europe/Amsterdam", { KEEP_DAYS, 1 }, "2026-03-28T11:00:00Z",
	    "2026-03-29T10:00:00Z" },
	/* 02:30 does not exist on 29 March: the jump ends the window */
	{ "Europe/Amsterdam", { KEEP_DAYS, 1 }, "2026-03-28T01:30:00Z",
	    "2026-03-29T01:00:00Z" },
};

Test(period, expiry)
{
	const struct keep forever = { .unit = KEEP_FOREVER };

	for (size_t i = 0; i < sizeof(expiries) / sizeof(expiries[0]); i++) {
		int64_t gone;

		set_zone(expiries[i].zone);
		gone = period_expiry(&expiries[i].keep, when(expiries[i].at));
		cr_expect_eq(gone, when(expiries[i].gone), "%zu: %lld", i,
		    (long long)gone);
	}
	cr_expect_eq(period_expiry(&forever, 0), INT64_MAX);
}

static const struct {
	const char *args[3];
	size_t n;
	const char *written; /* NULL: refused */
} keeps[] = {
	{ { "14", "months" }, 2, "14 months" },
	{ { "1", "month" }, 2, "1 month" },
	{ { "1", "months" }, 2, "1 month" },
	{ { "90", "days" }, 2, "90 days" },
	{ { "6", "weeks" }, 2, "6 weeks" },
	{ { "2", "year" }, 2, "2 years" },
	{ { "forever" }, 1, "forever" },
	{ { "14" }, 1, NULL },
	{ { "14 months" }, 1, NULL },
	{ { "0", "days" }, 2, NULL },
	{ { "-1", "days" }, 2, NULL },
	{ { "1", "hours" }, 2, NULL },
	{ { "101", "years" }, 2, NULL },
	{ { "18446744073709551617", "days" }, 2, NULL },
	{ { "forever", "days" }, 2, NULL },
	{ { "" }, 0, NULL },
	{ { "1", "day", "ago" }, 3, NULL },
	{ { "1.5", "days" }, 2, NULL },
};

Test(period, keep_is_read_and_written)
{
	struct buf b;

	buf_init(&b, 100);
	for (size_t i = 0; i < sizeof(keeps) / sizeof(keeps[0]); i++) {
		struct span args[3];
		struct keep keep;
		const char *why;

		for (size_t k = 0; k < keeps[i].n; k++)
			args[k] = span_str(keeps[i].args[k]);
		why = period_keep_parse(args, keeps[i].n, &keep);
		cr_expect_eq(why == NULL, keeps[i].written != NULL, "%zu", i);
		if (why != NULL || keeps[i].written == NULL)
			continue;
		buf_reset(&b);
		period_keep_write(&keep, &b);
		cr_expect(span_eq(buf_span(&b), span_str(keeps[i].written)));
	}
	buf_release(&b);
}

Test(period, units_by_name)
{
	enum period_unit u;

	for (int i = PERIOD_HOUR; i <= PERIOD_MONTH; i++) {
		const char *name = period_unit_name((enum period_unit)i);

		cr_expect(period_unit_parse(span_str(name), &u));
		cr_expect_eq((int)u, i);
	}
	cr_expect_not(period_unit_parse(SPAN("year"), &u));
	cr_expect_not(period_unit_parse(SPAN(""), &u));
}
