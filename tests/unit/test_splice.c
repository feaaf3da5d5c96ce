/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "scrub/splice.h"
#include "unit/guard.h"

#define CLF "[10/Oct/2000:13:55:36 -0700]"

static const struct {
	const char *text;
	unsigned count;
} cases[] = {
	{ "", 0 },
	{ ":", 0 },
	{ "GET /a?b=c HTTP/1.1", 0 },
	{ "Mozilla/5.0 (X11; rv:109.0) Gecko/20100101 Firefox/115.0", 0 },
	{ "https://www.example.org:8443/a:b:c:d:e", 0 },
	{ CLF, 1 },
	{ "192.0.2.7 - - " CLF " \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"", 1 },
	{ "/abc192.0.2.7 - - " CLF, 1 },
	{ CLF CLF, 2 },
	{ CLF CLF CLF, 2 },
	{ "[10/Oct/2000:13:55:36", 0 },
	{ "[10/Oct/2000:13:55:36 ", 1 },
	{ "[10/0ct/2000:13:55:36 -0700]", 0 },
	{ " 10/Oct/2000:13:55:36 -0700]", 0 },
	{ "[10/Oct/2000:13:55-36 -0700]", 0 },
	{ "\"2000-10-10T13:55:36", 1 },
	{ "'2000-10-10T13:55:36Z", 1 },
	{ "[2000-10-10T13:55:36+00:00]", 1 },
	{ "{2000-10-10T13:55:36Z", 1 },
	{ "=2000-10-10T13:55:36Z", 0 },
	{ "2000-10-10T13:55:36Z", 0 },
	{ "\"2000-10-10 13:55:36Z", 0 },
	{ "\"2000-10-10T13:55:36Z" CLF, 2 },
};

Test(splice, counts_stamps)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(splice_count(guard_str(cases[i].text)),
		    cases[i].count, "%s", cases[i].text);
}

/* Wherever it stands, whatever is around it. */
Test(splice, finds_a_stamp_at_every_offset)
{
	char text[200];

	for (size_t at = 0; at + sizeof(CLF) <= sizeof(text); at++) {
		memset(text, at % 2 == 0 ? ':' : 'a', sizeof(text));
		memcpy(text + at, CLF, sizeof(CLF) - 1);
		cr_expect_eq(splice_count(
				 guard_span(span_make(text, sizeof(text)))),
		    1, "at %zu", at);
	}
}
