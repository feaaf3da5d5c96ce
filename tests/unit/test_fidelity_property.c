/* SPDX-License-Identifier: ISC */
/*
 * What is harmless stays byte for byte: of any line in which nothing was
 * found, request, status, bytes and referer come out as they went in; and in
 * URLs of words, small numbers, versions and files nothing is found.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "unit/props_fixture.h"

enum { ROUNDS = 20000, TEXT_MAX = 1000, LINE_ROOM = 3 * TEXT_MAX };

#define BEFORE "192.0.2.7 - - [21/Nov/2026:13:55:36 +0000] "
#define BEHIND " \"x\""

TestSuite(fidelity_property, .init = setup, .fini = teardown);

/* A worker for nginx's own format. */
static struct worker *
combined(void)
{
	const struct formatfile *f =
	    props_format(props.catalog, SPAN("nginx-combined"));

	return (props_worker(&props, f->matcher));
}

/* Run ${line}; the output, and in ${hits} how much was found. */
static struct span
run(struct worker *w, struct span line, uint64_t *hits)
{
	static char text[LINE_ROOM];
	struct chunk c = { .p = text, .n = line.n + 1, .bytes = line.n + 1 };
	const struct batch *b;
	const struct part *part;
	struct tally t;
	size_t n;

	cr_assert(line.n < sizeof(text));
	memcpy(text, line.p, line.n);
	text[line.n] = '\n';
	b = worker_run(w, &c, PROPS_NOW, &t);
	cr_assert(b != NULL);
	cr_assert_eq(t.verdict[VERDICT_CLEAN], 1, "%.*s", (int)line.n, line.p);
	*hits = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (int p = 0; p < PLACE_COUNT; p++)
			*hits += t.hits[k][p];
	part = batch_parts(b, &n);
	cr_assert_eq(n, 1);
	return (part->bytes);
}

/* What must stay of ${line}: all behind the time. */
static struct span
kept(struct span line)
{
	return (span_from(line, span_find(line, SPAN("] "))));
}

static bool
is_kept(struct span line, struct span out)
{
	return (out.n > 0 && out.p[out.n - 1] == '\n' &&
	    span_eq(kept(line), kept(span_make(out.p, out.n - 1))));
}

/* --------------------------------------------------- harmless, word by word */

static const char *const words[] = { "shoes", "node", "blue-suede-shoes",
	"caf%C3%A9", "%E9%9D%B4", "index.html",
	("logo@2x"
	 ".png"),
	"a.b.c", "v2", "jquery-3.7.1.min.js", "price_asc", "-name", "16:9",
	"1920x1080", "en-GB", "%5Bnew%5D", "10%25", "C%2B%2B", "foo::bar",
	"AB-1234", "1.2.3", "99.95", "1,2,3", "f=b103%2Cb121", "wp-content",
	"~archive", "photo_2019_final(2).jpg", "std%3A%3Astring", "H7", "all",
	"true", "\\xC3\\xA9t\\xC3\\xA9", "ff00aa", "%2Fa%2Fb", "2024-w47",
	"x" };

static const char *const names[] = { "page", "sort", "size", "lang", "v", "f",
	"category", "colour", "filter[brand][]", "product_id", "limit", "view",
	"utm_source", "ver", "w", "per-page", "order", "%D9%86", "b" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
add_value(struct props_random *r, struct buf *out)
{
	char number[24];

	if (props_draw(r, 3) > 0) {
		buf_addspan(out, span_str(words[props_draw(r, COUNT(words))]));
		return;
	}
	(void)snprintf(number, sizeof(number), "%u",
	    (unsigned)props_draw(r, props_draw(r, 2) ? 100 : 100000));
	buf_addspan(out, span_str(number));
}

/* A path with a query, or without one. */
static void
add_url(struct props_random *r, struct buf *out)
{
	static const char *const marks[] = { "?", "&", ";", "&amp;" };
	const size_t mark = 1 + props_draw(r, 3);
	const size_t segments = 1 + props_draw(r, 4);
	const size_t params = props_draw(r, 5);

	for (size_t i = 0; i < segments; i++) {
		buf_addc(out, '/');
		add_value(r, out);
	}
	for (size_t i = 0; i < params; i++) {
		buf_addspan(out, span_str(marks[i == 0 ? 0 : mark]));
		buf_addspan(out, span_str(names[props_draw(r, COUNT(names))]));
		buf_addc(out, '=');
		if (props_draw(r, 8) > 0)
			add_value(r, out);
	}
}

/* ---------------------------------------------------------- any bytes at all */

/*
 * Anything that may stand in quotes, the start of a user and of a fragment
 * left aside: those go whatever they hold.
 */
static void
add_any(struct props_random *r, struct buf *out)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789"
	    "ABCDEF0123456789.-_~!$&'()*+,;=:%/?{}[]|^ ";
	const size_t n = props_draw(r, 120);
	const bool spaced = props_draw(r, 4) == 0;
	char escape[8];

	for (size_t i = 0; i < n; i++) {
		const char c = bytes[props_draw(r, sizeof(bytes) - 1)];

		if (props_draw(r, 12) == 0) {
			(void)snprintf(escape, sizeof(escape),
			    props_draw(r, 2) ? "%%%02X" : "\\x%02X",
			    (unsigned)props_draw(r, 256));
			buf_addspan(out, span_str(escape));
		} else if (c != ' ' || spaced)
			buf_addc(out, c);
	}
}

/* A line of nginx whose URL and referer ${add} makes. */
static void
make_line(struct props_random *r,
    void (*add)(struct props_random *, struct buf *), struct buf *line)
{
	buf_reset(line);
	buf_addspan(line, SPAN(BEFORE "\"GET /a"));
	add(r, line);
	buf_addspan(line, SPAN(" HTTP/1.1\" 200 26 \""));
	if (props_draw(r, 2) == 0)
		buf_addc(line, '-');
	else {
		buf_addspan(line, SPAN("https://www.example.org/"));
		add(r, line);
	}
	buf_addspan(line, SPAN("\"" BEHIND));
}

Test(fidelity_property, nothing_is_found_in_harmless_urls)
{
	struct props_random r = { 20261122 };
	struct worker *w = combined();
	struct buf line;

	buf_init(&line, LINE_ROOM);
	for (int i = 0; i < ROUNDS; i++) {
		struct span out;
		uint64_t hits;

		make_line(&r, add_url, &line);
		out = run(w, buf_span(&line), &hits);
		cr_assert_eq(hits, 0, "%.*s\n%.*s", (int)line.n, line.p,
		    (int)out.n, out.p);
		cr_assert(is_kept(buf_span(&line), out), "%.*s\n%.*s",
		    (int)line.n, line.p, (int)out.n, out.p);
	}
	buf_release(&line);
	worker_free(w);
}

Test(fidelity_property, what_changes_was_found)
{
	struct props_random r = { 4711 };
	struct worker *w = combined();
	struct buf line;
	int same = 0;

	buf_init(&line, LINE_ROOM);
	for (int i = 0; i < ROUNDS; i++) {
		struct span out;
		uint64_t hits;

		make_line(&r, add_any, &line);
		out = run(w, buf_span(&line), &hits);
		if (hits > 0)
			continue;
		same++;
		cr_assert(is_kept(buf_span(&line), out), "%.*s\n%.*s",
		    (int)line.n, line.p, (int)out.n, out.p);
	}
	/* Or there would be nothing that is tried. */
	cr_assert_gt(same, ROUNDS / 4);
	buf_release(&line);
	worker_free(w);
}
