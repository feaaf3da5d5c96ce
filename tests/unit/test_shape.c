/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "match/need.h"
#include "match/shape.h"
#include "unit/guard.h"

static const struct {
	enum shape shape;
	const char *value;
	bool fits;
} cases[] = {
	{ SHAPE_TEXT, "a b\"", true },
	{ SHAPE_WORD, "a-b", true },
	{ SHAPE_WORD, "a b", false },
	{ SHAPE_WORD, "a\tb", false },
	{ SHAPE_WORD, "a\"b", false },
	{ SHAPE_NUMBER, "0", true },
	{ SHAPE_NUMBER, "-", true },
	{ SHAPE_NUMBER, "-1.5", true },
	{ SHAPE_NUMBER, "+1", true },
	{ SHAPE_NUMBER, "1.", false },
	{ SHAPE_NUMBER, ".5", false },
	{ SHAPE_NUMBER, "1x", false },
	{ SHAPE_NUMBER, "+", false },
	{ SHAPE_NUMBER, "", false },
	{ SHAPE_NUMBERS, "1, 2.5 : -", true },
	{ SHAPE_NUMBERS, "1,2", false },
	{ SHAPE_NUMBERS, "1, ", false },
	{ SHAPE_STATUS, "200", true },
	{ SHAPE_STATUS, "-", true },
	{ SHAPE_STATUS, "20", false },
	{ SHAPE_STATUS, "2000", false },
	{ SHAPE_METHOD, "GET", true },
	{ SHAPE_METHOD, "VERSION-CONTROL", true },
	{ SHAPE_METHOD, "", true },
	{ SHAPE_METHOD, "GET/", false },
	{ SHAPE_METHOD, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG", false },
	{ SHAPE_PROTOCOL, "HTTP/1.1", true },
	{ SHAPE_PROTOCOL, "HTTP/2", true },
	{ SHAPE_PROTOCOL, "https", true },
	{ SHAPE_PROTOCOL, "-", true },
	{ SHAPE_PROTOCOL, "HTTP/", false },
	{ SHAPE_PROTOCOL, "HTTP/1.", false },
	{ SHAPE_PROTOCOL, "HTTP/11", false },
	{ SHAPE_PROTOCOL, "1.1", false },
};

Test(shape, fits)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct field f = { .shape = cases[i].shape };

		cr_expect_eq(shape_fits(&f, guard_str(cases[i].value)),
		    cases[i].fits, "%d: %s", (int)f.shape, cases[i].value);
	}
}

static const struct {
	enum timespelling time;
	const char *value;
	bool fits;
} times[] = {
	{ TIME_CLF, "10/Oct/2000:13:55:36 -0700", true },
	{ TIME_CLF, "10/Oct/2000:13:55:36 -07:00", false },
	{ TIME_CLF, "10/Oct/2000:13:55:36", false },
	{ TIME_CLF, "10/10/2000:13:55:36 -0700", false },
	{ TIME_ISO, "2000-10-10T13:55:36Z", true },
	{ TIME_ISO, "2000-10-10 13:55:36,123+0200", true },
	{ TIME_ISO, "2000-10-10T13:55:36.123456789-07:00", true },
	{ TIME_ISO, "2000-10-10T13:55:36.Z", false },
	{ TIME_ISO, "2000-10-10T13:55:36", false },
	{ TIME_ISO, "2000-10-10", false },
	{ TIME_EPOCH, "971211336", true },
	{ TIME_EPOCH, "971211336.5", true },
	{ TIME_EPOCH, "971211336.", false },
	{ TIME_EPOCH, "971211336123", false },
	{ TIME_MSEC, "971211336123", true },
	{ TIME_MSEC, "971211336123.5", false },
	{ TIME_USEC, "971211336123456", true },
	{ TIME_NSEC, "971211336123456789", true },
};

Test(shape, times)
{
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		const struct field f = { .shape = SHAPE_TIME,
			.time = times[i].time };

		cr_expect_eq(shape_fits(&f, guard_str(times[i].value)),
		    times[i].fits, "%s", times[i].value);
	}
}

Test(shape, hosts)
{
	static const char *const good[] = { "192.0.2.7", "2001:db8::7",
		"[2001:db8::7]:443", "fe80::1%eth0", "a_b.example.net" };
	static const char *const bad[] = { "", "a b", "a,b", "jo@example.org",
		"a/b" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		cr_expect(shape_host(guard_str(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect(!shape_host(guard_str(bad[i])), "%s", bad[i]);
}

Test(need, groups)
{
	const struct span args[] = { SPAN("a|b"), SPAN("c"), SPAN("B|d") };
	struct need need = { .n = 0 };
	struct span many[NEED_GROUPS_MAX + 1];

	cr_expect(need_met(&need, 0), "nothing is needed");
	cr_assert(need_add(&need, args, 3) == NULL);
	cr_expect_eq(need_of(&need, SPAN("a")), 1U);
	cr_expect_eq(need_of(&need, SPAN("b")), 5U);
	cr_expect_eq(need_of(&need, SPAN("C")), 2U);
	cr_expect_eq(need_of(&need, SPAN("x")), 0U);
	cr_expect(need_met(&need, 7U));
	cr_expect(!need_met(&need, 5U));
	for (size_t i = 0; i <= NEED_GROUPS_MAX; i++)
		many[i] = SPAN("x");
	need = (struct need){ .n = 0 };
	cr_expect(need_add(&need, many, NEED_GROUPS_MAX) == NULL);
	cr_expect_eq(need_of(&need, SPAN("x")), UINT32_MAX);
	cr_expect(need_met(&need, UINT32_MAX) && !need_met(&need, 1U));
	cr_expect(need_add(&need, many, 1) != NULL);
	cr_expect(need_add(&need, many, 0) != NULL);
}
