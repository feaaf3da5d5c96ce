/* SPDX-License-Identifier: ISC */
/*
 * The policy as it goes for vhosts and classes: what is compiled, and that a
 * line comes out as under a policy that has its rules for all.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "model/stream.h"
#include "unit/cputime.h"
#include "unit/props_fixture.h"

TestSuite(variants, .init = setup, .fini = teardown);

static const struct format *
a_format(void)
{
	return (matcher_format(
	    props_format(props.catalog, SPAN("apache-vhost-combined"))
		->matcher));
}

static void
set_rule(struct scope *s, enum class c, const char *action)
{
	const struct span arg = span_str(action);

	cr_assert(rule_parse(c, &arg, 1, props.arena, &s->rule[c]) == NULL);
	s->hasrule[c] = true;
}

static void
set_keep(struct scope *s, unsigned months)
{
	s->haskeep = true;
	s->keep = (struct keep){ KEEP_MONTHS, months };
}

static const struct span any[] = { SPAN("2xx") };
static const struct condition matches[] = {
	{ .what = CONDITION_STATUS, .value = any, .nvalues = 1 },
};

/* Two thousand vhosts of five kinds, eight classes of two. */
Test(variants, what_goes_for_many_is_compiled_once)
{
	enum { VHOSTS = 2000, CLASSES = 8 };
	struct scope *vhosts =
	    arena_alloc(props.arena, VHOSTS * sizeof(*vhosts));
	struct scope classes[CLASSES] = { 0 };
	struct policy p = props.policy;
	char names[VHOSTS][24], why[200] = "";
	struct variants *v;
	long start;

	p.vhost = vhosts;
	p.nvhosts = VHOSTS;
	p.class = classes;
	p.nclasses = CLASSES;
	for (size_t i = 0; i < VHOSTS; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "v%05zu.example.org",
		    i);
		vhosts[i].name = span_str(names[i]);
		if (i % 5 == 1)
			set_rule(&vhosts[i], CLASS_IP, "drop");
		if (i % 5 == 2)
			set_rule(&vhosts[i], CLASS_TIME, "day");
		if (i % 5 == 3)
			set_keep(&vhosts[i], 3);
		if (i % 5 == 4)
			vhosts[i].hassearch = vhosts[i].keepsearch = true;
	}
	for (size_t i = 0; i < CLASSES; i++) {
		classes[i].condition = matches;
		classes[i].nconditions = 1;
		if (i % 2 == 1)
			set_rule(&classes[i], CLASS_AGENT, "family");
		set_keep(&classes[i], i % 2 == 0 ? 3 : 6);
	}
	start = cputime_ms();
	v = variants_new(props.arena, a_format(), &p, why);
	cr_assert(v != NULL, "%s", why);
	cr_expect(cputime_ms() - start < 500 * CPUTIME_FACTOR);
	/* all, ip, time, search; each with and without the agent */
	cr_expect_eq(variants_plans(v), 8, "%zu", variants_plans(v));
	cr_expect(variants_keep(v, 2) != NULL && variants_keep(v, 3) == NULL);
	cr_expect_eq(variants_of(v, &vhosts[1], -1)->plan,
	    variants_of(v, &vhosts[1996], 2)->plan);
	cr_expect_eq(variants_of(v, &vhosts[0], -1)->plan,
	    variants_base(v)->plan);
	cr_expect_eq(variants_of(v, NULL, 0)->plan, variants_base(v)->plan);
	cr_expect_neq(variants_of(v, NULL, 1)->plan, variants_base(v)->plan);
	cr_expect_eq(variants_keep(v, variants_of(v, &vhosts[3], -1)->keep)
			 ->count,
	    3);
	cr_expect_eq(variants_keep(v, variants_of(v, &vhosts[3], 7)->keep)
			 ->count,
	    6);
	cr_expect_eq(variants_keep(v, variants_of(v, &vhosts[4], -1)->keep)
			 ->unit,
	    KEEP_FOREVER);
	variants_free(v);
}

Test(variants, too_many_keeps_are_refused)
{
	enum { VHOSTS = 300 };
	struct scope *vhosts =
	    arena_alloc(props.arena, VHOSTS * sizeof(*vhosts));
	struct policy p = props.policy;
	char names[VHOSTS][24], why[200] = "";

	p.vhost = vhosts;
	for (size_t i = 0; i < VHOSTS; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "v%05zu.example.org",
		    i);
		vhosts[i].name = span_str(names[i]);
		set_keep(&vhosts[i], (unsigned)i + 1);
	}
	p.nvhosts = 255;
	cr_expect(variants_new(props.arena, a_format(), &p, why) != NULL);
	p.nvhosts = 256;
	cr_expect_null(variants_new(props.arena, a_format(), &p, why));
	cr_expect_str_eq(why, "keep: there are more than 256 that differ");
}

/* What a policy has no variants for must not go by the rules of all. */
Test(variants, scopes_without_variants_make_no_worker)
{
	const struct matcher *m =
	    props_format(props.catalog, SPAN("apache-vhost-combined"))->matcher;
	struct scope vhost = { .name = SPAN("a.example.org") };
	struct policy p = props.policy;
	struct setup s = { .policy = &p,
		.matcher = m,
		.names = props.names,
		.search = props.search };
	char why[200];
	struct variants *v;
	struct worker *w;

	p.vhost = &vhost;
	p.nvhosts = 1;
	s.plan = plan_new(props.arena, a_format(), &p, why);
	cr_expect_null(worker_new(&s));
	cr_assert((v = variants_new(props.arena, a_format(), &p, why)) != NULL);
	worker_use(&s, v);
	cr_assert((w = worker_new(&s)) != NULL);
	worker_free(w);
	variants_free(v);
}

/* A vhost that the line does not show any more names no directory. */
Test(variants, a_line_goes_to_its_stream_and_class)
{
	static const struct {
		const char *stream, *class;
	} wanted[] = {
		{ "a.example.org", "" },
		{ "a.example.org", "good" },
		{ STREAM_OTHER, "" },
		{ STREAM_OTHER, "good" },
	};
	static char lines[] =
	    "A.example.org:80 192.0.2.7 - - [10/Nov/2026:13:55:36 +0000] "
	    "\"GET / HTTP/1.1\" 404 26 \"-\" \"-\"\n"
	    "a.example.org:80 192.0.2.7 - - [10/Nov/2026:13:55:36 +0000] "
	    "\"GET / HTTP/1.1\" 200 26 \"-\" \"-\"\n"
	    "192.0.2.9:80 192.0.2.7 - - [10/Nov/2026:13:55:36 +0000] "
	    "\"GET / HTTP/1.1\" 404 26 \"-\" \"-\"\n"
	    "host-192-0-2-7.example.org:80 192.0.2.7 - - "
	    "[10/Nov/2026:13:55:36 +0000] "
	    "\"GET / HTTP/1.1\" 200 26 \"-\" \"-\"\n";
	struct chunk c = { .p = lines, .n = sizeof(lines) - 1, .last = true };
	struct scope class = { .name = SPAN("good"),
		.condition = matches,
		.nconditions = 1 };
	struct policy p = props.policy;
	struct setup s = { .policy = &p,
		.matcher =
		    props_format(props.catalog, SPAN("apache-vhost-combined"))
			->matcher,
		.names = props.names,
		.search = props.search };
	char why[200] = "";
	const struct part *part;
	struct variants *v;
	struct worker *w;
	struct tally t;
	size_t n;

	p.class = &class;
	p.nclasses = 1;
	p.output.dir = "/nonexistent";
	p.output.streams = true;
	p.output.streams_max = 10;
	p.output.level = 3;
	v = variants_new(props.arena, a_format(), &p, why);
	cr_assert(v != NULL, "%s", why);
	worker_use(&s, v);
	cr_assert((w = worker_new(&s)) != NULL);
	part = batch_parts(worker_run(w, &c, PROPS_NOW, &t), &n);
	cr_assert_eq(t.verdict[VERDICT_CLEAN], 4);
	cr_assert_eq(n, 4);
	for (size_t i = 0; i < n; i++) {
		cr_expect_str_eq(part[i].stream, wanted[i].stream);
		cr_expect_str_eq(part[i].class, wanted[i].class);
	}
	worker_free(w);
	variants_free(v);
}

enum { VHOSTS = 3, CLASSES = 2, PAIRS = (VHOSTS + 1) * (CLASSES + 1) };

/* A scoped policy, and for each of its pairs one that says it of all lines. */
struct both {
	struct scope vhost[VHOSTS];
	struct scope class[CLASSES];
	struct policy scoped;
	struct setup setup;
	struct variants *variants;
	struct worker *worker;
	struct props plain[PAIRS];
	struct worker *each[PAIRS];
};

static const char *const hosts[] = { "a.example.org", "b.example.org",
	"x.c.example.org", "example.org", "192.0.2.1" };
static const char *const paths[] = { "/", "/contact?mail=jo@example.org",
	"/jo.smith@example.org", "/a?q=red+shoes&page=2",
	"/contact/198.51.100.23" };

static void
draw_rules(struct props_random *r, struct scope *s)
{
	static const struct {
		enum class class;
		const char *action[4];
	} all[] = {
		{ CLASS_IP, { "drop", "truncate", "keep", "drop" } },
		{ CLASS_USER, { "drop", "keep", "keep", "drop" } },
		{ CLASS_TIME, { "day", "minute", "keep", "month" } },
		{ CLASS_QUERY, { "drop", "scrub", "keep", "drop-personal" } },
		{ CLASS_PATH, { "scrub", "keep", "scrub", "keep" } },
		{ CLASS_REFERER, { "same", "origin", "drop", "same" } },
		{ CLASS_AGENT, { "family", "drop", "keep", "reduce" } },
	};

	memset(s->hasrule, 0, sizeof(s->hasrule));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (props_draw(r, 2) == 0)
			set_rule(s, all[i].class,
			    all[i].action[props_draw(r, 4)]);
	s->hassearch = props_draw(r, 3) == 0;
	s->keepsearch = props_draw(r, 2) == 0;
	s->haskeep = props_draw(r, 2) == 0;
	s->keep = (struct keep){ KEEP_MONTHS, 1 + (unsigned)props_draw(r, 3) };
}

static void
overlay(struct policy *p, const struct scope *s)
{
	for (int c = 0; c < CLASS_COUNT; c++)
		if (s->hasrule[c])
			p->rule[c] = s->rule[c];
	if (s->hassearch)
		p->keepsearch = s->keepsearch;
	if (s->haskeep)
		p->keep = s->keep;
}

static void
both_init(struct both *b, struct props_random *r)
{
	static const struct span path[] = { SPAN("^/contact") };
	static const struct span status[] = { SPAN("4xx") };
	static const struct condition on[] = {
		{ .what = CONDITION_PATH, .value = path, .nvalues = 1 },
		{ .what = CONDITION_STATUS, .value = status, .nvalues = 1 },
	};
	static const char *const names[] = { "*.c.example.org", "a.example.org",
		"b.example.org" };
	const struct matcher *m =
	    props_format(props.catalog, SPAN("apache-vhost-combined"))->matcher;
	char why[200] = "";

	b->scoped = props.policy;
	b->scoped.vhost = b->vhost;
	b->scoped.nvhosts = VHOSTS;
	b->scoped.class = b->class;
	b->scoped.nclasses = CLASSES;
	for (size_t i = 0; i < VHOSTS; i++) {
		draw_rules(r, &b->vhost[i]);
		b->vhost[i].name = span_str(names[i]);
	}
	for (size_t i = 0; i < CLASSES; i++) {
		draw_rules(r, &b->class[i]);
		b->class[i].condition = &on[i];
		b->class[i].nconditions = 1;
	}
	b->setup = (struct setup){ .policy = &b->scoped,
		.matcher = m,
		.names = props.names,
		.search = props.search };
	b->variants = variants_new(props.arena, a_format(), &b->scoped, why);
	cr_assert(b->variants != NULL, "%s", why);
	worker_use(&b->setup, b->variants);
	cr_assert((b->worker = worker_new(&b->setup)) != NULL);
	for (size_t i = 0; i < PAIRS; i++) {
		b->plain[i] = props;
		if (i / (CLASSES + 1) > 0)
			overlay(&b->plain[i].policy,
			    &b->vhost[i / (CLASSES + 1) - 1]);
		if (i % (CLASSES + 1) > 0)
			overlay(&b->plain[i].policy,
			    &b->class[i % (CLASSES + 1) - 1]);
		if (b->plain[i].policy.keepsearch)
			b->plain[i].search = NULL;
		b->each[i] = props_worker(&b->plain[i], m);
	}
}

static void
both_release(struct both *b)
{
	worker_free(b->worker);
	variants_free(b->variants);
	for (size_t i = 0; i < PAIRS; i++)
		worker_free(b->each[i]);
}

Test(variants, a_line_comes_out_as_under_a_policy_with_its_rules)
{
	enum { ROUNDS = 12, LINES = 400 };
	static const char *const agents[] = { "curl/8.5",
		("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 "
		 "Firefox/126.0.1"),
		"bot jo@example.org" };
	static const char *const stamps[] = { "10/Nov/2026:13:55:36",
		"10/Oct/2026:13:55:36", "10/Sep/2026:13:55:36",
		"10/Aug/2026:13:55:36" };
	static const int vhost_of[] = { 2, 3, 1, 0, 0 };
	struct props_random r = { 11 };
	unsigned clean = 0, expired = 0;
	struct both *b = arena_alloc(props.arena, sizeof(*b));

	for (int round = 0; round < ROUNDS; round++) {
		both_init(b, &r);
		for (int i = 0; i < LINES; i++) {
			const size_t h = props_draw(&r, 5);
			const size_t path = props_draw(&r, 5);
			const int status = props_draw(&r, 3) == 0 ? 404 : 200;
			const int class = path == 1 || path == 4 ? 1 :
			    status == 404			 ? 2 :
								   0;
			enum verdict is, wanted;
			struct span one, other;
			char line[600];

			(void)snprintf(line, sizeof(line),
			    "%s:80 192.0.2.%d - jo [%s +0000] \"GET %s "
			    "HTTP/1.1\" %d 26 \"%s\" \"%s\"",
			    hosts[h], (int)props_draw(&r, 3),
			    stamps[props_draw(&r, 4)], paths[path], status,
			    props_draw(&r, 2) == 0 ?
				"https://www.example.org/search?q=red+shoes" :
				"https://example.org/jo@example.org",
			    agents[props_draw(&r, 3)]);
			one = props_run(b->worker, span_str(line), &is);
			other = props_run(b->each[vhost_of[h] * (CLASSES + 1) +
					      class],
			    span_str(line), &wanted);
			clean += is == VERDICT_CLEAN;
			expired += is == VERDICT_EXPIRED;
			if (is != wanted || !span_eq(one, other))
				cr_assert_fail("round %d: %s\n%.*s%.*s", round,
				    line, (int)one.n, one.p, (int)other.n,
				    other.p);
		}
		both_release(b);
	}
	cr_expect(clean > ROUNDS * LINES / 4, "%u", clean);
	cr_expect(expired > ROUNDS * LINES / 20, "%u", expired);
}

/* Of the clean lines the one that must go first decides, not the oldest. */
Test(variants, a_tally_knows_when_the_first_line_must_go)
{
	const int64_t day = 86400, now = PROPS_NOW;
	const struct keep long_ = { KEEP_DAYS, 100 }, brief = { KEEP_DAYS, 10 };
	struct tally t, more;

	tally_init(&t);
	tally_init(&more);
	cr_expect_eq(t.expires, INT64_MAX);
	cr_expect_eq(t.keep.unit, KEEP_FOREVER);
	tally_keep(&t, &long_, now - 50 * day);
	tally_keep(&t, &(struct keep){ .unit = KEEP_FOREVER }, 0);
	cr_expect_eq(t.keep.count, 100);
	tally_keep(&more, &brief, now);
	tally_add(&t, &more);
	cr_expect_eq(t.keep.count, 10);
	cr_expect_eq(t.expires, period_expiry(&brief, now));
	tally_keep(&more, &long_, now);
	cr_expect_eq(more.keep.count, 10);
}
