/* SPDX-License-Identifier: ISC */
/*
 * Nobody can make a line expensive: matching takes time linear in its length,
 * whatever stands in it.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/cputime.h"
#include "unit/props_fixture.h"

enum {
	MILLISECONDS_MAX = 200 * CPUTIME_FACTOR,
	BYTES = 32 * 1024,
	LIST = 1000
};

TestSuite(linear, .init = setup, .fini = teardown);

/* What a field may be filled with: all of it looks like its end. */
static const char *const fillings[] = { "a", "1", " 1", ", 1", " : 1", "\\",
	"\\\\", "\"", " ", "1.1", "-", ":", "[", ". 1", "{", "::1 ",
	"/search/a", "&q=a" };

#define FILLINGS (sizeof(fillings) / sizeof(fillings[0]))

/* The line of ${r} with its cut ${i} filled with ${s}. */
static void
fill(const struct record *r, size_t i, struct span s, struct buf *out)
{
	const struct cut *c = &r->cut[i];
	const char *start = r->cut[0].gap.p;
	const char *end = r->tail.p + r->tail.n, *from = c->value.p;

	buf_reset(out);
	buf_add(out, start, (size_t)(from - start));
	while (out->n + s.n + (size_t)(end - from) <= BYTES)
		buf_addspan(out, s);
	buf_addc(out, 'x');
	buf_add(out, from + c->value.n, (size_t)(end - from) - c->value.n);
}

static void
try_line(const struct formatfile *f, const struct record *r, size_t i,
    struct span s, struct buf *line)
{
	const struct field *field = &r->format->fields[r->cut[i].field];
	struct record ignored;
	long start;

	fill(r, i, s, line);
	start = cputime_ms();
	(void)matcher_line(f->matcher, props.scratch, buf_span(line), &ignored);
	start = cputime_ms() - start;
	cr_assert(start < MILLISECONDS_MAX, "%.*s: %.*s: %ld ms for `%.*s`",
	    (int)f->name.n, f->name.p, (int)field->name.n, field->name.p, start,
	    (int)s.n, s.p);
}

Test(linear, a_line_full_of_what_may_end_a_field)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);
	struct matching *own = matcher_scratch();
	struct buf line;

	cr_assert(own != NULL);
	buf_init(&line, 2 * BYTES);
	for (size_t i = 0; i < n; i++) {
		struct record r;

		cr_assert(matcher_line(all[i].matcher, own,
		    all[i].samples->line, &r));
		for (size_t k = 0; k < r.ncuts; k++) {
			const struct span behind =
			    k + 1 < r.ncuts ? r.cut[k + 1].gap : r.tail;

			for (size_t j = 0; j < FILLINGS; j++)
				try_line(&all[i], &r, k, span_str(fillings[j]),
				    &line);
			if (behind.n > 0)
				try_line(&all[i], &r, k, behind, &line);
		}
	}
	buf_release(&line);
	matcher_scratch_free(own);
}

/* What stands before a list of numbers may hold short ones; only so much of
 * each is read to tell them from it. */
Test(linear, lists_of_numbers_before_a_long_one)
{
	char why[FORMATFILE_WHY];
	struct formatfile file;
	struct record r;
	struct buf line;
	size_t start;

	buf_init(&line, BYTES);
	cr_assert(formatfile_directive(props.arena,
		      SPAN("nginx '$upstream_addr $upstream_response_time ms'"),
		      &file, why) == 0);
	for (size_t i = 0; i < LIST; i++)
		buf_addspan(&line, SPAN(" 1, 2 : 3, 4x"));
	start = line.n + 1;
	for (size_t i = 0; i < LIST; i++)
		buf_addspan(&line, SPAN(" 1 : 2,"));
	buf_addspan(&line, SPAN(" 3 ms"));
	cr_assert(
	    matcher_line(file.matcher, props.scratch, buf_span(&line), &r));
	cr_expect_eq(r.cut[1].value.p, line.p + start);
	matcher_free(file.matcher);
	buf_release(&line);
}
