/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/regex.h"
#include "model/layout.h"
#include "model/spelling.h"
#include "unit/guard.h"

enum { NOW = 1551111111 }; /* 2019-02-25T16:11:51Z */

static struct arena *arena;

/* Central Europe, without need of a zone database. */
static void
setup(void)
{
	cr_assert(setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1) == 0);
	tzset();
	arena = arena_new(1 << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

TestSuite(layout, .init = setup, .fini = teardown);

static struct layout *
make(const char *text, bool utc)
{
	char why[LAYOUT_WHY] = "";
	struct layout *l = layout_new(arena, guard_str(text), utc, why);

	cr_assert(l != NULL, "%s: %s", text, why);
	return (l);
}

/* Does the pattern of ${l} match all of ${s}? */
static bool
is_matched(const struct layout *l, struct span s)
{
	char why[160];
	struct span none[1];
	struct regex_scratch *scratch = regex_scratch_new(1);
	struct regex *r;
	struct buf b;
	bool ok;

	buf_init(&b, 4096);
	buf_addc(&b, '^');
	layout_pattern(l, &b);
	buf_addspan(&b, SPAN("\\z"));
	r = regex_new(buf_span(&b), why);
	cr_assert(r != NULL && scratch != NULL, "%s", why);
	cr_expect_eq(regex_groups(r), 0);
	ok = regex_match(r, scratch, s, none);
	regex_free(r);
	regex_scratch_free(scratch);
	buf_release(&b);
	return (ok);
}

static const struct {
	const char *layout;
	bool utc;
	const char *text;
	int64_t when;
} good[] = {
	{ "%Y/%m/%d %H:%M:%S", false, "2015/01/21 10:56:10", 1421834170 },
	{ "%a %b %d %H:%M:%S %Y", false, "Tue Jul 22 06:48:30 2008",
	    1216702110 },
	{ "%a %b %d %H:%M:%S.%f %Y", true, "Sun Sep 14 21:44:43.008606 2014",
	    1410731083 },
	{ "%c", true, "Tue Aug  5 06:48:30 2008", 1217918910 },
	{ "%c", true, "Tue Aug 5 06:48:30 2008", 1217918910 },
	{ "%c", true, "Tue Aug 05 06:48:30 2008", 1217918910 },
	{ "%d/%b/%Y:%H:%M:%S.%3f", false, "25/Feb/2019:16:19:48.143",
	    1551107988 },
	{ "%b %e %H:%M:%S", false, "Feb 25 16:19:38", 1551107978 },
	{ "%b %e %T", true, "Feb 26 16:11:51", NOW + 86400 },
	{ "%b %e %T", true, "Feb 26 16:11:52", NOW + 86401 - 365 * 86400 },
	{ "%b %e %T", true, "Jul  8 11:07:07", 1531048027 },
	{ "%b %e %T", true, "Dec 31 23:59:60", 1546300800 },
	{ "%b %e %T", true, "Feb 29 00:00:00", 1456704000 },
	{ "%a %b %e %T", true, "Sat Feb 29 00:00:00", 699321600 },
	{ "%j %H", true, "001 00", 1546300800 },
	{ "%Y-%m-%dT%H:%M:%S.%f%:z", false, "2003-10-11T22:14:15.003Z",
	    1065910455 },
	{ "%FT%T.%f%:z", false, "2025-12-31T17:37:40.493035218+01:00",
	    1767199060 },
	{ "%FT%T%:z", false, "2025-12-31T17:37:40+0100", 1767199060 },
	{ "%Y-%m-%d %H:%M:%S", true, "2015-01-13 00:32:17", 1421109137 },
	{ "%d/%b/%Y:%T.%3f %z", false, "21/Jan/2015:10:56:10.123 -0330",
	    1421850370 },
	{ "%d/%b/%Y:%T %z", false, "21/Jan/2015:10:56:10 +0100", 1421834170 },
	{ "[%x %r] 100%% %Z", false, "[01/21/15 09:56:10 AM] 100% UTC",
	    1421834170 },
	{ "%D %R", true, "01/21/15 09:56", 1421834160 },
	{ "%D %X", true, "01/21/69 00:00:00", -29808000 },
	{ "%C%y-%m-%d", true, "1900-01-01", -2208988800 },
	{ "%A, %d-%B-%Y%n%t%I:%M:%S%p", true,
	    "Wednesday, 21-January-2015\n\t12:56:10AM", 1421801770 },
	{ "%F %l:%M %P", true, "2015-01-21 12:56 pm", 1421844960 },
	{ "%F %k:%M", true, "2015-01-21  9:56", 1421834160 },
	{ "%-m/%-d/%Y %-H:%M", true, "1/5/2015 9:56", 1420451760 },
	{ "%_m/%0e/%Y", true, " 1/05/2015", 1420416000 },
	{ "%Y%j", true, "2016366", 1483142400 },
	{ "%Y %-j", true, "2016 7", 1452124800 },
	{ "%Y %_j", true, "2016   7", 1452124800 },
	{ "%G-W%V-%u", true, "2015-W53-5", 1451606400 },
	{ "%G-W%V-%w", true, "2015-W53-0", 1451779200 },
	{ "%F %U %W %w", true, "2017-01-01 01 00 0", 1483228800 },
	{ "%s", false, "1421834170", 1421834170 },
	{ "%s.%6f", false, "1421834170.123456", 1421834170 },
	{ "%s %F %T", false, "1421834170 2015-01-21 10:56:10", 1421834170 },
	{ "%s %T %z", false, "1421834170 09:56:10 +0000", 1421834170 },
	{ "%F %T %Z", false, "2015-07-21 10:56:10 CEST", 1437468970 },
	{ "%F %T %Z", false, "2015-07-21 10:56:10 -03", 1437486970 },
	{ "%F %T %z (%Z)", false, "2015-07-21 10:56:10 +0100 (UTC)",
	    1437472570 },
	{ "%T", true, "10:56:10", 1551092170 },
	{ "%Ey-%Om-%Od", true, "15-01-21", 1421798400 },
	{ "%F %T", false, "2019-03-31 02:30:00", 1553994000 /* left out */ },
	{ "%F %T", false, "2019-10-27 02:30:00", 1572136200 /* twice */ },
};

Test(layout, reads_and_writes_back)
{
	struct buf b;

	buf_init(&b, LAYOUT_MAX);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct layout *l = make(good[i].layout, good[i].utc);
		const struct span s = span_str(good[i].text);
		struct stamp t;

		cr_assert(layout_parse(l, guard_span(s), NOW, &t), "%s: %s",
		    good[i].layout, good[i].text);
		cr_expect_eq(stamp_epoch(&t), good[i].when, "%s: %lld",
		    good[i].text, (long long)stamp_epoch(&t));
		cr_expect(is_matched(l, s), "%s: %s", good[i].layout,
		    good[i].text);
		buf_reset(&b);
		layout_write(l, &t, s, &b);
		cr_expect_eq(b.n, s.n);
		if (strstr(good[i].layout, "f") == NULL)
			cr_expect(span_eq(buf_span(&b), s), "%s: %.*s",
			    good[i].text, (int)b.n, b.p);
	}
	buf_release(&b);
}

/* Cut short a time is none, but for digits that may be fewer. */
Test(layout, every_truncation)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct layout *l = make(good[i].layout, good[i].utc);
		const char *end = strrchr(good[i].layout, '%') + 1;
		const bool open = strchr("fsZ", *end) != NULL;
		struct span s = span_str(good[i].text);
		struct stamp t;

		while (s.n-- > 0) {
			if (!layout_parse(l, guard_span(s), NOW, &t))
				continue;
			cr_expect(open && strcmp(end, "6f") != 0, "%s: %.*s",
			    good[i].layout, (int)s.n, s.p);
			cr_expect(is_matched(l, s));
		}
	}
}

static const struct {
	const char *layout;
	const char *text;
} bad[] = {
	{ "%F %T", "" },
	{ "%F %T", "2015-02-29 00:00:00" },
	{ "%F %T", "2015-02-28 24:00:00" },
	{ "%F %T", "2015-02-28 00:60:00" },
	{ "%F %T", "2015-02-28 00:00:61" },
	{ "%F %T", "2015-2-28 00:00:00" },
	{ "%F %T", "2015-02-28  0:00:00" },
	{ "%F %T", "2015-02-28 00:00:00 " },
	{ "%F %T", "2015-02-28T00:00:00" },
	{ "%F", "1899-12-31" },
	{ "%F", "9999-01-01" },
	{ "%c", "Wed Jul 22 06:48:30 2008" },
	{ "%c", "tue Jul 22 06:48:30 2008" },
	{ "%c", "Tue Jul   5 06:48:30 2008" },
	{ "%b %e", "Feb 30" },
	{ "%b %e", "Feb  0" },
	{ "%b %e", "Feb 005" },
	{ "%j", "000" },
	{ "%Y %j", "2015 366" },
	{ "%Y %-j", "2015  66x" },
	{ "%Y %-j", "2015  6" },
	{ "%Y %-j", "2015 06" },
	{ "%Y %_j", "2015  06" },
	{ "%G-W%V-%u", "2016-W53-1" },
	{ "%G-W%V-%u", "2016-W52-0" },
	{ "%G-W%V-%u", "2016-W52-8" },
	{ "%F %I:%M %p", "2015-02-28 00:10 AM" },
	{ "%F %I:%M %p", "2015-02-28 13:10 PM" },
	{ "%F %I:%M %p", "2015-02-28 11:10 pm" },
	{ "%F %H %p", "2015-02-28 11 PM" },
	{ "%F %d", "2015-02-28 27" },
	{ "%F %U", "2017-01-01 00" },
	{ "%F %z", "2015-02-28 +01:00" },
	{ "%F %z", "2015-02-28 +2400" },
	{ "%F %z", "2015-02-28 +0060" },
	{ "%F %z", "2015-02-28 +01" },
	{ "%F %:z", "2015-02-28 +01" },
	{ "%F %:z", "2015-02-28 z" },
	{ "%F %Z", "2015-02-28 " },
	{ "%F %Z", "2015-02-28 +011" },
	{ "%F %Z", "2015-02-28 ABCDEFGHIJK" },
	{ "%F %T.%3f", "2015-02-28 00:00:00.12" },
	{ "%F %T.%3f", "2015-02-28 00:00:00.1234" },
	{ "%F %T.%f", "2015-02-28 00:00:00." },
	{ "%F %T.%f", "2015-02-28 00:00:00.1234567890123" },
	{ "%s %F", "1421834170 2015-01-22" },
	{ "%s", "999999999999" },
	{ "%s", "1421834170999" },
};

Test(layout, refuses)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct layout *l = make(bad[i].layout, true);
		struct stamp t;

		cr_expect_not(layout_parse(l, guard_str(bad[i].text), NOW, &t),
		    "%s: %s", bad[i].layout, bad[i].text);
	}
}

static const struct {
	const char *layout;
	const char *why;
} no_layouts[] = {
	{ "", "neither a date nor a time of day" },
	{ "today", "neither a date nor a time of day" },
	{ "%z", "neither a date nor a time of day" },
	{ "%F %Q", "unknown conversion %Q" },
	{ "%F %\xff", "unknown conversion" },
	{ "%F %", "ends in the middle of a conversion" },
	{ "%F %-", "ends in the middle of a conversion" },
	{ "%F %E", "ends in the middle of a conversion" },
	{ "%F %3H", "no such flag or width for %H" },
	{ "%F %13f", "no such flag or width for %f" },
	{ "%F %-T", "no such flag or width for %T" },
	{ "%F %:H", "no such flag or width for %H" },
	{ "%Y-%m", "a part of a date, but not its month and day" },
	{ "%a %T", "a part of a date, but not its month and day" },
	{ "%d %T", "a part of a date, but not its month and day" },
	{ "%F %M", "a part of a time of day, but not its hour" },
	{ "%F %I:%M", "an hour of 12 that %p does not make one of 24" },
	{ "%b %-d%H",
	    "cannot tell where a number or name of any length ends: "
	    "something like it follows" },
	{ "%F %T.%f1",
	    "cannot tell where a number or name of any length ends: "
	    "something like it follows" },
	{ "%s%f",
	    "cannot tell where a number or name of any length ends: "
	    "something like it follows" },
	{ "%F %Z%b",
	    "cannot tell where a number or name of any length ends: "
	    "something like it follows" },
	{ "%F%F%F%F%F%F%F%F%F%F%F%F%F%F%F", "too long" },
	{ "%F 0123456789012345678901234567890123456789012345678901234567890123"
	  "012345678901234567890123456789012345678901234567890123456789",
	    "too long" },
};

Test(layout, says_why_it_is_none)
{
	for (size_t i = 0; i < sizeof(no_layouts) / sizeof(no_layouts[0]);
	     i++) {
		char why[LAYOUT_WHY] = "";

		cr_expect_null(layout_new(arena,
		    guard_str(no_layouts[i].layout), false, why));
		cr_expect_str_eq(why, no_layouts[i].why, "%s: %s",
		    no_layouts[i].layout, why);
	}
}

Test(layout, no_memory)
{
	char why[LAYOUT_WHY] = "";
	struct arena *small = arena_new(4);

	cr_expect_null(layout_new(small, SPAN("%F %T"), false, why));
	cr_expect_str_eq(why, "out of memory");
	arena_free(small);
}

static const struct {
	const char *layout;
	const char *from;
	enum action action;
	const char *to;
} rounded[] = {
	{ "%c", "Tue Jul 22 06:48:30 2008", ACTION_MONTH,
	    "Tue Jul  1 00:00:00 2008" },
	{ "%c", "Thu Jul 17 06:48:30 2008", ACTION_WEEK,
	    "Mon Jul 14 00:00:00 2008" },
	{ "%a %b %-d %Y", "Thu Jul 17 2008", ACTION_MONTH, "Tue Jul 1 2008" },
	{ "%b %e %T", "Jul  8 11:07:07", ACTION_HOUR, "Jul  8 11:00:00" },
	{ "%b %e %T", "Jul 8 11:07:07", ACTION_MONTH, "Jul 1 00:00:00" },
	{ "%b %e %T", "Jul 18 11:07:07", ACTION_MONTH, "Jul  1 00:00:00" },
	{ "%b %e %T", "Jan  1 11:07:07", ACTION_WEEK, "Dec 31 00:00:00" },
	{ "%d/%b/%Y:%T.%3f %z", "25/Feb/2019:16:19:48.143 +0545", ACTION_MINUTE,
	    "25/Feb/2019:16:19:00.000 +0545" },
	{ "%FT%T.%f%:z", "2025-12-31T17:37:40.493035218+01:00", ACTION_DAY,
	    "2025-12-31T00:00:00.000000000+01:00" },
	{ "%A %d %B %Y", "Thursday 03 May 2018", ACTION_WEEK,
	    "Monday 30 April 2018" },
	{ "%F %I:%M %p", "2018-05-03 11:10 PM", ACTION_DAY,
	    "2018-05-03 12:00 AM" },
	{ "%F %-l:%M%P", "2018-05-03 9:10pm", ACTION_DAY,
	    "2018-05-03 12:00am" },
	{ "%G-W%V-%u", "2015-W53-5", ACTION_MONTH, "2015-W53-5" },
	{ "%G-W%V-%u", "2015-W53-5", ACTION_WEEK, "2015-W53-1" },
	{ "%Y/%j", "2016/366", ACTION_MONTH, "2016/336" },
	{ "%s.%3f", "1421834170.555", ACTION_HOUR, "1421830800.000" },
	{ "%s", "86400", ACTION_WEEK, "00000" },
	{ "%F %T %Z", "2019-10-30 12:00:00 CET", ACTION_MONTH,
	    "2019-10-01 00:00:00 CET" },
	{ "%T", "10:56:10", ACTION_HOUR, "10:00:00" },
	{ "%T", "10:56:10", ACTION_MONTH, "00:00:00" },
};

Test(layout, generalises)
{
	struct buf b;

	buf_init(&b, LAYOUT_MAX);
	for (size_t i = 0; i < sizeof(rounded) / sizeof(rounded[0]); i++) {
		const struct layout *l = make(rounded[i].layout, false);
		const struct span from = span_str(rounded[i].from);
		struct stamp t, back;

		cr_assert(layout_parse(l, from, NOW, &t), "%s",
		    rounded[i].from);
		stamp_generalise(&t, rounded[i].action);
		buf_reset(&b);
		layout_write(l, &t, from, &b);
		cr_expect(span_eq(buf_span(&b), span_str(rounded[i].to)),
		    "%s: %.*s", rounded[i].from, (int)b.n, b.p);
		cr_expect(layout_parse(l, buf_span(&b), NOW, &back));
		if (layout_has_date(l) && stamp_epoch(&t) >= 0)
			cr_expect_eq(stamp_epoch(&t), stamp_epoch(&back), "%s",
			    rounded[i].to);
	}
	buf_release(&b);
}

/* The layouts are the test. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* Every day of four years at some time of the day, as the C library writes it,
 * is read as what it is, and written as it was. */
static void
check_days(const char *text, bool utc, struct buf *b)
{
	const struct layout *l = make(text, utc);

	for (int64_t d = 0; d < 4 * 366; d++) {
		const time_t when = 1451606400 + d * 86400 + d * 997 % 86400;
		char s[LAYOUT_MAX];
		struct stamp t, back;
		struct tm tm;
		size_t n;

		cr_assert((utc ? gmtime_r : localtime_r)(&when, &tm) != NULL);
		n = strftime(s, sizeof(s), text, &tm);
		cr_assert(layout_parse(l, span_make(s, n), when, &t), "%s: %s",
		    text, s);
		buf_reset(b);
		layout_write(l, &t, span_make(s, n), b);
		cr_assert(span_eq(buf_span(b), span_make(s, n)), "%s: %s: %.*s",
		    text, s, (int)b->n, b->p);
		if (strstr(text, "%R") != NULL)
			tm.tm_sec = 0;
		cr_assert(t.year == tm.tm_year + 1900 &&
			t.month == tm.tm_mon + 1 && t.day == tm.tm_mday &&
			t.hour == tm.tm_hour && t.minute == tm.tm_min &&
			t.second == tm.tm_sec,
		    "%s: %s", text, s);
		stamp_generalise(&t, d % 2 == 0 ? ACTION_MONTH : ACTION_WEEK);
		buf_reset(b);
		layout_write(l, &t, span_make(s, n), b);
		cr_assert(layout_parse(l, buf_span(b), when, &back));
		cr_assert_eq(stamp_epoch(&t), stamp_epoch(&back), "%s: %s",
		    text, s);
	}
}

Test(layout, agrees_with_strftime)
{
	static const char *const texts[] = { "%Y/%m/%d %H:%M:%S", "%c", "%F %T",
		"%a %b %d %T %Y", "%d/%b/%Y:%T", "%b %e %T", "%A %B %-d %T %y",
		"%G-W%V-%u %T", "%G %V %a %T", "%Y-%j %r", "%D %k:%M:%S",
		"%h %_d %_H:%M:%S", "%x %X", "%m/%d %l:%M:%S %P",
		"%C%y%m%d%H%M%S", "%F %R", "%U %W %w %u %F %T",
		"%-m-%-d-%Y %-I.%-M.%-S %p", "%d/%b/%Y:%T %z", "%j %T" };
	struct buf b;

	buf_init(&b, LAYOUT_MAX);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		check_days(texts[i], true, &b);
		check_days(texts[i], false, &b);
	}
	check_days("%F %T %Z", false, &b);
	buf_release(&b);
}

Test(layout, escapes)
{
	static const char all[] = "100% of [%d] %%";
	const char *text = "100%% of [%%d] %%%%";
	struct stamp t;
	struct buf b;

	buf_init(&b, 100);
	layout_escape(span_str(all), &b);
	cr_expect(span_eq(buf_span(&b), span_str(text)));
	buf_addspan(&b, SPAN("%F"));
	buf_addc(&b, '\0');
	b.n--;
	cr_expect(layout_parse(make(b.p, true),
	    SPAN("100% of [%d] %%2015-01-21"), NOW, &t));
	buf_release(&b);
}

Test(layout, knows_whether_it_has_a_date)
{
	cr_expect(layout_has_date(make("%F", false)));
	cr_expect(layout_has_date(make("%b %e %T", false)));
	cr_expect(layout_has_date(make("%j", false)));
	cr_expect(layout_has_date(make("%G%V%u", false)));
	cr_expect(layout_has_date(make("%s", false)));
	cr_expect_not(layout_has_date(make("%T", false)));
	cr_expect_not(layout_has_date(make("%r %z", false)));
}

/* One call for every way to spell a time. */
Test(layout, spelling)
{
	const struct spelling any = { TIME_ANY, NULL };
	const struct spelling clf = { TIME_CLF, NULL };
	const struct spelling own = { TIME_LAYOUT, make("%F %T", true) };
	const struct spelling clock = { TIME_LAYOUT, make("%T", true) };
	const struct {
		const struct spelling *sp;
		const char *from, *to; /* NULL: is none */
	} all[] = {
		{ &any, "2015-01-21T10:56:10.5Z", "2015-01-21T10:00:00.0Z" },
		{ &any, "21/Jan/2015:10:56:10 +0000",
		    "21/Jan/2015:10:00:00 +0000" },
		{ &any, "1421834170", "1421830800" },
		{ &any, "1421834170123", "1421830800000" },
		{ &any, "2015-01-21 10:56:10", NULL },
		{ &clf, "21/Jan/2015:10:56:10 +0000",
		    "21/Jan/2015:10:00:00 +0000" },
		{ &clf, "1421834170", NULL },
		{ &own, "2015-01-21 10:56:10", "2015-01-21 10:00:00" },
		{ &own, "1421834170", NULL },
	};
	struct stamp t;
	struct buf b;

	buf_init(&b, LAYOUT_MAX);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct span s = span_str(all[i].from);

		cr_expect_eq(spelling_parse(all[i].sp, s, NOW, &t),
		    all[i].to != NULL, "%s", all[i].from);
		if (all[i].to == NULL)
			continue;
		stamp_generalise(&t, ACTION_HOUR);
		buf_reset(&b);
		spelling_write(all[i].sp, &t, s, &b);
		cr_expect(span_eq(buf_span(&b), span_str(all[i].to)), "%.*s",
		    (int)b.n, b.p);
	}
	cr_expect(spelling_has_date(&any) && spelling_has_date(&own));
	cr_expect_not(spelling_has_date(&clock));
	buf_release(&b);
}
