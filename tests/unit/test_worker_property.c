/* SPDX-License-Identifier: ISC */
/*
 * Of any bytes at all: no line comes out that was not understood, and of one
 * that was, neither the client's address nor an e-mail address.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/guard.h"
#include "unit/props_fixture.h"

enum { ROUNDS = 600, LINE_MAX_ = 1500 };

#define ADDRESS "203.0.113.77"
#define EMAIL "canary@example.org"

TestSuite(worker_property, .init = setup, .fini = teardown);

/* Might a number or a name go on with ${c}? */
static bool
is_more(char c)
{
	return (c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* The address by itself, not as part of a longer number or name. */
static bool
has_address(struct span s)
{
	const struct span canary = SPAN(ADDRESS);

	for (size_t at = 0; (at += span_find(span_from(s, at), canary)) < s.n;
	     at++) {
		const char before = at > 0 ? s.p[at - 1] : ' ';
		const char after =
		    at + canary.n < s.n ? s.p[at + canary.n] : ' ';

		if (before != ':' && !is_more(before) && !is_more(after))
			return (true);
	}
	return (false);
}

/* Replace ${n} bytes at ${at} of ${line} by ${with}. */
static void
splice(struct buf *line, size_t at, size_t n, struct span with)
{
	struct buf copy;

	buf_init(&copy, 4 * LINE_MAX_);
	buf_add(&copy, line->p, at);
	buf_addspan(&copy, with);
	buf_add(&copy, line->p + at + n, line->n - at - n);
	buf_release(line);
	*line = copy;
}

/* Something other than a newline. */
static char
any_byte(struct props_random *r)
{
	static const char likely[] = "\" \\[]-,:/{}0\r\t";
	const char c = props_draw(r, 2) == 0 ?
	    likely[props_draw(r, sizeof(likely) - 1)] :
	    (char)props_draw(r, 256);

	return (c == '\n' ? ' ' : c);
}

/* One thing that may happen to a line of ${all} formats. */
static void
mutate(struct props_random *r, const struct formatfile *other, struct buf *line)
{
	const size_t at = props_draw(r, line->n + 1);
	const size_t left = line->n - at;
	const size_t n = props_draw(r, left < 20 ? left + 1 : 20);
	const char c = any_byte(r);

	switch (props_draw(r, 7)) {
	case 0:
		splice(line, at, n, SPAN(""));
		break;
	case 1:
		splice(line, at, 0, span_make(&c, 1));
		break;
	case 2:
		splice(line, at, left > 0, span_make(&c, 1));
		break;
	case 3:
		splice(line, at, 0, SPAN(ADDRESS));
		break;
	case 4:
		splice(line, at, n, SPAN(" " EMAIL " "));
		break;
	case 5:
		splice(line, at, left,
		    span_from(other->samples->line,
			props_draw(r, other->samples->line.n)));
		break;
	default:
		splice(line, props_draw(r, at + 1), 0, span_make(line->p, n));
	}
}

/* The client of a good line is the canary. Header lines say what it is. */
static void
plant(const struct formatfile *f, struct worker *w, const struct sample *s,
    struct buf *line)
{
	enum verdict ignored;
	struct record r;

	for (const struct sample *h = f->samples; h != s; h = h->next)
		if (h->line.p[0] == '#') {
			(void)matcher_line(f->matcher, props.scratch, h->line,
			    &r);
			(void)props_run(w, h->line, &ignored);
		}
	cr_assert(matcher_line(f->matcher, props.scratch, s->line, &r));
	buf_reset(line);
	for (size_t i = 0; i < r.ncuts; i++) {
		const bool client =
		    r.format->fields[r.cut[i].field].class == CLASS_IP;

		buf_addspan(line, r.cut[i].gap);
		buf_addspan(line, client ? SPAN(ADDRESS) : r.cut[i].value);
	}
	buf_addspan(line, r.tail);
}

static void
expect_safe(struct worker *w, struct span line, const char *what,
    const uint64_t seed)
{
	enum verdict v = VERDICT_UNMATCHED;
	const struct span out = props_run(w, line, &v);

	cr_assert(!has_address(out), "%s, seed %llu:\n%.*s\n%.*s", what,
	    (unsigned long long)seed, (int)line.n, line.p, (int)out.n, out.p);
	cr_assert(span_find(out, SPAN(EMAIL)) == out.n,
	    "%s, seed %llu:\n%.*s\n%.*s", what, (unsigned long long)seed,
	    (int)line.n, line.p, (int)out.n, out.p);
}

static void
try_format(const struct formatfile *all, size_t n, size_t i)
{
	struct worker *w = props_worker(&props, all[i].matcher);
	struct props_random r;
	struct buf line;
	char what[64];

	(void)snprintf(what, sizeof(what), "%.*s", (int)all[i].name.n,
	    all[i].name.p);
	buf_init(&line, 4 * LINE_MAX_);
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		const struct sample *s = all[i].samples;

		r.state = seed * 1000 + i;
		for (size_t k = props_draw(&r, 4); k > 0 && s->next != NULL;
		     k--)
			s = s->next;
		plant(&all[i], w, s, &line);
		for (size_t k = 1 + props_draw(&r, 4); k > 0; k--)
			mutate(&r, &all[props_draw(&r, n)], &line);
		if (line.n <= GUARD_MAX)
			expect_safe(w, guard_span(buf_span(&line)), what, seed);
	}
	worker_free(w);
	buf_release(&line);
}

Test(worker_property, mutated_lines)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);

	for (size_t i = 0; i < n; i++)
		if (!all[i].framing)
			try_format(all, n, i);
}

Test(worker_property, random_bytes)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);

	for (size_t i = 0; i < n; i++) {
		struct props_random r = { i };
		struct worker *w;
		struct buf line;

		if (all[i].framing)
			continue;
		buf_init(&line, GUARD_MAX);
		w = props_worker(&props, all[i].matcher);
		for (size_t k = 0; k < ROUNDS; k++) {
			buf_reset(&line);
			for (size_t m = props_draw(&r, 200); m > 0; m--)
				buf_addc(&line, any_byte(&r));
			buf_addspan(&line, SPAN(" " ADDRESS " " EMAIL));
			expect_safe(w, guard_span(buf_span(&line)), "random",
			    k);
		}
		worker_free(w);
		buf_release(&line);
	}
}
