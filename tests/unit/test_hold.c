/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include "retain/holdfile.h"
#include "retain/ledger.h"

enum { NOW = 1795305600 }; /* 2026-11-22 */

static struct hold
make(const char *name)
{
	struct hold h = { .reason = "an \"order\" \\ of # May {",
		.from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER };

	h.added = hold_today(NOW);
	cr_assert(hold_set_name(&h, span_str(name)) == NULL);
	return (h);
}

Test(hold, what_is_written_is_read)
{
	static struct hold_list l, again;
	struct buf b, more;
	unsigned line;

	buf_init(&b, 1 << 20);
	buf_init(&more, 1 << 20);
	l.hold[l.n++] = make("a");
	l.hold[l.n] = make("B.c_d-9");
	l.hold[l.n].from = 20000;
	l.hold[l.n].to = 20000;
	cr_expect(
	    hold_set_vhost(&l.hold[l.n], SPAN("Shop.Example.org:80")) == NULL);
	cr_expect(hold_set_class(&l.hold[l.n], SPAN("contact")) == NULL);
	l.hold[l.n++].until = 21000;
	l.hold[l.n++] = make("...");
	hold_write(&l, &b);
	cr_assert(hold_parse(buf_span(&b), &again, &line) == NULL);
	hold_write(&again, &more);
	cr_expect(span_eq(buf_span(&b), buf_span(&more)));
	cr_expect(again.n == 3 && again.hold[1].from == 20000 &&
	    again.hold[1].until == 21000 && again.hold[0].to == HOLD_EVER);
	cr_expect_str_eq(again.hold[2].reason, l.hold[2].reason);
	cr_expect_str_eq(again.hold[1].vhost, "shop.example.org");
	cr_expect_str_eq(again.hold[1].class, "contact");
	cr_expect_str_eq(again.hold[2].vhost, "");
	cr_expect_str_eq(again.hold[2].class, "");
	buf_release(&b);
	buf_release(&more);
}

/* Who misreads a hold deletes what he must not: it is all or nothing. */
Test(hold, what_is_not_understood_is_refused)
{
	static const char *const bad[] = {
		"hold a {",
		"hold a",
		"hold { reason x; added 2026-01-01 }",
		"hold a b { reason x; added 2026-01-01 }",
		"keep a { reason x; added 2026-01-01 }",
		"hold a/b { reason x; added 2026-01-01 }",
		"hold \"\" { reason x; added 2026-01-01 }",
		"hold a { added 2026-01-01 }",
		"hold a { reason x }",
		"hold a { reason x; added 2026-02-30 }",
		"hold a { reason x; added 2026-01-01; scope all }",
		"hold a { reason x; added 2026-01-01; from 2026 }",
		"hold a { reason x; added 2026-01-01; from }",
		"hold a { reason x; added 2026-01-01; vhost ../b }",
		"hold a { reason x; added 2026-01-01; vhost *.example.org }",
		"hold a { reason x; added 2026-01-01; vhost \"\" }",
		"hold a { reason x; added 2026-01-01; class A }",
		"hold a { reason x; added 2026-01-01; class \"\" }",
		"hold a { reason x; added 2026-01-01; class a; class b }",
		"hold a { reason x; added 2026-01-01; to 2026-01-01 2 }",
		"hold a { reason x; reason x; added 2026-01-01 }",
		"hold a { reason x; added 2026-01-01; from 2026-01-02; "
		"to 2026-01-01 }",
		"hold a { reason x; added 2026-01-01 }\n"
		"hold a { reason x; added 2026-01-01 }",
	};
	static struct hold_list l;
	unsigned line;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect(hold_parse(span_str(bad[i]), &l, &line) != NULL, "%s",
		    bad[i]);
	cr_expect(hold_parse(SPAN("# none\n"), &l, &line) == NULL && l.n == 0);
}

Test(hold, names_and_reasons)
{
	struct hold h;
	char text[600];

	memset(text, 'x', sizeof(text));
	cr_expect(hold_set_name(&h, span_make(text, 64)) == NULL);
	cr_expect(hold_set_name(&h, span_make(text, 65)) != NULL);
	cr_expect(hold_set_name(&h, SPAN("a b")) != NULL);
	cr_expect(hold_set_name(&h, SPAN("a\0b")) != NULL);
	cr_expect(hold_set_reason(&h, span_make(text, 500)) == NULL);
	cr_expect(hold_set_reason(&h, span_make(text, 501)) != NULL);
	cr_expect(hold_set_reason(&h, SPAN("a\nb")) != NULL);
	cr_expect(hold_set_reason(&h, SPAN("")) != NULL);
}

/* Which hold covers what happened in the root from ${first} to ${end}. */
static const struct hold *
covers(const struct hold_list *l, int64_t first, int64_t end, int64_t now)
{
	const struct hold_subject s = { "", "", first, end };

	return (hold_covers(l, &s, now));
}

/* From the first second of the first day to the last of the last one. */
Test(hold, covers)
{
	static struct hold_list l;
	const int64_t from = 20454, day = 86400; /* 2026-01-01 */
	struct hold *h = &l.hold[0];

	setenv("TZ", "UTC", 1);
	tzset();
	l.n = 1;
	*h = make("a");
	cr_expect(covers(&l, 0, 1, NOW) == h);
	h->from = from;
	h->to = from + 1;
	cr_expect(covers(&l, 0, from * day, NOW) == NULL);
	cr_expect(covers(&l, 0, from * day + 1, NOW) == h);
	cr_expect(covers(&l, (from + 2) * day - 1, NOW, NOW) == h);
	cr_expect(covers(&l, (from + 2) * day, NOW, NOW) == NULL);
	cr_expect(covers(&l, 0, NOW, NOW) == h);
	h->until = hold_today(NOW);
	cr_expect(covers(&l, 0, NOW, NOW + day - 1) == h);
	cr_expect(covers(&l, 0, NOW, NOW + day) == NULL);
}

/* What may be of the vhost is covered; a class is in every name. */
Test(hold, scopes)
{
	static const struct {
		const char *vhost, *class; /* of the hold */
		const char *stream, *its; /* of the segment */
		bool covered;
	} cases[] = {
		{ "", "", "a.example.org", "contact", true },
		{ "a.example.org", "", "a.example.org", "", true },
		{ "a.example.org", "", "a.example.org", "contact", true },
		{ "a.example.org", "", "b.example.org", "", false },
		{ "a.example.org", "", "aa.example.org", "", false },
		{ "a.example.org", "", "", "", true },
		{ "a.example.org", "", "_other", "", true },
		{ "_other", "", "a.example.org", "", false },
		{ "_other", "", "_other", "", true },
		{ "", "contact", "a.example.org", "contact", true },
		{ "", "contact", "", "contact", true },
		{ "", "contact", "", "", false },
		{ "", "contact", "", "contacts", false },
		{ "a.example.org", "contact", "a.example.org", "", false },
		{ "a.example.org", "contact", "b.example.org", "contact",
		    false },
		{ "a.example.org", "contact", "", "contact", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hold_subject s = { cases[i].stream, cases[i].its,
			0, 1 };
		struct hold h = make("a");

		if (cases[i].vhost[0] != '\0')
			cr_expect(hold_set_vhost(&h,
				      span_str(cases[i].vhost)) == NULL);
		if (cases[i].class[0] != '\0')
			cr_expect(hold_set_class(&h,
				      span_str(cases[i].class)) == NULL);
		cr_expect_eq(hold_is_about(&h, &s, NOW), cases[i].covered,
		    "%zu", i);
	}
}

Test(hold, is_in_the_ledger_with_its_scope)
{
	struct hold h = make("a");
	struct scratch s;
	struct buf b;

	scratch_make(&s);
	cr_expect(hold_set_vhost(&h, SPAN("a.example.org")) == NULL);
	cr_expect(hold_set_class(&h, SPAN("contact")) == NULL);
	cr_expect_eq(holdfile_add(s.fd, &h, NOW), 0);
	buf_init(&b, 1 << 16);
	scratch_get(&s, LEDGER_NAME, &b);
	cr_expect(span_find(buf_span(&b),
		      SPAN("\"op\":\"hold\",\"name\":\"a\",\"vhost\":"
			   "\"a.example.org\",\"class\":\"contact\",")) < b.n);
	buf_release(&b);
	scratch_remove(&s);
}

Test(hold, added_and_released)
{
	static struct hold_list l;
	const struct hold a = make("a"), b = make("b");
	struct ledger_check c;
	struct scratch s;

	scratch_make(&s);
	scratch_hush();
	cr_expect(holdfile_load(s.fd, &l) == 0 && l.n == 0);
	cr_expect_eq(holdfile_add(s.fd, &a, NOW), 0);
	cr_expect_eq(holdfile_add(s.fd, &b, NOW), 0);
	cr_expect_eq(holdfile_add(s.fd, &a, NOW), 1);
	cr_expect(holdfile_load(s.fd, &l) == 0 && l.n == 2);
	cr_expect_eq(holdfile_release(s.fd, SPAN("a"), NOW), 0);
	cr_expect_eq(holdfile_release(s.fd, SPAN("a"), NOW), 1);
	cr_expect_eq(holdfile_release(s.fd, SPAN("../a"), NOW), 1);
	cr_expect(holdfile_load(s.fd, &l) == 0 && l.n == 1);
	cr_expect_str_eq(l.hold[0].name, "b");
	cr_expect(ledger_verify(s.fd, &c) == 0 && c.lines == 3);
	scratch_put(&s, HOLDFILE_NAME, "hold", 4);
	cr_expect_eq(holdfile_load(s.fd, &l), -1);
	cr_expect_eq(holdfile_add(s.fd, &a, NOW), -1);
	scratch_remove(&s);
}

static const char *const steps[] = { "ledger.created", "ledger.add",
	"ledger.added", "ledger.synced", "hold.entered", "hold.written",
	"hold.replaced", "ledger.head", "ledger.headed" };

/* Killed anywhere, the old holds are there or the new ones, and a chain. */
Test(hold, killed_at_any_step)
{
	static struct hold_list l;
	const struct hold a = make("a"), b = make("b");

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct ledger_check c;
		struct scratch s;
		int status;

		scratch_make(&s);
		cr_assert_eq(holdfile_add(s.fd, &a, NOW), 0);
		if (fork() == 0) {
			setenv("LOGFADE_PROBE", steps[i], 1);
			(void)holdfile_add(s.fd, &b, NOW);
			_exit(0);
		}
		cr_assert(wait(&status) != -1);
		cr_expect(WIFSIGNALED(status), "%s is not reached", steps[i]);
		cr_expect(holdfile_load(s.fd, &l) == 0);
		cr_expect_eq(l.n, i >= 6 ? 2 : 1, "%s", steps[i]);
		cr_expect_eq(ledger_verify(s.fd, &c), 0, "%s: %s", steps[i],
		    c.why);
		cr_expect_eq(holdfile_add(s.fd, &b, NOW), i >= 6 ? 1 : 0);
		cr_expect_eq(ledger_verify(s.fd, &c), 0);
		scratch_remove(&s);
	}
}
