/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

#include "model/segment.h"

static const struct {
	const char *name;
	enum period_unit unit;
	enum segment_state state;
	unsigned serial;
	int64_t start;
	int64_t end;
} good[] = {
	{ "access-2026-11-21.live.zst", PERIOD_DAY, SEGMENT_LIVE, 1, 1795219200,
	    1795305600 },
	{ "access-2026-11-21.log.zst", PERIOD_DAY, SEGMENT_SEALED, 1,
	    1795219200, 1795305600 },
	{ "access-2026-11-21.2.log.zst", PERIOD_DAY, SEGMENT_SEALED, 2,
	    1795219200, 1795305600 },
	{ "access-2026-11-21.9999.log.zst", PERIOD_DAY, SEGMENT_SEALED, 9999,
	    1795219200, 1795305600 },
	{ ".access-2026-11-21.seal.tmp", PERIOD_DAY, SEGMENT_TMP, 1, 1795219200,
	    1795305600 },
	{ "access-2026-11-21T13.live.zst", PERIOD_HOUR, SEGMENT_LIVE, 1,
	    1795266000, 1795269600 },
	{ "access-2026-W47.live.zst", PERIOD_WEEK, SEGMENT_LIVE, 1, 1794787200,
	    1795392000 },
	/* 2027-01-01 is in week 53 of 2026, 2024-12-30 in week 1 of 2025 */
	{ "access-2026-W53.log.zst", PERIOD_WEEK, SEGMENT_SEALED, 1, 1798416000,
	    1799020800 },
	{ "access-2025-W01.log.zst", PERIOD_WEEK, SEGMENT_SEALED, 1, 1735516800,
	    1736121600 },
	{ "access-2026-11.3.log.zst", PERIOD_MONTH, SEGMENT_SEALED, 3,
	    1793491200, 1796083200 },
};

static const char *const bad[] = {
	"",
	"access",
	"access-",
	"access-.live.zst",
	"access-.log.zst",
	"access-2026-11-21.live.zst\n",
	"access-2026-11-21.live.zst ",
	" access-2026-11-21.live.zst",
	"\naccess-2026-11-21.live.zst",
	"./access-2026-11-21.live.zst",
	"Access-2026-11-21.live.zst",
	"access-2026-11-21.LIVE.zst",
	"access-2026-11-21.live.zst.bak",
	"access-2026-11-21.live.zst~",
	"access-2026-11-21.live",
	"access-2026-11-21.log.gz",
	"access-2026-11-21.log",
	"access-2026-11-31.live.zst",
	"access-2026-02-29.live.zst",
	"access-2026-13-01.live.zst",
	"access-2026-00-01.live.zst",
	"access-2026-11-00.live.zst",
	"access-26-11-21.live.zst",
	"access-2026-1-21.live.zst",
	"access-2026-11-1.live.zst",
	"access-2026/11-21.live.zst",
	"access-2026-11_21.live.zst",
	"access-2026-11-21T24.live.zst",
	"access-2026-11-21t13.live.zst",
	"access-2026-11-21T1.live.zst",
	"access-2026-11-21T13:00.live.zst",
	"access-2026-11-21 13.live.zst",
	"access-2026-W00.live.zst",
	"access-2026-W54.live.zst",
	"access-2025-W53.live.zst",
	"access-2026-w47.live.zst",
	"access-2026W047.live.zst",
	"access-2026-W4a.live.zst",
	"access-2026.live.zst",
	"access-2026-11-21.1.log.zst",
	"access--2026-11-21.log.zst",
	"access-Contact-2026-11-21.log.zst",
	"access-a-b-2026-11-21.log.zst",
	"access-_a-2026-11-21.log.zst",
	"access-1a-2026-11-21.log.zst",
	"access-a.b-2026-11-21.log.zst",
	"access-contact2026-11-21.log.zst",
	"access-contact-.log.zst",
	"access-contact-2026-11-21.1.log.zst",
	"access-abcdefghijklmnopqrstuvwxy-2026-11-21.log.zst",
	"access-2026-11-21.0.log.zst",
	"access-2026-11-21.02.log.zst",
	"access-2026-11-21.10000.log.zst",
	"access-2026-11-21.-1.log.zst",
	"access-2026-11-21.2.live.zst",
	"access-2026-11-21..log.zst",
	"access-2026-11-21.2.2.log.zst",
	"access-2026-11-21.99999999999999999999.log.zst",
	".access-2026-11-21.2.seal.tmp",
	"access-2026-11-21.seal.tmp",
	".access-2026-11-21.live.zst",
	".access-2026-11-21.log.zst",
	"access.log-2026-11-21",
	"other-2026-11-21.log.zst",
	"access-+026-11-21.live.zst",
	"access-2026-11-2\xef.live.zst",
	"access-2026-11-21.log.zst0000000000000000000000000000000000000.log.zst",
};

static bool
parse(struct span name, struct segment *s)
{
	setenv("TZ", "UTC", 1);
	tzset();
	return (segment_parse(name, s));
}

Test(segment, names)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char name[SEGMENT_NAME_MAX];
		struct segment s;

		cr_expect(parse(span_str(good[i].name), &s), "%s",
		    good[i].name);
		cr_expect(s.period.unit == good[i].unit &&
			s.state == good[i].state && s.serial == good[i].serial,
		    "%s", good[i].name);
		cr_expect(s.period.start == good[i].start &&
			s.period.end == good[i].end,
		    "%s: %lld", good[i].name, (long long)s.period.start);
		segment_name(&s, name);
		cr_expect_str_eq(name, good[i].name);
	}
}

Test(segment, look_alikes)
{
	struct segment s;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(parse(span_str(bad[i]), &s), "%s", bad[i]);
	cr_expect_not(parse(SPAN("access-2026-11-21.live.zst\0"), &s));
	cr_expect_not(parse(SPAN("access-2026-11-21\0.live.zst"), &s));
}

/* Any byte changed or cut: what is still taken is written back the same. */
Test(segment, every_byte)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char text[SEGMENT_NAME_MAX], name[SEGMENT_NAME_MAX];
		const size_t n = strlen(good[i].name);
		struct segment s;

		for (size_t at = 0; at < n; at++) {
			memcpy(text, good[i].name, n + 1);
			cr_expect_not(parse(span_make(text, at), &s));
			for (int c = 0; c < 256; c++) {
				text[at] = (char)c;
				if (!parse(span_make(text, n), &s))
					continue;
				segment_name(&s, name);
				cr_assert_str_eq(name, text);
			}
		}
	}
}

Test(segment, a_class)
{
	static const char *const names[] = {
		"access-contact-2026-11-21.live.zst",
		"access-a_9-2026-11-21T13.12.log.zst",
		"access-abcdefghijklmnopqrstuvwx-2026-11-21T13.9999.log.zst",
		".access-abcdefghijklmnopqrstuvwx-2026-11-21T13.seal.tmp",
	};
	struct segment s;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cr_expect(parse(span_str(names[i]), &s), "%s", names[i]);
	cr_expect_str_eq(s.class, "abcdefghijklmnopqrstuvwx");
	cr_expect(parse(SPAN("access-2026-11-21.live.zst"), &s));
	cr_expect_str_eq(s.class, "");
	cr_expect_not(segment_class(&s, SPAN("../x")));
	cr_expect_not(segment_class(&s, SPAN("a\0b")));
	cr_expect_str_eq(s.class, "");
	cr_expect(segment_class(&s, SPAN("orders")));
	cr_expect_str_eq(s.class, "orders");
}

/* The hour that DST leaves out has no file. */
Test(segment, an_hour_that_is_none)
{
	struct segment s;

	setenv("TZ", "Europe/Amsterdam", 1);
	tzset();
	cr_expect_not(segment_parse(SPAN("access-2026-03-29T02.live.zst"), &s));
	cr_expect(segment_parse(SPAN("access-2026-03-29T03.live.zst"), &s));
	cr_expect(segment_parse(SPAN("access-2026-10-25T02.live.zst"), &s));
	cr_expect_eq(s.period.end - s.period.start, 7200);
}
