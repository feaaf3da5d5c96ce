/* SPDX-License-Identifier: ISC */
/*
 * Labels in the message of an error log: each byte of it is in one cut or is
 * of a label, whatever labels a client has written into its request.
 */
#include <criterion/criterion.h>

#include "unit/guard.h"
#include "unit/props.h"

enum { ROUNDS = 3000, CUT = 2048 };

static struct props props;
static const struct matcher *matcher;

static void
setup(void)
{
	props_init(&props);
	matcher = props_format(props.catalog, SPAN("nginx-error"))->matcher;
}

static void
teardown(void)
{
	props_free(&props);
}

TestSuite(split_property, .init = setup, .fini = teardown);

#define HEAD "2026/10/10 13:55:36 [error] 7#7: *1 "

static const struct {
	const char *open;
	const char *close;
	const char *field;
} labels[] = {
	{ ", client: ", "", "client" },
	{ ", server: ", "", "server" },
	{ ", request: \"", "\"", "request" },
	{ ", subrequest: \"", "\"", "subrequest" },
	{ ", upstream: \"", "\"", "upstream" },
	{ ", host: \"", "\"", "host" },
	{ ", referrer: \"", "\"", "referrer" },
};

#define LABELS (sizeof(labels) / sizeof(labels[0]))

static bool
is_field(const struct record *r, size_t i, const char *name)
{
	return (
	    span_eq(r->format->fields[r->cut[i].field].name, span_str(name)));
}

/* The label whose part the cut ${i} is, or LABELS. */
static size_t
label_of(const struct record *r, size_t i)
{
	size_t k = 0;

	while (k < LABELS && !is_field(r, i, labels[k].field))
		k++;
	return (k);
}

/* From the message on: gaps are the quote before and the label, no more. */
static void
expect_parts(struct span line, const struct record *r, uint64_t seed)
{
	const char *at = line.p;
	struct span close = SPAN("");
	bool message = false;

	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];
		const size_t k = label_of(r, i);

		cr_assert_eq(c->gap.p, at, "seed %llu",
		    (unsigned long long)seed);
		cr_assert_eq(c->value.p, at + c->gap.n);
		at = c->value.p + c->value.n;
		message |= is_field(r, i, "message");
		if (k == LABELS)
			continue;
		cr_assert(message);
		if (close.n > 0 && span_starts(c->gap, close))
			cr_assert(span_eq(span_from(c->gap, close.n),
			    span_str(labels[k].open)));
		else
			cr_assert(span_eq(c->gap, span_str(labels[k].open)),
			    "seed %llu: %.*s", (unsigned long long)seed,
			    (int)line.n, line.p);
		close = span_str(labels[k].close);
		/* No label is left in a value. */
		for (size_t l = 0; l < LABELS; l++)
			cr_assert_eq(span_find(c->value,
					 span_str(labels[l].open)),
			    c->value.n);
	}
	cr_assert(r->tail.p == at && at + r->tail.n == line.p + line.n);
	cr_assert(r->tail.n == 0 || span_eq(r->tail, close));
}

static void
put_message(struct props_random *r, struct buf *out)
{
	static const char *const pieces[] = { "open() \"/a\" failed", "\"",
		", ", ", client", ": ", " 192.0.2.7 ", "GET / HTTP/1.1",
		", host: ", "\\", "\"\"", ", , ", ", request: ", "x" };

	for (size_t n = props_draw(r, 14); n > 0; n--)
		if (props_draw(r, 3) == 0) {
			const size_t k = props_draw(r, LABELS);

			buf_addspan(out, span_str(labels[k].open));
			buf_addspan(out, SPAN("a"));
			if (props_draw(r, 2) == 0)
				buf_addspan(out, span_str(labels[k].close));
		} else
			buf_addspan(out,
			    span_str(pieces[props_draw(r,
				sizeof(pieces) / sizeof(*pieces))]));
}

Test(split_property, every_byte_is_in_one_cut)
{
	struct worker *w = props_worker(&props, matcher);
	struct record record;
	struct buf line;

	buf_init(&line, GUARD_MAX);
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct props_random r = { seed };
		enum verdict v = VERDICT_UNMATCHED;
		struct span s, out;

		buf_reset(&line);
		buf_addspan(&line, SPAN(HEAD));
		put_message(&r, &line);
		s = guard_span(buf_span(&line));
		cr_assert(matcher_line(matcher, props.scratch, s, &record));
		expect_parts(s, &record, seed);
		out = props_run(w, s, &v);
		cr_assert(span_find(out, SPAN("192.0.2.7")) == out.n,
		    "seed %llu: %.*s%.*s", (unsigned long long)seed, (int)s.n,
		    s.p, (int)out.n, out.p);
	}
	worker_free(w);
	buf_release(&line);
}

/* A part at the end of a line that was cut off is not whole. */
static void
try_length(size_t n, const char *label, const char *close, bool partial)
{
	struct record r;
	struct buf line;

	buf_init(&line, GUARD_MAX);
	buf_addspan(&line, SPAN(HEAD "failed, client: 192.0.2.7"));
	buf_addspan(&line, span_str(label));
	while (line.n + strlen(close) < n)
		buf_addc(&line, 'a');
	buf_addspan(&line, span_str(close));
	cr_assert(matcher_line(matcher, props.scratch,
	    guard_span(buf_span(&line)), &r));
	for (size_t i = 0; i < r.ncuts; i++)
		cr_expect_eq(r.cut[i].partial, partial && i + 1 == r.ncuts,
		    "%zu bytes, `%s`, part %zu", n, label, i);
	buf_release(&line);
}

/* nginx's lines have 2048 bytes at most, newline included. */
Test(split_property, what_was_cut_off_is_known)
{
	for (size_t n = CUT - 5; n < CUT + 5; n++) {
		const bool cut = n + 1 >= CUT;

		try_length(n, ", server: ", "", cut);
		try_length(n, ", host: \"", "\"", cut);
		try_length(n, ", host: \"", "", true);
	}
	try_length(100, ", server: ", "", false);
	try_length(100, ", host: \"", "\"", false);
	try_length(100, ", host: \"", "", true);
}
