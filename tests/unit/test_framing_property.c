/* SPDX-License-Identifier: ISC */
/*
 * A line behind any framing is the line it is without: the same fields, the
 * same time, the same clean text at its end.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/guard.h"
#include "unit/props_fixture.h"

TestSuite(framing_property, .init = setup, .fini = teardown);

/* A line of a format, and what is known of it without a framing. */
struct bare {
	struct span line;
	struct record record;
	struct matching *scratch;
	struct worker *worker;
	struct span out;
	enum verdict verdict;
};

static void
expect_same(const struct bare *b, struct span line, const struct record *r)
{
	const size_t from = line.n - b->line.n,
		     more = r->ncuts - b->record.ncuts;

	cr_assert(r->ncuts > b->record.ncuts, "%.*s", (int)line.n, line.p);
	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];
		const struct cut *d = &b->record.cut[i - more];

		if (i < more) {
			cr_assert(r->format->fields[c->field].spare, "%.*s",
			    (int)line.n, line.p);
			continue;
		}
		cr_assert_eq(c->field, d->field, "%.*s", (int)line.n, line.p);
		cr_assert_eq(c->partial, d->partial);
		cr_assert_eq(c->value.n, d->value.n, "%.*s", (int)line.n,
		    line.p);
		cr_assert_eq((size_t)(c->value.p - line.p) - from,
		    (size_t)(d->value.p - b->line.p), "%.*s", (int)line.n,
		    line.p);
	}
}

static void
try_framing(const struct matcher *m, const struct bare *b, struct span prefix)
{
	enum verdict v = VERDICT_UNMATCHED;
	struct record r;
	struct span line, out;
	struct buf text;

	buf_init(&text, GUARD_MAX);
	buf_addspan(&text, prefix);
	buf_addspan(&text, b->line);
	line = guard_span(buf_span(&text));
	cr_assert(matcher_line(m, props.scratch, line, &r), "%.*s", (int)line.n,
	    line.p);
	expect_same(b, line, &r);
	out = props_run(b->worker, line, &v);
	cr_assert_eq(v, b->verdict, "%.*s", (int)line.n, line.p);
	cr_assert(span_ends(out, b->out), "%.*s\n%.*s\n%.*s", (int)line.n,
	    line.p, (int)out.n, out.p, (int)b->out.n, b->out.p);
	buf_release(&text);
}

static void
try_framings(const struct matcher *m, const struct bare *b)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);

	for (size_t i = 0; i < n; i++)
		for (const struct sample *s = all[i].samples;
		     s != NULL && all[i].framing; s = s->next) {
			cr_assert(span_ends(s->line, SPAN("LINE")));
			try_framing(m, b, span_make(s->line.p, s->line.n - 4));
		}
}

static void
try_line(const struct formatfile *f, struct span line)
{
	struct bare b = { .line = line, .scratch = matcher_scratch() };
	struct buf copy;

	cr_assert(b.scratch != NULL);
	cr_assert(matcher_line(f->matcher, b.scratch, line, &b.record));
	b.worker = props_worker(&props, f->matcher);
	buf_init(&copy, GUARD_MAX * 2);
	buf_addspan(&copy, props_run(b.worker, line, &b.verdict));
	b.out = buf_span(&copy);
	try_framings(f->matcher, &b);
	worker_free(b.worker);
	matcher_scratch_free(b.scratch);
	buf_release(&copy);
}

Test(framing_property, samples_are_read_alike_behind_any_framing)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);

	/* But those with header lines, see match/columns.h. */
	for (size_t i = 0; i < n; i++)
		for (const struct sample *s = all[i].samples; s != NULL &&
		     !all[i].framing && all[i].samples->line.p[0] != '#';
		     s = s->next)
			try_line(&all[i], s->line);
}
