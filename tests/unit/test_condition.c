/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>

#include "model/condition.h"
#include "model/stream.h"
#include "unit/props.h"

Test(condition, status)
{
	static const struct {
		const char *text;
		unsigned first, last; /* 0: refused */
	} all[] = {
		{ "404", 404, 404 },
		{ "100", 100, 100 },
		{ "999", 999, 999 },
		{ "4xx", 400, 499 },
		{ "9xx", 900, 999 },
		{ "500-503", 500, 503 },
		{ "404-404", 404, 404 },
		{ "0xx", 0, 0 },
		{ "099", 0, 0 },
		{ "4XX", 0, 0 },
		{ "40x", 0, 0 },
		{ "4x", 0, 0 },
		{ "xxx", 0, 0 },
		{ "503-500", 0, 0 },
		{ "500-", 0, 0 },
		{ "-500", 0, 0 },
		{ "500-50a", 0, 0 },
		{ "50a-500", 0, 0 },
		{ "500_503", 0, 0 },
		{ "1000", 0, 0 },
		{ "", 0, 0 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		unsigned first = 0, last = 0;
		const bool is =
		    condition_status(span_str(all[i].text), &first, &last);

		cr_expect_eq(is, all[i].first > 0, "%s", all[i].text);
		cr_expect(!is || (first == all[i].first && last == all[i].last),
		    "%s: %u %u", all[i].text, first, last);
	}
}

Test(condition, methods)
{
	cr_expect(condition_method_is(SPAN("GET")));
	cr_expect(condition_method_is(SPAN("M-SEARCH")));
	cr_expect_not(condition_method_is(SPAN("")));
	cr_expect_not(condition_method_is(SPAN("GET ")));
	cr_expect_not(condition_method_is(SPAN("GET1")));
	cr_expect_not(
	    condition_method_is(SPAN("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG")));
}

Test(condition, vhosts)
{
	cr_expect(condition_vhost_is(SPAN("www.example.org")));
	cr_expect(condition_vhost_is(SPAN("*.example.org")));
	cr_expect(condition_vhost_is(SPAN(STREAM_OTHER)));
	cr_expect_not(condition_vhost_is(SPAN("*." STREAM_OTHER)));
	cr_expect_not(condition_vhost_is(SPAN("*.")));
	cr_expect_not(condition_vhost_is(SPAN("*")));
	cr_expect_not(condition_vhost_is(SPAN("*.*.example.org")));
	cr_expect_not(condition_vhost_is(SPAN("www.*.org")));
	cr_expect_not(condition_vhost_is(SPAN("WWW.example.org")));
	cr_expect_not(condition_vhost_is(SPAN("192.0.2.1")));
	cr_expect_not(condition_vhost_is(SPAN("")));
	cr_expect(condition_vhost(SPAN("*.a.org"), SPAN("b.a.org")));
	cr_expect(condition_vhost(SPAN("*.a.org"), SPAN("c.b.a.org")));
	cr_expect_not(condition_vhost(SPAN("*.a.org"), SPAN("a.org")));
	cr_expect_not(condition_vhost(SPAN("*.a.org"), SPAN("ba.org")));
	cr_expect_not(condition_vhost(SPAN("a.org"), SPAN("b.a.org")));
}

/* What policy_vhost() says, asked one by one. */
static const struct scope *
slowly(const struct policy *p, struct span name)
{
	const struct scope *best = NULL;

	for (size_t i = 0; i < p->nvhosts; i++) {
		const struct scope *s = &p->vhost[i];

		if (span_eq(s->name, name))
			return (s);
		if (condition_vhost(s->name, name) &&
		    (best == NULL || s->name.n > best->name.n))
			best = s;
	}
	return (best);
}

static int
compare(const void *a, const void *b)
{
	return (policy_order(((const struct scope *)a)->name,
	    ((const struct scope *)b)->name));
}

/* A name of few labels, so that much is found. */
static size_t
draw_name(struct props_random *r, char name[static 40], bool star)
{
	size_t n = 0;

	if (star && props_draw(r, 2) == 0)
		n = (size_t)snprintf(name, 40, "*.");
	for (size_t k = 1 + props_draw(r, 4); k > 0; k--)
		n += (size_t)snprintf(name + n, 40 - n, "%c%s",
		    "ab-_0"[props_draw(r, 5)], k == 1 ? "" : ".");
	return (n);
}

Test(policy, a_vhost_is_found_among_any_others)
{
	enum { MANY = 200, ROUNDS = 50, NAMES = 200 };
	static struct scope scopes[MANY];
	static char names[MANY][40];
	struct props_random r = { 7 };
	unsigned found = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct policy p = { .vhost = scopes };
		const size_t n = props_draw(&r, MANY);

		for (size_t i = 0; i < n; i++)
			scopes[i].name =
			    span_make(names[i], draw_name(&r, names[i], true));
		qsort(scopes, n, sizeof(scopes[0]), compare);
		for (size_t i = 0; i < n; i++)
			if (p.nvhosts == 0 ||
			    !span_eq(scopes[p.nvhosts - 1].name,
				scopes[i].name))
				scopes[p.nvhosts++] = scopes[i];
		for (int k = 0; k < NAMES; k++) {
			char name[40];
			const struct span s =
			    span_make(name, draw_name(&r, name, false));
			const struct scope *is = policy_vhost(&p, s);

			found += is != NULL;
			if (is != slowly(&p, s))
				cr_assert_fail("%.*s", (int)s.n, s.p);
		}
	}
	cr_expect(found > ROUNDS * NAMES / 10, "%u", found);
}
