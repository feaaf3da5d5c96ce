/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "match/catalog.h"
#include "unit/props.h"

/*
 * A line of error logs: ${head}, `^` until there are ${at} bytes, ${tail}. Its
 * cuts are joined by `|`, of a partial one with `~` behind it, without the
 * padding.
 */
static const struct {
	const char *format;
	size_t at;
	const char *head;
	const char *tail;
	const char *cuts; /* those of the message and behind it */
} cases[] = {
	{ "nginx-error", 1990, "open() \"/a/", "/b\" failed, client: 192.0.2.7",
	    "open() \"/a//b\" failed|192.0.2.7" },
	/* What nginx leaves out to have room for the error. */
	{ "nginx-error", 1989, "open() \"/a/",
	    "/jo@examp... (2: No such file or directory), client: 192.0.2",
	    "open() \"/a//jo@examp~| (2: No such file or directory)|192.0.2~" },
	{ "nginx-error", 1989, "open() \"/a/",
	    "/jo@examp... (5: Some error), client: 192.0.2.7",
	    "open() \"/a//jo@examp~| (5: Some error)|192.0.2.7" },
	{ "nginx-error", 1900, "open() \"/a/", "... (b)\" failed",
	    "open() \"/a/... (b)\" failed" },
	/* Where they end. */
	{ "nginx-error", 2045, "\"/a/", "/b", "\"/a//b~" },
	{ "nginx-error", 2044, "\"/a/", "/b", "\"/a//b" },
	{ "apache-error", 8188, "AH00127: Cannot map GET /a/", "/b",
	    "AH00127: Cannot map GET /a//b~" },
	{ "apache-error", 8185, "AH00127: Cannot map GET /a/", "/b",
	    "AH00127: Cannot map GET /a//b~" },
	{ "apache-error", 8184, "AH00127: Cannot map GET /a/", "/b",
	    "AH00127: Cannot map GET /a//b" },
};

static void
make_line(size_t i, struct buf *line)
{
	const bool nginx = cases[i].format[0] == 'n';

	buf_reset(line);
	buf_addspan(line,
	    nginx ? SPAN("2015/01/21 10:56:10 [error] 2833#0: *1 ") :
		    SPAN("[Sun Sep 14 21:44:43.008606 2014] [core:error] "
			 "[pid 10691:tid 140123] [client 192.0.2.7:44271] "));
	buf_addspan(line, span_str(cases[i].head));
	while (line->n < cases[i].at)
		buf_addc(line, '^');
	buf_addspan(line, span_str(cases[i].tail));
}

/* The cuts of a record from the message on. */
static void
put_cuts(const struct record *r, struct buf *out)
{
	bool message = false;

	buf_reset(out);
	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];

		if (message)
			buf_addc(out, '|');
		message |=
		    span_eq(r->format->fields[c->field].name, SPAN("message"));
		if (!message)
			continue;
		for (size_t k = 0; k < c->value.n; k++)
			if (c->value.p[k] != '^')
				buf_addc(out, c->value.p[k]);
		if (c->partial)
			buf_addc(out, '~');
	}
}

Test(split, what_a_server_cut_off_is_marked)
{
	char why[FORMATFILE_WHY];
	struct arena *arena = arena_new(1 << 24);
	struct catalog *c = catalog_load(arena, "/nonexistent", why);
	struct matching *scratch = matcher_scratch();
	struct buf line, got;

	cr_assert(c != NULL, "%s", why);
	buf_init(&line, 1 << 14);
	buf_init(&got, 1 << 14);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct formatfile *f =
		    props_format(c, span_str(cases[i].format));
		struct record r;

		make_line(i, &line);
		cr_assert(matcher_line(f->matcher, scratch, buf_span(&line),
			      &r),
		    "%zu does not match", i);
		put_cuts(&r, &got);
		cr_expect(span_eq(buf_span(&got), span_str(cases[i].cuts)),
		    "%zu: %.*s", i, (int)got.n, got.p);
	}
	buf_release(&line);
	buf_release(&got);
	matcher_scratch_free(scratch);
	catalog_free(c);
	arena_free(arena);
}
