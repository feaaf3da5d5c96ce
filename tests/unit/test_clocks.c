/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/span.h"
#include "scrub/clocks.h"

static const struct {
	const char *in;
	const char *hour;
	const char *day;
} cases[] = {
	{ "at 2026-11-22T04:56:10Z x", "at 2026-11-22T04:00:00Z x",
	    "at 2026-11-22T00:00:00Z x" },
	{ "[22-Nov-2026 04:56:10.123 UTC]", "[22-Nov-2026 04:00:00.000 UTC]",
	    "[22-Nov-2026 00:00:00.000 UTC]" },
	{ "22/Nov/2026:05:10:13 +0000", "22/Nov/2026:05:00:00 +0000",
	    "22/Nov/2026:00:00:00 +0000" },
	{ "05:10:13", "05:00:00", "00:00:00" },
	{ "05:10:13,5 06:10:13", "05:00:00,0 06:00:00", "00:00:00,0 00:00:00" },
	/* None: hardware addresses, versions, ports, no time of day. */
	{ "00:11:22:33:44:55", NULL, NULL },
	{ "12:34:56:78", NULL, NULL },
	{ "a1:22:33", NULL, NULL },
	{ "11:22:3a", NULL, NULL },
	{ "24:10:13 05:60:13 05:10:61", NULL, NULL },
	{ "05:10:1", NULL, NULL },
	{ "example.org:05:10:13", NULL, NULL },
	{ "", NULL, NULL },
};

static void
check(const char *in, const char *want, enum action action)
{
	struct buf b;

	buf_init(&b, 256);
	buf_addspan(&b, SPAN("x 01:02:03 "));
	buf_addspan(&b, span_str(in));
	clocks_blur(&b, 11, action);
	cr_expect(span_starts(buf_span(&b), SPAN("x 01:02:03 ")));
	cr_expect(span_eq(span_from(buf_span(&b), 11),
		      span_str(want == NULL ? in : want)),
	    "%s: %.*s", in, (int)b.n, b.p);
	buf_release(&b);
}

Test(clocks, are_generalised_in_text)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check(cases[i].in, cases[i].hour, ACTION_HOUR);
		check(cases[i].in, cases[i].day, ACTION_DAY);
		check(cases[i].in, cases[i].day, ACTION_MONTH);
		check(cases[i].in, NULL, ACTION_KEEP);
	}
	check("05:10:13", "05:10:00", ACTION_MINUTE);
}
