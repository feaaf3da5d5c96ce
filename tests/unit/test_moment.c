/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "model/stamp.h"
#include "scrub/moment.h"
#include "unit/guard.h"

static const enum action actions[] = { ACTION_KEEP, ACTION_MINUTE, ACTION_HOUR,
	ACTION_DAY, ACTION_WEEK, ACTION_MONTH };

static const struct {
	enum timespelling spelling;
	const char *text[8];
} times[] = {
	{ TIME_CLF,
	    { "10/Oct/2000:13:55:36 -0700", "10/Oct/2000:13:55:36 -0700",
		"10/Oct/2000:13:55:36 +0000", "31/Feb/2000:13:55:36 -0700",
		"31/Feb/2000:13:55:36 -0700", "", "10/Oct/2000:13:55:36 -0700",
		"10/Oct/2000:13:55:36" } },
	{ TIME_ISO,
	    { "2000-10-10T13:55:36.123456789012-07:00", "2000-10-10T13:55:36Z",
		"2000-10-10T13:55:36Z", "2000-10-10T13:55:36.1234567890123Z",
		"2000-10-10T13:55:36.000000000000000000000000000000000Z", "-",
		"2000-10-10 13:55:36,5Z", "2000-10-10T13:55:36" } },
	{ TIME_EPOCH,
	    { "971211336", "971211336.123456789012", "971211336", "0", "", "x",
		"971211336x", "971211337" } },
};

/* With a memory or without: the same answer. */
static void
check(struct moment *m, const char *text, enum timespelling spelling,
    enum action action)
{
	const struct span in = guard_str(text);
	const struct spelling sp = { spelling, NULL };
	struct stamp t;
	struct buf want;

	if (!stamp_parse(in, spelling, &t)) {
		cr_expect_not(moment_read(m, in, &sp, 0, action), "%s", text);
		return;
	}
	cr_assert(moment_read(m, in, &sp, 0, action), "%s", text);
	cr_expect_eq(m->when, stamp_epoch(&t), "%s", text);
	stamp_generalise(&t, action);
	cr_expect_eq(m->shown, stamp_epoch(&t), "%s", text);
	buf_init(&want, 100);
	if (action == ACTION_KEEP)
		buf_addspan(&want, in);
	else
		stamp_write(&t, in, spelling, &want);
	cr_expect(span_eq(buf_span(&m->text), buf_span(&want)), "%s: %.*s",
	    text, (int)m->text.n, m->text.p);
	buf_release(&want);
}

Test(moment, is_what_the_stamp_says)
{
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		for (size_t a = 0; a < sizeof(actions) / sizeof(actions[0]);
		     a++) {
			struct moment m;

			moment_init(&m);
			for (size_t k = 0; k < 8; k++)
				check(&m, times[i].text[k], times[i].spelling,
				    actions[a]);
			moment_release(&m);
		}
}

/* A layout's time as any other; a year that is left out comes from now. */
Test(moment, takes_a_layout)
{
	enum { NOW = 1551111111 }; /* 2019-02-25T16:11:51Z */
	char why[LAYOUT_WHY];
	struct arena *arena = arena_new(1 << 16);
	const struct spelling sp = { TIME_LAYOUT,
		layout_new(arena, SPAN("%b %e %T"), true, why) };
	struct moment m;

	cr_assert(sp.layout != NULL);
	moment_init(&m);
	for (int i = 0; i < 2; i++) {
		cr_expect(moment_read(&m, guard_str("Jul  8 11:07:07"), &sp,
		    NOW, ACTION_HOUR));
		cr_expect_eq(m.when, 1531048027);
		cr_expect_eq(m.shown, 1531047600);
		cr_expect(span_eq(buf_span(&m.text), SPAN("Jul  8 11:00:00")));
	}
	cr_expect_not(
	    moment_read(&m, guard_str("Jul  8"), &sp, NOW, ACTION_HOUR));
	moment_release(&m);
	arena_free(arena);
}

/* The longest time of the longest layout fits. */
Test(moment, has_room_for_every_layout)
{
	static char text[LAYOUT_MAX - 9];
	char why[LAYOUT_WHY];
	struct arena *arena = arena_new(1 << 16);
	struct spelling sp = { TIME_LAYOUT, NULL };
	struct moment m;
	struct buf b;

	memset(text, '-', sizeof(text));
	buf_init(&b, 2 * LAYOUT_MAX);
	buf_add(&b, text, sizeof(text) - 1);
	buf_addspan(&b, SPAN("%F"));
	sp.layout = layout_new(arena, buf_span(&b), true, why);
	cr_assert(sp.layout != NULL, "%s", why);
	b.n -= 2;
	buf_addspan(&b, SPAN("2019-02-25"));
	moment_init(&m);
	cr_expect_eq(b.n, LAYOUT_MAX);
	cr_expect(moment_read(&m, buf_span(&b), &sp, 0, ACTION_MONTH));
	cr_expect(span_ends(buf_span(&m.text), SPAN("-2019-02-01")));
	moment_release(&m);
	buf_release(&b);
	arena_free(arena);
}
