/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "flow/header.h"
#include "flow/worker.h"
#include "match/formatfile.h"

enum { NOW = 1795305600 };

struct bench {
	struct arena *arena;
	struct policy policy;
	struct formatfile file;
	const struct names *names;
	struct setup setup;
};

static void
bench_init(struct bench *b)
{
	char why[FORMATFILE_WHY];

	memset(b, 0, sizeof(*b));
	cr_assert((b->arena = arena_new(1 << 24)) != NULL);
	cr_assert(formatfile_directive(b->arena, SPAN("w3c 'c-ip'"), &b->file,
		      why) == 0,
	    "%s", why);
	for (int i = 0; i < CLASS_COUNT; i++)
		b->policy.rule[i] = rule_default((enum class)i);
	b->policy.keep = (struct keep){ KEEP_MONTHS, 14 };
	b->policy.output.rotate = PERIOD_DAY;
	cr_assert((b->names = names_builtin(b->arena)) != NULL);
	b->setup.policy = &b->policy;
	b->setup.names = b->names;
	b->setup.matcher = b->file.matcher;
	b->setup.plan = plan_new(b->arena, matcher_format(b->setup.matcher),
	    &b->policy, why);
	cr_assert(b->setup.plan != NULL, "%s", why);
}

/* What comes of ${text} in two chunks, of which the first has ${n} bytes. */
static void
run(const struct bench *b, struct span text, size_t n, struct buf *out,
    struct tally *sum)
{
	const size_t size[2] = { n, text.n - n };
	static struct header h;
	struct worker *w;

	h.n = 0;
	buf_reset(out);
	tally_init(sum);
	for (int i = 0; i < 2; i++) {
		struct chunk c = { .p = (char *)(uintptr_t)text.p,
			.n = size[i] };
		const struct batch *batch;
		struct tally t;
		size_t parts;

		/* A worker that saw nothing of what came before. */
		cr_assert((w = worker_new(&b->setup)) != NULL);
		header_pass(&h, b->setup.matcher, &c);
		cr_assert((batch = worker_run(w, &c, NOW, &t)) != NULL);
		(void)batch_parts(batch, &parts);
		if (parts > 0)
			buf_addspan(out, batch_parts(batch, &parts)->bytes);
		tally_add(sum, &t);
		text = span_from(text, size[i]);
		worker_free(w);
	}
}

/* Wherever a stream is cut into chunks, the same comes out. */
Test(header, any_split)
{
	const struct span text = SPAN("192.0.2.7\n"
				      "#Fields: sc-status c-ip\n"
				      "200 192.0.2.7\n"
				      "192.0.2.7\n"
				      "\xef\xbb\xbf#Fields: c-ip cs-method\r\n"
				      "192.0.2.7 GET\r\n"
				      "\n"
				      "#Fields: c-\0ip\n"
				      "192.0.2.7 GET\n"
				      "192.0.2.7\n"
				      "x #Fields: c-ip\n"
				      "#Fields:\n"
				      "192.0.2.7\n"
				      "#Fields: sc-bytes\n"
				      "26\n");
	struct buf whole, parts;
	struct tally one, two;
	struct bench b;

	bench_init(&b);
	buf_init(&whole, 1 << 16);
	buf_init(&parts, 1 << 16);
	run(&b, text, 0, &whole, &one);
	cr_expect(
	    span_find(buf_span(&whole), SPAN("200 192.0.0.0\n")) < whole.n);
	cr_expect(
	    span_find(buf_span(&whole), SPAN("192.0.0.0 GET\r\n")) < whole.n);
	cr_expect(span_ends(buf_span(&whole), SPAN("#Fields: sc-bytes\n26\n")));
	cr_expect_eq(one.verdict[VERDICT_BINARY], 1);
	cr_expect_eq(one.verdict[VERDICT_UNMATCHED], 5);
	for (size_t n = 1; n <= text.n; n++) {
		if (text.p[n - 1] != '\n')
			continue;
		run(&b, text, n, &parts, &two);
		cr_expect(span_eq(buf_span(&whole), buf_span(&parts)), "%zu",
		    n);
		cr_expect(
		    memcmp(one.verdict, two.verdict, sizeof(one.verdict)) == 0);
	}
	buf_release(&whole);
	buf_release(&parts);
	matcher_free(b.file.matcher);
	arena_free(b.arena);
}

/* A header that no chunk has room for is one that nobody can read. */
Test(header, too_long)
{
	struct buf text, whole, parts;
	struct tally t;
	struct bench b;
	size_t n;

	bench_init(&b);
	buf_init(&text, 1 << 16);
	buf_init(&whole, 1 << 16);
	buf_init(&parts, 1 << 16);
	buf_addspan(&text, SPAN("#Fields: c-ip"));
	while (text.n < 2 * CHUNK_HEADER_MAX)
		buf_addc(&text, ' ');
	buf_addspan(&text, SPAN("\n"));
	n = text.n;
	buf_addspan(&text, SPAN("192.0.2.7\n"));
	run(&b, buf_span(&text), 0, &whole, &t);
	cr_expect_eq(t.verdict[VERDICT_UNMATCHED], 2);
	run(&b, buf_span(&text), n, &parts, &t);
	cr_expect_eq(t.verdict[VERDICT_UNMATCHED], 2);
	buf_release(&text);
	buf_release(&whole);
	buf_release(&parts);
	matcher_free(b.file.matcher);
	arena_free(b.arena);
}
