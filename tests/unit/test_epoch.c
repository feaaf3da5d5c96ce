/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "model/epoch.h"
#include "model/stamp.h"

/* A calendar that only ever goes to the next day, or the one before. */
struct day {
	int64_t date;
	int64_t year;
	int month;
	int day;
	int weekday; /* 0: Monday */
	int64_t week; /* since that of 1970-01-01 */
};

static int
length_of(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return (days[month - 1] + (month == 2 && leap));
}

static void
forward(struct day *d)
{
	d->date++;
	if (++d->weekday == 7) {
		d->weekday = 0;
		d->week++;
	}
	if (++d->day <= length_of(d->year, d->month))
		return;
	d->day = 1;
	if (++d->month <= 12)
		return;
	d->month = 1;
	d->year++;
}

static void
backward(struct day *d)
{
	d->date--;
	if (--d->weekday == -1) {
		d->weekday = 6;
		d->week--;
	}
	if (--d->day >= 1)
		return;
	if (--d->month == 0) {
		d->month = 12;
		d->year--;
	}
	d->day = length_of(d->year, d->month);
}

static void
check(const struct day *d)
{
	const int64_t month = (d->year - 1970) * 12 + d->month - 1;

	cr_assert_eq(epoch_of(EPOCH_DAY, d->date), d->date);
	cr_assert_eq(epoch_of(EPOCH_WEEK, d->date), d->week, "%lld-%d-%d",
	    (long long)d->year, d->month, d->day);
	cr_assert_eq(epoch_of(EPOCH_MONTH, d->date), month, "%lld-%d-%d",
	    (long long)d->year, d->month, d->day);
	cr_assert_eq(epoch_of(EPOCH_NEVER, d->date), 0);
	cr_assert_eq(epoch_date(EPOCH_DAY, d->date), d->date);
	cr_assert_eq(epoch_date(EPOCH_WEEK, d->week), d->date - d->weekday);
	cr_assert_eq(epoch_date(EPOCH_MONTH, month), d->date - d->day + 1);
}

/* 1970-01-01 was a Thursday. */
static const struct day first = { 0, 1970, 1, 1, 3, 0 };

Test(epoch, every_day_of_a_century)
{
	struct day d;

	for (d = first; d.year < 2050; forward(&d))
		check(&d);
	for (d = first; d.year > 1949; backward(&d))
		check(&d);
}

Test(epoch, never_is_one)
{
	cr_expect_eq(epoch_of(EPOCH_NEVER, 20000), 0);
	cr_expect_eq(epoch_date(EPOCH_NEVER, 0), 0);
}

Test(epoch, today_is_of_utc)
{
	static const struct {
		int64_t now;
		int64_t date;
	} cases[] = {
		{ 0, 0 },
		{ 86399, 0 },
		{ 86400, 1 },
		{ -1, -1 },
		{ -86400, -1 },
		{ -86401, -2 },
		{ 978307199, 11322 },
		{ 978307200, 11323 },
	};

	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(epoch_today(cases[i].now), cases[i].date, "%zu",
		    i);
}

Test(epoch, names)
{
	static const char *const bad[] = { "", "da", "days", "Day", "year" };
	enum epoch_unit u;

	for (int i = EPOCH_DAY; i <= EPOCH_NEVER; i++) {
		cr_assert(epoch_unit_parse(span_str(epoch_unit_name(
					       (enum epoch_unit)i)),
		    &u));
		cr_expect_eq((int)u, i);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(epoch_unit_parse(span_str(bad[i]), &u), "%s",
		    bad[i]);
}
