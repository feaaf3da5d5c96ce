/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include "model/calendar.h"

Test(calendar, parse)
{
	static const struct {
		const char *text;
		const char *when; /* NULL: is none */
	} cases[] = {
		{ "2026-11-21", "2026-11-20T23:00:00Z" },
		{ "2026-11-21T13", "2026-11-21T12:00:00Z" },
		{ "2026-11-21T13:05", "2026-11-21T12:05:00Z" },
		{ "2026-11-21T13:05:09", "2026-11-21T12:05:09Z" },
		/* the hour that is left out, and the one that runs twice */
		{ "2026-03-29T02:30", "2026-03-29T01:00:00Z" },
		{ "2026-10-25T02:30", "2026-10-25T00:30:00Z" },
		{ "2024-02-29", "2024-02-28T23:00:00Z" },
		{ "2026-02-29", NULL },
		{ "2026-11-21T24", NULL },
		{ "2026-11-21 13", NULL },
		{ "2026-11-21T1", NULL },
		{ "2026-11-21T13:05:00Z", NULL },
		{ "2026-11-21T13+01", NULL },
		{ "2026-11", NULL },
		{ "2026/11/21", NULL },
		{ "yesterday.", NULL },
		{ "", NULL },
	};

	setenv("TZ", "Europe/Amsterdam", 1);
	tzset();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t when = 42;
		const bool ok = calendar_parse(span_str(cases[i].text), &when);

		cr_expect_eq(ok, cases[i].when != NULL, "%s", cases[i].text);
		cr_expect_eq(when, ok ? scratch_time(cases[i].when) : 42, "%s",
		    cases[i].text);
	}
}
