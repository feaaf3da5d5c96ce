/* SPDX-License-Identifier: ISC */
#include "match/formatfile.h"

#include <stdio.h>
#include <string.h>

#include "base/directive.h"
#include "match/apache.h"
#include "match/columns.h"
#include "match/json.h"
#include "match/ltsv.h"
#include "match/nginx.h"
#include "match/sequence.h"

enum { SHOWN_MAX = 64 * 1024 };

struct reader {
	struct arena *arena;
	struct formatfile *file;
	struct format format;
	struct fields *fields;
	struct need *need; /* of what its lines hold */
	struct parser *parsers; /* of the directives so far */
	struct split split; /* for the next layout */
	bool hasescape; /* the file says how is escaped */
	bool named; /* of a dialect whose lines name their fields */
	size_t nneeds;
	struct span pointer[JSON_NEEDS_MAX]; /* the same, for json */
	const struct directive *at; /* what an error is about */
	struct matching *scratch;
	struct record record; /* of the last sample */
	char *why;
};

static int
fail(struct reader *r, const char *what)
{
	(void)snprintf(r->why, FORMATFILE_WHY, "%u:%u: %s", r->at->line,
	    r->at->column, what);
	return (-1);
}

/* The arguments of a dialect directive, joined as nginx does. */
static struct span
joined(struct arena *a, const struct span *args, size_t n)
{
	size_t len = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		len += args[i].n;
	if ((p = arena_alloc(a, len + 1)) == NULL)
		return (span_make(NULL, 0));
	len = 0;
	for (size_t i = 0; i < n; i++) {
		if (args[i].n > 0)
			memcpy(p + len, args[i].p, args[i].n);
		len += args[i].n;
	}
	return (span_make(p, len));
}

static void
append(struct reader *r, struct parser *p)
{
	struct parser **tail = &r->parsers;

	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = p;
}

static bool
ends_in_rest(const struct elements *es)
{
	const struct element *last = es->n == 0 ? NULL : &es->e[es->n - 1];

	return (last != NULL && last->isfield &&
	    es->fields->f[last->field].shape == SHAPE_REST);
}

/* Add the directive to what is shown of the format. */
static int
show(struct reader *r, const struct elements *es)
{
	struct buf b;

	buf_init(&b, SHOWN_MAX);
	buf_addspan(&b, r->format.shown);
	if (b.n > 0)
		buf_addc(&b, '\n');
	elements_show(es, &b);
	r->format.shown = arena_dup(r->arena, buf_span(&b));
	buf_release(&b);
	return (r->format.shown.p == NULL ? fail(r, "out of memory") : 0);
}

typedef int parse_fn(struct span, struct elements *);

/* One directive string becomes one parser more. */
static int
compile(struct reader *r, parse_fn *parse, enum escape escape,
    const struct span *args, size_t n)
{
	struct elements *es = arena_alloc(r->arena, sizeof(*es));
	struct split *split = NULL;
	struct parser *p;
	char why[200];
	struct span text;

	if (r->file->matcher != NULL)
		return (fail(r, "the format must come before its samples"));
	if (r->named)
		return (fail(r, "a format has one directive"));
	if (n == 0)
		return (fail(r, "the format string is missing"));
	text = joined(r->arena, args, n);
	if (es == NULL || text.p == NULL)
		return (fail(r, "out of memory"));
	if (r->split.n > 0) {
		if ((split = arena_alloc(r->arena, sizeof(*split))) == NULL)
			return (fail(r, "out of memory"));
		*split = r->split;
	}
	es->arena = r->arena;
	es->fields = r->fields;
	es->escape = escape;
	es->dialect = parse == apache_parse ? DIALECT_APACHE : DIALECT_NGINX;
	es->padded = span_eq(r->at->name, SPAN("layout"));
	r->format.escape = escape;
	if (parse(text, es) == -1)
		return (fail(r, es->why));
	if (r->file->framing && !ends_in_rest(es))
		return (fail(r, "a framing ends in a field of shape rest"));
	if ((p = sequence_new(es, split, why)) == NULL)
		return (fail(r, why));
	append(r, p);
	return (show(r, es));
}

/* A server has one directive; only our own layouts may be several. */
static int
compile_only(struct reader *r, enum escape escape, const struct span *args,
    size_t n)
{
	if (r->parsers != NULL)
		return (fail(r, "a format has one directive"));
	return (compile(r, escape == ESCAPE_APACHE ? apache_parse : nginx_parse,
	    escape, args, n));
}

/* nginx: the way of escaping may come first. */
static int
compile_nginx(struct reader *r, const struct span *args, size_t n)
{
	enum escape escape = ESCAPE_NGINX;

	if (n > 0 && span_starts(args[0], SPAN("escape="))) {
		if (span_eq(args[0], SPAN("escape=none")))
			return (fail(r,
			    "escape=none cannot be told apart "
			    "safely: a client may write anything"));
		if (span_eq(args[0], SPAN("escape=json")))
			escape = ESCAPE_JSON;
		else if (!span_eq(args[0], SPAN("escape=default")))
			return (fail(r, "escape is default, json or none"));
		args++;
		n--;
	}
	return (compile_only(r, escape, args, n));
}

static int
read_nginx(struct reader *r)
{
	return (compile_nginx(r, r->at->args, r->at->nargs));
}

static int
read_apache(struct reader *r)
{
	if (r->at->nargs > 1)
		return (fail(r, "apache takes one quoted string"));
	return (compile_only(r, ESCAPE_APACHE, r->at->args, r->at->nargs));
}

/* Of a server whose own notation is none of ours: nginx's, with `field`s. */
static int
read_layout(struct reader *r)
{
	return (compile(r, nginx_parse,
	    r->hasescape ? r->format.escape : ESCAPE_NONE, r->at->args,
	    r->at->nargs));
}

/* A dialect whose lines name their fields, so that it is not compiled. */
static int
take_parser(struct reader *r, struct parser *p, const char *why)
{
	char wrong[200];

	if (p == NULL)
		return (fail(r, why));
	r->named = true;
	if (fields_compile(r->fields, wrong) == -1)
		return (fail(r, wrong));
	append(r, p);
	return (0);
}

/* w3c ['COLUMN...'...] */
/* need NAME[|NAME...]... */
static int
read_need(struct reader *r)
{
	const char *wrong = need_add(r->need, r->at->args, r->at->nargs);

	for (size_t i = 0; i < r->at->nargs && wrong == NULL; i++) {
		if (r->nneeds == JSON_NEEDS_MAX)
			return (fail(r, "too many names are needed"));
		r->pointer[r->nneeds++] = r->at->args[i];
	}
	return (wrong == NULL ? 0 : fail(r, wrong));
}

static int
read_w3c(struct reader *r)
{
	struct parser *p;
	const char *why;

	if (r->parsers != NULL)
		return (fail(r, "a format has one directive"));
	r->format.escape = ESCAPE_NONE;
	p = columns_new(r->fields, r->need,
	    joined(r->arena, r->at->args, r->at->nargs), &why);
	return (take_parser(r, p, why));
}

static int
read_ltsv(struct reader *r)
{
	struct parser *p;
	const char *why;

	if (r->parsers != NULL || r->at->nargs > 0)
		return (fail(r, "ltsv takes nothing, and is all there is"));
	if (!r->hasescape)
		r->format.escape = ESCAPE_NGINX;
	p = ltsv_new(r->fields, r->need, &why);
	return (take_parser(r, p, why));
}

static int
read_escape(struct reader *r)
{
	static const struct {
		const char *name;
		enum escape escape;
	} table[] = {
		{ "nginx", ESCAPE_NGINX },
		{ "apache", ESCAPE_APACHE },
		{ "json", ESCAPE_JSON },
		{ "none", ESCAPE_NONE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (r->at->nargs == 1 &&
		    span_eq(r->at->args[0], span_str(table[i].name))) {
			r->format.escape = table[i].escape;
			r->hasescape = true;
			return (0);
		}
	}
	return (fail(r, "escape is nginx, apache, json or none"));
}

static int
read_field(struct reader *r)
{
	const char *wrong =
	    fields_declare(r->fields, r->at->args, r->at->nargs);

	return (wrong == NULL ? 0 : fail(r, wrong));
}

/* part LABEL FIELD [CLOSE], or cut BYTES */
static int
read_part(struct reader *r, const struct directive *d)
{
	struct split *sp = &r->split;
	struct label *l = &sp->label[sp->n];
	const int part = d->nargs > 1 ? fields_find(r->fields, d->args[1]) : -1;
	unsigned long long cut;

	if (span_eq(d->name, SPAN("cut")) && d->nargs == 1 &&
	    span_number(d->args[0], 1 << 20, &cut)) {
		sp->limit = (size_t)cut;
		return (0);
	}
	if (!span_eq(d->name, SPAN("part")) || part == FIELDS_NONE ||
	    d->nargs > 3 || d->args[0].n == 0)
		return (fail(r,
		    "split has parts: a label, the field behind "
		    "it, and what closes it; and cut BYTES"));
	if (sp->n == SPLIT_LABELS_MAX ||
	    (sp->n > 0 && d->args[0].p[0] != sp->label[0].open.p[0]))
		return (fail(r, "labels are few, and start with one byte"));
	l->open = d->args[0];
	l->close = d->nargs == 3 ? d->args[2] : SPAN("");
	l->field = (unsigned)part;
	sp->n++;
	return (0);
}

/* split FIELD { part LABEL FIELD [CLOSE] ; ... ; cut BYTES } */
static int
read_split(struct reader *r)
{
	struct split *sp = &r->split;
	const int whole =
	    r->at->nargs == 1 ? fields_find(r->fields, r->at->args[0]) : -1;

	if (whole == FIELDS_NONE)
		return (fail(r, "split takes a field that is declared"));
	*sp = (struct split){ .field = (unsigned)whole };
	for (const struct directive *d = r->at->children; d != NULL;
	     d = d->next)
		if (read_part(r, d) == -1)
			return (-1);
	return (sp->n == 0 ? fail(r, "split has no label") : 0);
}

static int
read_framing(struct reader *r)
{
	r->file->framing = true;
	return (r->at->nargs == 0 ? 0 : fail(r, "framing takes nothing"));
}

static int
read_json(struct reader *r)
{
	struct parser *p;
	char why[200];

	if (r->at->nargs != 0)
		return (fail(r, "json takes nothing: see field and need"));
	if (r->parsers != NULL || r->file->framing)
		return (fail(r, "a format has one directive"));
	if ((p = json_new(r->fields, r->pointer, r->nneeds, why)) == NULL)
		return (fail(r, why));
	append(r, p);
	r->named = true;
	r->format.escape = ESCAPE_JSON;
	return (0);
}

/* Make what is known a matcher: samples are next. */
static int
finish(struct reader *r)
{
	char why[200];

	if (r->file->matcher != NULL)
		return (0);
	if (r->nneeds > 0 && !r->named)
		return (fail(r, "need is of json, w3c and ltsv alone"));
	if (r->parsers == NULL)
		return (fail(r, "the format must come before its samples"));
	if (fields_compile(r->fields, why) == -1)
		return (fail(r, why));
	if (fields_finish(r->fields, &r->format) == -1 ||
	    (r->file->matcher =
		    matcher_new(r->arena, &r->format, r->parsers)) == NULL)
		return (fail(r, "out of memory"));
	return (0);
}

static int
read_title(struct reader *r)
{
	r->format.title = r->at->args[0];
	return (0);
}

static int
read_source(struct reader *r)
{
	r->file->source = r->at->args[0];
	return (0);
}

static int
read_sample(struct reader *r)
{
	struct sample *s = arena_alloc(r->arena, sizeof(*s));
	struct sample **tail = &r->file->samples;

	if (finish(r) == -1)
		return (-1);
	if (s == NULL)
		return (fail(r, "out of memory"));
	if (!matcher_line(r->file->matcher, r->scratch, r->at->args[0],
		&r->record))
		return (fail(r, "the sample does not match the format"));
	s->line = r->at->args[0];
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = s;
	return (0);
}

static int
read_reject(struct reader *r)
{
	struct record ignored;

	if (finish(r) == -1)
		return (-1);
	if (matcher_line(r->file->matcher, r->scratch, r->at->args[0],
		&ignored))
		return (fail(r, "the reject matches the format"));
	return (0);
}

/* `variable value`: what a field of the sample above must be. */
static int
read_expectation(struct reader *r)
{
	const int field = fields_find(r->fields, r->at->name);
	bool found = false;

	if (r->file->samples == NULL)
		return (fail(r,
		    "unknown directive (known: title, source, nginx, apache, "
		    "layout, json, w3c, ltsv, need, escape, field, split, "
		    "framing, sample, reject)"));
	if (field == FIELDS_NONE)
		return (fail(r, "the format has no such variable"));
	for (size_t i = 0; i < r->record.ncuts && !found; i++)
		found = span_eq(r->fields->f[r->record.cut[i].field].name,
			    r->at->name) &&
		    span_eq(r->record.cut[i].value, r->at->args[0]);
	return (found ? 0 : fail(r, "the field of the sample is not this"));
}

/* What a directive is about is read before what needs it, wherever it stands:
 * first what is declared, then the rest in its order. */
static const struct {
	const char *name;
	bool israw;
	bool declares;
	int (*read)(struct reader *);
} table[] = {
	{ "title", true, true, read_title },
	{ "source", true, true, read_source },
	{ "escape", false, true, read_escape },
	{ "field", false, true, read_field },
	{ "need", false, true, read_need },
	{ "framing", false, true, read_framing },
	{ "json", false, false, read_json },
	{ "nginx", false, false, read_nginx },
	{ "apache", false, false, read_apache },
	{ "layout", false, false, read_layout },
	{ "w3c", false, false, read_w3c },
	{ "ltsv", false, false, read_ltsv },
	{ "split", false, false, read_split },
	{ "part", false, false, NULL },
	{ "cut", false, false, NULL },
	{ "sample", true, false, read_sample },
	{ "reject", true, false, read_reject },
};

#define NTABLE (sizeof(table) / sizeof(table[0]))

static bool
is_raw(struct span name)
{
	for (size_t i = 0; i < NTABLE; i++)
		if (span_eq(name, span_str(table[i].name)))
			return (table[i].israw);
	return (true);
}

static int
read_pass(struct reader *r, const struct directive *list, bool declares)
{
	for (; list != NULL; list = list->next) {
		size_t i = 0;
		int rc = 0;

		r->at = list;
		while (
		    i < NTABLE && !span_eq(list->name, span_str(table[i].name)))
			i++;
		if (i < NTABLE && table[i].read != NULL)
			rc = table[i].declares == declares ? table[i].read(r) :
							     0;
		else if (!declares)
			rc = read_expectation(r);
		if (rc == -1)
			return (-1);
	}
	return (0);
}

static int
read_all(struct reader *r, const struct directive *list)
{
	return (
	    read_pass(r, list, true) == -1 || read_pass(r, list, false) == -1 ?
		-1 :
		0);
}

static int
begin(struct reader *r, struct arena *a, struct formatfile *file, char *why)
{
	*file = (struct formatfile){ .name = file->name };
	*r = (struct reader){ .arena = a, .file = file, .why = why };
	r->fields = arena_alloc(a, sizeof(*r->fields));
	r->need = arena_alloc(a, sizeof(*r->need));
	if (r->fields == NULL || r->need == NULL) {
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
		return (-1);
	}
	r->fields->arena = a;
	r->format.name = file->name;
	return (0);
}

/* Nobody gets what was compiled before something was found wrong. */
static void
give_up(struct reader *r)
{
	for (struct parser *p = r->parsers; p != NULL; p = p->next)
		if (p->release != NULL)
			p->release(p);
	r->file->matcher = NULL;
}

int
formatfile_parse(struct arena *a, struct span name, struct span text,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	static const struct directive end = { .line = 1, .column = 1 };
	struct directive_error err;
	struct directive *list;
	struct reader r;
	int rc = -1;

	file->name = arena_dup(a, name);
	text = arena_dup(a, text);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	if (directive_parse(a, text, is_raw, &list, &err) == -1) {
		(void)snprintf(why, FORMATFILE_WHY, "%u:%u: %s", err.line,
		    err.column, err.what);
		return (-1);
	}
	r.scratch = matcher_scratch();
	r.at = list == NULL ? &end : list;
	if (r.scratch == NULL)
		(void)fail(&r, "out of memory");
	else if ((rc = read_all(&r, list)) == 0 && file->samples == NULL)
		rc = fail(&r, "the format has no sample");
	matcher_scratch_free(r.scratch);
	if (rc == -1)
		give_up(&r);
	return (rc);
}

/* Which dialect a directive's first word names, and what to skip after it. */
static const struct {
	const char *name;
	size_t skip; /* arguments before the format string */
	bool nginx;
	bool one; /* the string is one argument; a nickname may follow */
	int (*read)(struct reader *); /* that does it all */
} words[] = {
	{ "nginx", 0, true, false, NULL },
	{ "log_format", 1, true, false, NULL },
	{ "apache", 0, false, true, NULL },
	{ "LogFormat", 0, false, true, NULL },
	{ "w3c", 0, false, false, read_w3c },
};

/* The directive ${d}, whose name is words[i]. */
static int
read_word(struct reader *r, size_t i, const struct directive *d)
{
	const size_t n =
	    d->nargs < words[i].skip ? 0 : d->nargs - words[i].skip;
	const struct span *args = d->args + words[i].skip;

	r->at = d;
	if (words[i].read != NULL)
		return (words[i].read(r));
	if (words[i].nginx)
		return (compile_nginx(r, args, n));
	return (compile_only(r, ESCAPE_APACHE, args,
	    words[i].one && n > 0 ? 1 : n));
}

/* A string pasted without the quotes around it has \" all the same. */
static struct span
bare(struct arena *a, struct span text)
{
	char *p = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; p != NULL && i < text.n; i++)
		if (text.p[i] != '\\' || i + 1 == text.n ||
		    text.p[i + 1] != '"')
			p[n++] = text.p[i];
	return (p == NULL ? text : span_make(p, n));
}

static int
read_directive(struct reader *r, struct span text)
{
	struct directive_error err;
	struct directive *list;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct span w = span_str(words[i].name);

		if (!span_starts(text, w) || text.n == w.n ||
		    (text.p[w.n] != ' ' && text.p[w.n] != '\t'))
			continue;
		if (directive_parse(r->arena, text, NULL, &list, &err) == -1) {
			(void)snprintf(r->why, FORMATFILE_WHY, "%u:%u: %s",
			    err.line, err.column, err.what);
			return (-1);
		}
		return (read_word(r, i, list));
	}
	if (span_index(text, '%') < span_index(text, '$')) {
		text = bare(r->arena, text);
		return (compile_only(r, ESCAPE_APACHE, &text, 1));
	}
	return (compile_nginx(r, &text, 1));
}

int
formatfile_read(struct arena *a, struct span name, const struct directive *d,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	struct reader r;
	size_t i = 0;

	file->name = arena_dup(a, name);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	r.at = d;
	while (!span_eq(d->name, span_str(words[i].name)))
		if (++i == sizeof(words) / sizeof(words[0]))
			return (fail(&r, "this directive is no format"));
	if (read_word(&r, i, d) == -1 || finish(&r) == -1) {
		give_up(&r);
		return (-1);
	}
	return (0);
}

int
formatfile_directive(struct arena *a, struct span text, struct formatfile *file,
    char why[static FORMATFILE_WHY])
{
	struct directive bare = { .line = 1, .column = 1 };
	struct reader r;

	file->name = SPAN("directive");
	text = arena_dup(a, span_trim(text));
	if (begin(&r, a, file, why) == -1)
		return (-1);
	r.at = &bare;
	if (read_directive(&r, text) == -1 || finish(&r) == -1) {
		give_up(&r);
		return (-1);
	}
	return (0);
}
