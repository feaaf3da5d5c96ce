/* SPDX-License-Identifier: ISC */
/*
 * Of any format and any line of it: the matcher gives back what the server
 * put in, and what it gives back is all of the line.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/guard.h"
#include "unit/props_fixture.h"

enum { FORMATS = 400, LINES = 25, ROUNDS = 40, VARS_MAX = 9 };

TestSuite(match_property, .init = setup, .fini = teardown);

/* Gap and value of each cut and the tail are the line, in order. */
static void
expect_tiles(struct span line, const struct record *r, const char *what)
{
	const char *at = line.p;

	for (size_t i = 0; i < r->ncuts; i++) {
		cr_assert_eq(r->cut[i].gap.p, at, "%s", what);
		at += r->cut[i].gap.n;
		cr_assert_eq(r->cut[i].value.p, at, "%s", what);
		at += r->cut[i].value.n;
	}
	cr_assert(r->tail.p == at && at + r->tail.n == line.p + line.n, "%s",
	    what);
}

static void
expect_same(const struct props_line *l, struct span line,
    const struct record *r, const char *what)
{
	expect_tiles(line, r, what);
	cr_assert_eq(r->ncuts, l->n, "%s\n%.*s", what, (int)line.n, line.p);
	for (size_t i = 0; i < l->n; i++) {
		const struct span got = r->cut[i].value;
		const struct span want = l->part[i].value;

		cr_assert_eq(&r->format->fields[r->cut[i].field],
		    l->part[i].field, "%s", what);
		cr_assert(span_eq(got, want), "%s\n%.*s\n%.*s: %.*s, not %.*s",
		    what, (int)line.n, line.p, (int)l->part[i].field->name.n,
		    l->part[i].field->name.p, (int)got.n, got.p, (int)want.n,
		    want.p);
	}
}

/* A field of text without quotes around it may shift those behind it. */
static bool
has_bare_text(const struct props_line *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct span behind =
		    i + 1 < l->n ? l->part[i + 1].gap : l->tail;

		if (l->part[i].field->shape == SHAPE_TEXT &&
		    l->part[i].field->class != CLASS_USER && behind.n > 0 &&
		    behind.p[0] != '"')
			return (true);
	}
	return (false);
}

/*
 * However the line was taken apart, the client's address is not in what comes
 * of it; neither is the user, unless that is what nobody can tell: a text
 * without quotes before it that looks as if it ended early.
 */
static void
expect_protected(struct worker *w, const struct props_line *l, bool sloppy,
    struct span line, const char *what)
{
	enum verdict v = VERDICT_UNMATCHED;
	const struct span out = props_run(w, line, &v);

	cr_assert(l->client.n == 0 || span_find(out, l->client) == out.n,
	    "%s\n%.*s\n%.*s", what, (int)line.n, line.p, (int)out.n, out.p);
	if (l->user.n >= 4 && !(sloppy && has_bare_text(l)))
		cr_assert(span_casefind(out, l->user) == out.n,
		    "%s\n%.*s\n%.*s", what, (int)line.n, line.p, (int)out.n,
		    out.p);
}

/* Lines of the template ${l}, some of which are not what they seem. */
static void
try_lines(const struct matcher *m, struct props_line *l, size_t n,
    struct props_random *r, const char *what)
{
	struct worker *w = props_worker(&props, m);
	struct record record;

	for (size_t i = 0; i < n; i++) {
		const bool sloppy = i % 4 == 3;
		struct span line;

		props_fill(l, r, sloppy);
		line = props_join(l);
		if (!sloppy) {
			cr_assert(matcher_line(m, props.scratch, line, &record),
			    "%s\n%.*s", what, (int)line.n, line.p);
			expect_same(l, line, &record, what);
		} else if (matcher_line(m, props.scratch, line, &record))
			expect_tiles(line, &record, what);
		expect_protected(w, l, sloppy, line, what);
	}
	worker_free(w);
}

/* Is it one pattern, and not one that stands behind another's lines? */
static bool
is_plain(const struct formatfile *f)
{
	const struct format *format = matcher_format(f->matcher);

	return (!f->framing && f->samples->line.p[0] != '{' &&
	    span_index(format->shown, '\n') == format->shown.n);
}

Test(match_property, built_in_formats_give_back_what_servers_write)
{
	size_t n;
	const struct formatfile *all = props_formats(props.catalog, &n);

	for (size_t i = 0; i < n; i++) {
		struct props_random r = { i };
		struct props_line l;
		struct record record;
		char what[100];

		if (!is_plain(&all[i]))
			continue;
		(void)snprintf(what, sizeof(what), "%.*s", (int)all[i].name.n,
		    all[i].name.p);
		cr_assert(matcher_line(all[i].matcher, props.scratch,
		    all[i].samples->line, &record));
		props_template(&l, &record);
		try_lines(all[i].matcher, &l, (size_t)ROUNDS * LINES, &r, what);
		props_release(&l);
	}
}

static const char *const nginx[] = { "remote_addr", "remote_user", "time_local",
	"time_iso8601", "msec", "request", "request_uri", "request_method",
	"server_protocol", "status", "body_bytes_sent", "request_time",
	"upstream_response_time", "host", "http_host", "http_referer",
	"http_user_agent", "http_x_forwarded_for", "upstream_addr",
	"http_x_unheard_of", "request_id" };
static const char *const apache[] = { "%h", "%l", "%u", "%t", "%r", "%>s", "%b",
	"%D", "%v", "%p", "%m", "%H", "%U", "%{Referer}i", "%{User-Agent}i",
	"%{X-Forwarded-For}i", "%{X-Unheard-Of}i", "%L" };
/* None starts with what a host or an address may hold. */
static const char *const literals[] = { " ", " - ", "\" \"", "] \"", " [",
	" \"", "\" ", ", ", "; ", " | ", "|", ") (", " x=", "\"}, {\"", "/",
	"  ", " \"\" ", " ~ ~ ~ ", "\t" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A directive under way, and the template of its lines. */
struct making {
	struct props_random *r;
	enum escape escape;
	const char *name[VARS_MAX];
	struct buf directive;
	struct buf gaps;
	size_t gap[VARS_MAX + 2]; /* where each starts in gaps */
	size_t n;
};

/* What comes between the numbers of a list cannot stand behind the list. */
static void
make_literal(struct making *m, size_t i)
{
	const bool edge = i == 0 || i == m->n;
	const char *s = edge && props_draw(m->r, 2) == 0 ?
	    "" :
	    literals[props_draw(m->r, COUNT(literals))];

	if (i > 0 && strcmp(s, ", ") == 0 &&
	    strcmp(m->name[i - 1], "upstream_response_time") == 0)
		s = "; ";
	for (; *s != '\0'; s++) {
		if (*s == '"' && m->escape == ESCAPE_APACHE)
			buf_addc(&m->directive, '\\');
		buf_addc(&m->directive, *s);
		buf_addc(&m->gaps, *s);
	}
}

/* Apache writes the brackets of %t itself. */
static void
make_variable(struct making *m, size_t i)
{
	const bool apaches = m->escape == ESCAPE_APACHE;
	const char *name = apaches ? apache[props_draw(m->r, COUNT(apache))] :
				     nginx[props_draw(m->r, COUNT(nginx))];

	m->name[i] = name;
	if (apaches && strcmp(name, "%t") == 0)
		buf_addc(&m->gaps, '[');
	m->gap[i + 1] = m->gaps.n;
	if (apaches && strcmp(name, "%t") == 0)
		buf_addc(&m->gaps, ']');
	buf_addf(&m->directive, apaches ? "%s" : "${%s}", name);
}

static void
make(struct making *m)
{
	buf_reset(&m->directive);
	buf_reset(&m->gaps);
	m->escape = (enum escape)props_draw(m->r, 3);
	m->n = 1 + props_draw(m->r, VARS_MAX);
	buf_addspan(&m->directive,
	    m->escape == ESCAPE_APACHE	 ? SPAN("apache \"") :
		m->escape == ESCAPE_JSON ? SPAN("nginx escape=json '") :
					   SPAN("nginx '"));
	m->gap[0] = 0;
	for (size_t i = 0; i < m->n; i++) {
		make_literal(m, i);
		make_variable(m, i);
	}
	make_literal(m, m->n);
	m->gap[m->n + 1] = m->gaps.n;
	buf_addc(&m->directive, m->escape == ESCAPE_APACHE ? '"' : '\'');
}

static const struct field *
find_field(const struct format *f, const char *name)
{
	size_t i = 0;

	while (i < f->nfields && !span_eq(f->fields[i].name, span_str(name)))
		i++;
	cr_assert(i < f->nfields, "%s", name);
	return (&f->fields[i]);
}

static void
make_template(const struct making *m, const struct format *f,
    struct props_line *l)
{
	const struct record none = { .format = f };

	props_template(l, &none);
	l->n = m->n;
	for (size_t i = 0; i <= m->n; i++) {
		const struct span gap =
		    span_make(m->gaps.p + m->gap[i], m->gap[i + 1] - m->gap[i]);

		if (i == m->n)
			l->tail = gap;
		else {
			l->part[i].gap = gap;
			l->part[i].field = find_field(f, m->name[i]);
		}
	}
}

Test(match_property, random_formats_give_back_what_servers_write)
{
	struct props_random r;
	struct making m = { .r = &r };
	unsigned made = 0;

	buf_init(&m.directive, 4096);
	buf_init(&m.gaps, 4096);
	for (unsigned seed = 0; seed < FORMATS; seed++) {
		char why[FORMATFILE_WHY] = "", what[400];
		struct formatfile file;
		struct props_line l;

		r.state = seed;
		make(&m);
		(void)snprintf(what, sizeof(what), "seed %u: %.*s", seed,
		    (int)m.directive.n, m.directive.p);
		if (formatfile_directive(props.arena, buf_span(&m.directive),
			&file, why) == -1)
			continue;
		made++;
		make_template(&m, matcher_format(file.matcher), &l);
		try_lines(file.matcher, &l, LINES, &r, what);
		props_release(&l);
		matcher_free(file.matcher);
	}
	cr_assert(made > FORMATS / 2, "%u", made);
	buf_release(&m.directive);
	buf_release(&m.gaps);
}

/* They are the same variables however they are escaped. */
Test(match_property, nginx_variables_mean_the_same_in_json)
{
	for (size_t i = 0; i < COUNT(nginx); i++) {
		struct formatfile a, b;
		char text[100], why[FORMATFILE_WHY];
		const struct field *x, *y;

		(void)snprintf(text, sizeof(text), "nginx '${%s}'", nginx[i]);
		cr_assert(formatfile_directive(props.arena, span_str(text), &a,
			      why) == 0);
		(void)snprintf(text, sizeof(text), "nginx escape=json '${%s}'",
		    nginx[i]);
		cr_assert(formatfile_directive(props.arena, span_str(text), &b,
			      why) == 0);
		x = find_field(matcher_format(a.matcher), nginx[i]);
		y = find_field(matcher_format(b.matcher), nginx[i]);
		cr_expect(x->class == y->class && x->shape == y->shape &&
			x->time == y->time,
		    "%s", nginx[i]);
		matcher_free(a.matcher);
		matcher_free(b.matcher);
	}
}

/* As many fields as there may be, and a line that stops at the last of them. */
Test(match_property, a_stop_may_be_behind_the_last_group)
{
	char text[20 * PARSER_GROUPS_MAX], why[FORMATFILE_WHY];
	struct formatfile file;
	struct stop stop;
	struct buf line;
	size_t n = 0;

	buf_init(&line, 4096);
	for (size_t i = 0; i < PARSER_GROUPS_MAX; i++) {
		n += (size_t)snprintf(text + n, sizeof(text) - n, "$v%zu ", i);
		buf_addspan(&line, SPAN("x "));
	}
	cr_assert(formatfile_directive(props.arena, span_make(text, n - 1),
		      &file, why) == 0,
	    "%s", why);
	buf_addc(&line, '"');
	matcher_stop(file.matcher, props.scratch, guard_span(buf_span(&line)),
	    &stop);
	cr_expect(span_eq(stop.field, SPAN("v63")));
	matcher_free(file.matcher);
	buf_release(&line);
}

/* What stands at the end of a line is looked at like all that is open. */
Test(match_property, a_rest_of_the_line_does_not_show_the_user)
{
	const struct span text = SPAN("field ip ip\nfield user user\n"
				      "field agent agent rest\n"
				      "layout '$ip $user \"$agent'\n"
				      "sample 192.0.2.7 jo \"curl/8.5\n");
	const struct span line =
	    SPAN("192.0.2.7 jo.smith \"curl/8.5 jo.smith 192.0.2.7");
	char why[FORMATFILE_WHY] = "";
	enum verdict v = VERDICT_UNMATCHED;
	struct formatfile file;
	struct worker *w;
	struct span out;

	cr_assert(formatfile_parse(props.arena, SPAN("t"), text, &file, why) ==
		0,
	    "%s", why);
	w = props_worker(&props, file.matcher);
	out = props_run(w, line, &v);
	cr_assert_eq(v, VERDICT_CLEAN);
	cr_expect(span_find(out, SPAN("jo.smith")) == out.n, "%.*s", (int)out.n,
	    out.p);
	worker_free(w);
	matcher_free(file.matcher);
}

/* A blank before a line does not make its client a virtual host. */
Test(match_property, an_address_is_not_empty)
{
	const struct formatfile *f =
	    props_format(props.catalog, SPAN("lighttpd"));
	struct record r;

	cr_assert(
	    matcher_line(f->matcher, props.scratch, f->samples->line, &r));
	cr_expect(!matcher_line(f->matcher, props.scratch,
	    guard_str(" 192.0.2.7 www.example.org - [10/Oct/2000:13:55:36 "
		      "+0000] \"-\" 408 - \"-\" \"-\""),
	    &r));
}
