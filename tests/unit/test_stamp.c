/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

#include "model/stamp.h"
#include "unit/guard.h"

static bool
parse(const char *s, enum timespelling spelling, struct stamp *t)
{
	return (stamp_parse(guard_str(s), spelling, t));
}

static const struct {
	const char *text;
	enum timespelling spelling;
	int64_t epoch;
} good[] = {
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, 971211336 },
	{ "29/Feb/2024:00:00:00 +0000", TIME_CLF, 1709164800 },
	{ "31/Dec/2016:23:59:60 +0000", TIME_CLF, 1483228800 },
	{ "01/Jan/1970:00:00:00 +0545", TIME_CLF, -20700 },
	{ "01/May/2026:12:00:00 +2359", TIME_CLF, 1777550460 },
	{ "2000-10-10T13:55:36-07:00", TIME_ISO, 971211336 },
	{ "2000-10-10T13:55:36-0700", TIME_ISO, 971211336 },
	{ "2000-10-10 20:55:36Z", TIME_ISO, 971211336 },
	{ "2000-10-10T20:55:36.123456789Z", TIME_ISO, 971211336 },
	{ "2000-10-10T20:55:36,1+00:00", TIME_ISO, 971211336 },
	{ "971211336", TIME_EPOCH, 971211336 },
	{ "971211336.987", TIME_EPOCH, 971211336 },
	{ "0", TIME_EPOCH, 0 },
	{ "971211336999", TIME_MSEC, 971211336 },
	{ "971211336999999", TIME_USEC, 971211336 },
	{ "971211336999999999", TIME_NSEC, 971211336 },
	{ "1767225599999999999", TIME_NSEC, 1767225599 },
	{ "18446744074000000000", TIME_NSEC, 18446744074 },
	{ "99999999999000000000", TIME_NSEC, 99999999999 },
	{ "12", TIME_NSEC, 0 },
};

static const struct {
	const char *text;
	enum timespelling spelling;
} bad[] = {
	{ "", TIME_CLF },
	{ "", TIME_ISO },
	{ "", TIME_EPOCH },
	{ "29/Feb/2023:00:00:00 +0000", TIME_CLF },
	{ "29/Feb/1900:00:00:00 +0000", TIME_CLF },
	{ "31/Apr/2023:00:00:00 +0000", TIME_CLF },
	{ "00/Apr/2023:00:00:00 +0000", TIME_CLF },
	{ "10/oct/2000:13:55:36 -0700", TIME_CLF },
	{ "10/Okt/2000:13:55:36 -0700", TIME_CLF },
	{ "10/Oct/2000:24:00:00 -0700", TIME_CLF },
	{ "10/Oct/2000:13:60:36 -0700", TIME_CLF },
	{ "10/Oct/2000:13:55:61 -0700", TIME_CLF },
	{ "10/Oct/2000:13:55:36 -2400", TIME_CLF },
	{ "10/Oct/2000:13:55:36 -0760", TIME_CLF },
	{ "10/Oct/2000:13:55:36  0700", TIME_CLF },
	{ "10/Oct/2000:13:55:36 -07:0", TIME_CLF },
	{ "10/Oct/2000:13:55:36 -07000", TIME_CLF },
	{ "10/Oct/9999:13:55:36 -0700", TIME_CLF },
	{ "10/Oct/1899:13:55:36 -0700", TIME_CLF },
	{ " 1/Oct/2000:13:55:36 -0700", TIME_CLF },
	{ "2000-10-10T13:55:36", TIME_ISO },
	{ "2000-10-10t13:55:36Z", TIME_ISO },
	{ "2000-10-10T13:55:36z", TIME_ISO },
	{ "2000-13-10T13:55:36Z", TIME_ISO },
	{ "2000-10-10T13:55:36.Z", TIME_ISO },
	{ "2000-10-10T13:55:36.1234567890123Z", TIME_ISO },
	{ "2000-10-10T13:55:36+07", TIME_ISO },
	{ "2000-10-10T13:55:36+07:00x", TIME_ISO },
	{ "2000-10-10T13:55:36Zx", TIME_ISO },
	{ "-1", TIME_EPOCH },
	{ "1e9", TIME_EPOCH },
	{ "1.", TIME_EPOCH },
	{ ".5", TIME_EPOCH },
	{ "1,5", TIME_EPOCH },
	{ "1.5x", TIME_EPOCH },
	{ "99999999999999", TIME_EPOCH },
	{ "12345678901234567890", TIME_EPOCH },
	{ "1.5", TIME_MSEC },
	{ "1 ", TIME_USEC },
	{ "", TIME_NSEC },
	{ "971211336999999999.5", TIME_NSEC },
	{ "253370764800000000", TIME_USEC },
	{ "100000000000000000000", TIME_NSEC },
	{ "10/Oct/2000", TIME_LAYOUT },
	{ "971211336", TIME_ANY },
};

Test(stamp, reads)
{
	struct stamp t;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cr_expect(parse(good[i].text, good[i].spelling, &t), "%s",
		    good[i].text);
		cr_expect_eq(stamp_epoch(&t), good[i].epoch, "%s: %lld",
		    good[i].text, (long long)stamp_epoch(&t));
	}
}

Test(stamp, refuses)
{
	struct stamp t;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(parse(bad[i].text, bad[i].spelling, &t), "%s",
		    bad[i].text);
}

/* Cut short anywhere a fixed-width stamp is none, nor is it read past. */
Test(stamp, every_truncation)
{
	struct stamp t;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct span s = span_str(good[i].text);

		if (good[i].spelling > TIME_ISO)
			continue;
		while (s.n-- > 0)
			cr_expect_not(stamp_parse(guard_span(s),
					  good[i].spelling, &t),
			    "%.*s", (int)s.n, s.p);
	}
}

/* Any one byte changed to any other: never a crash, and never a second way
 * to spell what is written back. */
Test(stamp, every_byte)
{
	char text[] = "29/Feb/2024:07:08:09 -0330";
	struct stamp t;
	struct buf b;

	buf_init(&b, 100);
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		const char was = text[i];

		for (int c = 0; c < 256; c++) {
			text[i] = (char)c;
			if (!parse(text, TIME_CLF, &t))
				continue;
			buf_reset(&b);
			stamp_write(&t, span_str(text), TIME_CLF, &b);
			cr_expect(span_eq(buf_span(&b), span_str(text)));
		}
		text[i] = was;
	}
	buf_release(&b);
}

static const struct {
	const char *from;
	enum timespelling spelling;
	enum action action;
	const char *to;
} rounded[] = {
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_KEEP,
	    "10/Oct/2000:13:55:36 -0700" },
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_MINUTE,
	    "10/Oct/2000:13:55:00 -0700" },
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_HOUR,
	    "10/Oct/2000:13:00:00 -0700" },
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_DAY,
	    "10/Oct/2000:00:00:00 -0700" },
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_WEEK,
	    "09/Oct/2000:00:00:00 -0700" },
	{ "01/Mar/2024:13:55:36 +0545", TIME_CLF, ACTION_WEEK,
	    "26/Feb/2024:00:00:00 +0545" },
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF, ACTION_MONTH,
	    "01/Oct/2000:00:00:00 -0700" },
	{ "31/Dec/2016:23:59:60 +0000", TIME_CLF, ACTION_MINUTE,
	    "31/Dec/2016:23:59:00 +0000" },
	{ "2000-10-10 13:55:36.123+0200", TIME_ISO, ACTION_HOUR,
	    "2000-10-10 13:00:00.000+0200" },
	{ "2000-10-10T13:55:36,5-07:00", TIME_ISO, ACTION_DAY,
	    "2000-10-10T00:00:00,0-07:00" },
	{ "2000-10-10T13:55:36Z", TIME_ISO, ACTION_MONTH,
	    "2000-10-01T00:00:00Z" },
	{ "1000000000.999", TIME_EPOCH, ACTION_HOUR, "0999997200.000"
	    /* not an hour of 9 digits: it keeps its length */ },
	{ "971211336987", TIME_MSEC, ACTION_HOUR, "971208000000" },
	{ "971211336987654", TIME_USEC, ACTION_DAY, "971136000000000" },
	{ "86400", TIME_EPOCH, ACTION_WEEK, "00000" },
	{ "971211336987654321", TIME_NSEC, ACTION_DAY, "971136000000000000" },
	{ "18446744074999999999", TIME_NSEC, ACTION_MINUTE,
	    "18446744040000000000" },
};

Test(stamp, generalises_and_writes)
{
	struct stamp t;
	struct buf b;

	buf_init(&b, 100);
	for (size_t i = 0; i < sizeof(rounded) / sizeof(rounded[0]); i++) {
		const struct span from = span_str(rounded[i].from);

		cr_assert(stamp_parse(from, rounded[i].spelling, &t));
		stamp_generalise(&t, rounded[i].action);
		buf_reset(&b);
		stamp_write(&t, from, rounded[i].spelling, &b);
		cr_expect(span_eq(buf_span(&b), span_str(rounded[i].to)),
		    "%s: %.*s", rounded[i].from, (int)b.n, b.p);
	}
	buf_release(&b);
}

/* Two centuries, day by day, against the C library. */
Test(stamp, calendar_agrees_with_libc)
{
	for (int64_t d = -25000; d < 50000; d++) {
		const time_t when = (time_t)d * 86400;
		struct stamp t;
		struct tm tm;

		gmtime_r(&when, &tm);
		stamp_civil(d, &t);
		cr_assert(t.year == tm.tm_year + 1900 &&
		    t.month == tm.tm_mon + 1 && t.day == tm.tm_mday);
		cr_assert_eq(stamp_days(t.year, t.month, t.day), d);
		t = (struct stamp){ .year = t.year,
			.month = t.month,
			.day = t.day };
		stamp_generalise(&t, ACTION_WEEK);
		cr_assert_eq(stamp_days(t.year, t.month, t.day),
		    d - (tm.tm_wday + 6) % 7);
	}
}

static const struct {
	const char *text;
	int spelling; /* -1: none */
} detected[] = {
	{ "10/Oct/2000:13:55:36 -0700", TIME_CLF },
	{ "2000-10-10T13:55:36.5Z", TIME_ISO },
	{ "2000-10-10 13:55:36+0200", TIME_ISO },
	{ "971211336", TIME_EPOCH },
	{ "1767225599", TIME_EPOCH },
	{ "1767225599.123456", TIME_EPOCH },
	{ "10000000000", TIME_EPOCH },
	{ "971211336987", TIME_MSEC },
	{ "1767225599123", TIME_MSEC },
	{ "10000000000000", TIME_MSEC },
	{ "971211336987654", TIME_USEC },
	{ "10000000000000000", TIME_USEC },
	{ "971211336987654321", TIME_NSEC },
	{ "10000000000000000000", TIME_NSEC },
	{ "", -1 },
	{ "-", -1 },
	{ "12", -1 },
	{ "2000", -1 },
	{ "12345678", -1 },
	{ "1767225599123.5", -1 },
	{ "100000000000000000000", -1 },
	{ "2000-10-10 13:55:36", -1 },
	{ "2000-02-30 13:55:36Z", -1 },
	{ "31/Feb/2000:13:55:36 -0700", -1 },
	{ "192.0.2.1", -1 },
};

Test(stamp, detects)
{
	for (size_t i = 0; i < sizeof(detected) / sizeof(detected[0]); i++) {
		enum timespelling spelling = TIME_ANY;
		const bool found =
		    stamp_detect(guard_str(detected[i].text), &spelling);

		cr_expect_eq(found ? (int)spelling : -1, detected[i].spelling,
		    "%s", detected[i].text);
	}
}
