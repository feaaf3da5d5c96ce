/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "flow/worker.h"
#include "match/catalog.h"
#include "unit/props.h"

enum { NOW = 1795305600, LINES = 3000, TEXT_MAX = 1 << 20 };

struct bench {
	struct arena *arena;
	struct catalog *catalog;
	struct policy policy;
	const struct names *names;
	struct setup setup;
	char *text;
	size_t n;
};

/* A line from few parts, so that much comes again and some of it is odd. */
static int
put_line(char *p, unsigned r)
{
	static const char *const hosts[] = { "192.0.2.7", "198.51.100.23",
		"2001:db8::7", "unix:", "host.example.net", "::ffff:192.0.2.9",
		"203.0.113.0" };
	static const char *const requests[] = { "GET / HTTP/1.1",
		"GET /a/198.51.100.23/b HTTP/1.1", "GET /?email=jo@example.org",
		"GET /%32%30%33.0.113.0 HTTP/2.0", "\\x16\\x03\\x01",
		"GET /2001:db8::7 HTTP/1.1",
		"GET /x HTTP/1.1 - - [10/Oct/2026:13:55:36 +0000] ", "",
		"GET /192-0-2-7.html?page=2&sid=0123456789abcdef01234567" };
	static const char *const agents[] = { "-", "curl/8.5",
		"Mozilla/5.0 (X11) Chrome/126.0.1.2 Safari/537.36",
		"Mozilla/5.0 Chrome/203.0.113.0 Edg/126.0.0.0 OPR/1.0.0.0",
		"bot jo@example.org (+https://example.org/198.51.100.23)" };
	static const char *const stamps[] = { "10/Oct/2026:13:55:36 +0000",
		"10/Oct/2026:13:55:37 +0000", "11/Oct/2026:00:00:00 -0700",
		"31/Feb/2026:13:55:36 +0000", "10/Oct/2006:13:55:36 +0000" };
	static const char *const users[] = { "-", "-", "jo.smith", "x" };

	if (r % 53 == 0)
		return (snprintf(p, 1024, "not a line%c%u\n",
		    r % 2 ? '\0' : ' ', r));
	return (snprintf(p, 1024,
	    "%s - %s [%s] \"%s\" 200 %u \"%s\" \"%s\"%s\n", hosts[r % 7],
	    users[r / 7 % 4], stamps[r / 11 % 16 % 5], requests[r / 3 % 9], r,
	    r % 3 == 0 ? "-" : "https://example.org/jo.smith",
	    agents[r / 5 % 5], r % 31 == 0 ? "\r" : ""));
}

static void
bench_init(struct bench *b)
{
	char why[FORMATFILE_WHY];
	unsigned r = 1;

	memset(b, 0, sizeof(*b));
	cr_assert((b->arena = arena_new(1 << 24)) != NULL);
	b->catalog = catalog_load(b->arena, "/nonexistent", why);
	cr_assert(b->catalog != NULL, "%s", why);
	for (int i = 0; i < CLASS_COUNT; i++)
		b->policy.rule[i] = rule_default((enum class)i);
	b->policy.keep = (struct keep){ KEEP_MONTHS, 14 };
	b->policy.output.rotate = PERIOD_DAY;
	cr_assert((b->names = names_builtin(b->arena)) != NULL);
	b->setup.policy = &b->policy;
	b->setup.names = b->names;
	b->setup.matcher =
	    props_format(b->catalog, SPAN("nginx-combined"))->matcher;
	b->setup.plan = plan_new(b->arena, matcher_format(b->setup.matcher),
	    &b->policy, why);
	cr_assert(b->setup.plan != NULL, "%s", why);
	cr_assert((b->text = malloc(TEXT_MAX)) != NULL);
	for (unsigned i = 0; i < LINES; i++) {
		r = r * 1103515245 + 12345;
		b->n += (size_t)put_line(b->text + b->n, r >> 8);
		cr_assert(b->n < TEXT_MAX - 1024);
	}
}

static void
bench_release(struct bench *b)
{
	free(b->text);
	catalog_free(b->catalog);
	arena_free(b->arena);
}

/* Run bytes [from, to) and append what comes of them to ${out}. */
static void
run(struct worker *w, const struct bench *b, const size_t range[2],
    struct tally *sum, struct buf *out)
{
	struct chunk c = { .p = b->text + range[0],
		.n = range[1] - range[0],
		.bytes = range[1] - range[0] };
	const struct batch *batch;
	const struct part *part;
	struct tally t;
	size_t n;

	batch = worker_run(w, &c, NOW, &t);
	cr_assert(batch != NULL);
	part = batch_parts(batch, &n);
	cr_assert(n <= 1);
	if (n == 1)
		buf_addspan(out, part[0].bytes);
	tally_add(sum, &t);
}

static void
expect_same(const struct tally *a, const struct tally *b)
{
	cr_expect_eq(a->lines, b->lines);
	cr_expect_eq(memcmp(a->verdict, b->verdict, sizeof(a->verdict)), 0);
	cr_expect_eq(memcmp(a->hits, b->hits, sizeof(a->hits)), 0);
	cr_expect_eq(a->oldest, b->oldest);
	cr_expect_eq(a->newest, b->newest);
}

/* What a worker remembers of earlier chunks shows nowhere. */
Test(worker, the_same_chunk_gives_the_same_batch)
{
	struct bench b;
	struct worker *w;
	struct tally first, again;
	struct buf one, two;

	bench_init(&b);
	buf_init(&one, TEXT_MAX);
	buf_init(&two, TEXT_MAX);
	tally_init(&first);
	tally_init(&again);
	cr_assert((w = worker_new(&b.setup)) != NULL);
	run(w, &b, (size_t[]){ 0, b.n }, &first, &one);
	run(w, &b, (size_t[]){ 0, b.n }, &again, &two);
	cr_expect(one.n > 0 && span_eq(buf_span(&one), buf_span(&two)));
	expect_same(&first, &again);
	cr_expect(first.verdict[VERDICT_CLEAN] > LINES / 2);
	cr_expect(first.verdict[VERDICT_SPLICED] > 0);
	cr_expect(first.verdict[VERDICT_UNMATCHED] > 0);
	cr_expect(first.verdict[VERDICT_EXPIRED] > 0);
	cr_expect(first.verdict[VERDICT_BINARY] > 0);
	worker_free(w);
	buf_release(&one);
	buf_release(&two);
	bench_release(&b);
}

/* Line by line, each by a worker without a past, comes to the same. */
Test(worker, what_comes_of_lines_joined_is_what_comes_of_each)
{
	struct bench b;
	struct tally whole, each;
	struct buf one, two;
	struct worker *w;
	size_t at = 0;

	bench_init(&b);
	buf_init(&one, TEXT_MAX);
	buf_init(&two, TEXT_MAX);
	tally_init(&whole);
	tally_init(&each);
	cr_assert((w = worker_new(&b.setup)) != NULL);
	run(w, &b, (size_t[]){ 0, b.n }, &whole, &one);
	worker_free(w);
	while (at < b.n) {
		const size_t end =
		    at + span_index(span_make(b.text + at, b.n - at), '\n') + 1;

		cr_assert((w = worker_new(&b.setup)) != NULL);
		run(w, &b, (size_t[]){ at, end }, &each, &two);
		worker_free(w);
		at = end;
	}
	cr_expect(span_eq(buf_span(&one), buf_span(&two)));
	expect_same(&whole, &each);
	buf_release(&one);
	buf_release(&two);
	bench_release(&b);
}

/* What the operator may look at: each line as it came, of some verdicts. */
Test(worker, the_quarantine_gets_lines_as_they_came)
{
	static const char text[] = "unmatched \xff jo@example.org\r\n"
				   "\n"
				   "192.0.2.7 - - [10/Oct/2026:13:55:36 +0000] "
				   "\"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n"
				   "192.0.2.7 - - [10/Oct/2006:13:55:36 +0000] "
				   "\"GET / HTTP/1.1\" 200 1 \"-\" \"-\"\n"
				   "bin\0ary\n"
				   "192.0.2.7 - - [10/Oct";
	struct span got;
	struct tally t;
	struct worker *w;
	struct chunk c;
	struct bench b;
	char copy[sizeof(text)];

	memcpy(copy, text, sizeof(text));
	c = (struct chunk){ .p = copy, .n = sizeof(text) - 1, .last = true };
	bench_init(&b);
	cr_assert((w = worker_new(&b.setup)) != NULL);
	cr_assert(worker_run(w, &c, NOW, &t) != NULL);
	cr_expect_eq(worker_withheld(w).n, 0);
	worker_free(w);
	b.policy.withholding.dir = "/nonexistent";
	cr_assert((w = worker_new(&b.setup)) != NULL);
	for (int i = 0; i < 2; i++) {
		cr_assert(worker_run(w, &c, NOW, &t) != NULL);
		got = worker_withheld(w);
		cr_expect(t.lines == 6 && t.verdict[VERDICT_CLEAN] == 1 &&
		    t.verdict[VERDICT_EXPIRED] == 1);
		cr_expect(span_eq(got,
		    SPAN("unmatched \xff jo@example.org\r\n\nbin\0ary\n"
			 "192.0.2.7 - - [10/Oct\n")));
	}
	worker_free(w);
	bench_release(&b);
}
