/* SPDX-License-Identifier: ISC */
#include "match/draft.h"

#include <stdio.h>
#include <string.h>

#include "match/apache.h"
#include "match/columns.h"
#include "match/ltsv.h"
#include "match/nginx.h"
#include "match/sequence.h"

enum { SHOWN_MAX = 64 * 1024 };

int
draft_begin(struct draft *d, struct arena *a, struct span name,
    char why[static FORMATFILE_WHY])
{
	*d = (struct draft){ .arena = a, .why = why };
	d->fields = arena_alloc(a, sizeof(*d->fields));
	d->need = arena_alloc(a, sizeof(*d->need));
	if (d->fields == NULL || d->need == NULL) {
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
		return (-1);
	}
	d->fields->arena = a;
	d->format.name = name;
	return (0);
}

void
draft_drop(struct draft *d)
{
	for (struct parser *p = d->parsers; p != NULL; p = p->next)
		if (p->release != NULL)
			p->release(p);
	d->parsers = NULL;
	d->matcher = NULL;
}

int
draft_fail(struct draft *d, const char *what)
{
	(void)snprintf(d->why, FORMATFILE_WHY, "%u:%u: %s", d->at->line,
	    d->at->column, what);
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
append(struct draft *d, struct parser *p)
{
	struct parser **tail = &d->parsers;

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
show(struct draft *d, const struct elements *es)
{
	struct buf b;

	buf_init(&b, SHOWN_MAX);
	buf_addspan(&b, d->format.shown);
	if (b.n > 0)
		buf_addc(&b, '\n');
	elements_show(es, &b);
	d->format.shown = arena_dup(d->arena, buf_span(&b));
	buf_release(&b);
	return (d->format.shown.p == NULL ? draft_fail(d, "out of memory") : 0);
}

typedef int parse_fn(struct span, struct elements *);

/* One directive string becomes one parser more. */
static int
compile(struct draft *d, parse_fn *parse, enum escape escape,
    const struct span *args, size_t n)
{
	struct elements *es = arena_alloc(d->arena, sizeof(*es));
	struct split *split = NULL;
	struct parser *p;
	char why[200];
	struct span text;

	if (d->matcher != NULL)
		return (
		    draft_fail(d, "the format must come before its samples"));
	if (d->named)
		return (draft_fail(d, "a format has one directive"));
	if (n == 0)
		return (draft_fail(d, "the format string is missing"));
	text = joined(d->arena, args, n);
	if (es == NULL || text.p == NULL)
		return (draft_fail(d, "out of memory"));
	if (d->split.n > 0) {
		if ((split = arena_alloc(d->arena, sizeof(*split))) == NULL)
			return (draft_fail(d, "out of memory"));
		*split = d->split;
	}
	es->arena = d->arena;
	es->fields = d->fields;
	es->escape = escape;
	es->dialect = parse == apache_parse ? DIALECT_APACHE : DIALECT_NGINX;
	es->padded = span_eq(d->at->name, SPAN("layout"));
	d->format.escape = escape;
	if (parse(text, es) == -1)
		return (draft_fail(d, es->why));
	if (d->framing && !ends_in_rest(es))
		return (
		    draft_fail(d, "a framing ends in a field of shape rest"));
	if ((p = sequence_new(es, split, why)) == NULL)
		return (draft_fail(d, why));
	append(d, p);
	if (ends_in_rest(es))
		d->format.trailer = TRAILER_NONE;
	else if (escape == ESCAPE_JSON && span_ends(text, SPAN("}")))
		d->format.trailer = TRAILER_MEMBER;
	return (show(d, es));
}

/* A server has one directive; only our own layouts may be several. */
static int
compile_only(struct draft *d, enum escape escape, const struct span *args,
    size_t n)
{
	if (d->parsers != NULL)
		return (draft_fail(d, "a format has one directive"));
	return (compile(d, escape == ESCAPE_APACHE ? apache_parse : nginx_parse,
	    escape, args, n));
}

/* nginx: the way of escaping may come first. */
int
draft_nginx_args(struct draft *d, const struct span *args, size_t n)
{
	enum escape escape = ESCAPE_NGINX;

	if (n > 0 && span_starts(args[0], SPAN("escape="))) {
		if (span_eq(args[0], SPAN("escape=none")))
			return (draft_fail(d,
			    "escape=none cannot be told apart "
			    "safely: a client may write anything"));
		if (span_eq(args[0], SPAN("escape=json")))
			escape = ESCAPE_JSON;
		else if (!span_eq(args[0], SPAN("escape=default")))
			return (
			    draft_fail(d, "escape is default, json or none"));
		args++;
		n--;
	}
	return (compile_only(d, escape, args, n));
}

int
draft_nginx(struct draft *d)
{
	return (draft_nginx_args(d, d->at->args, d->at->nargs));
}

int
draft_apache_text(struct draft *d, struct span text)
{
	return (compile_only(d, ESCAPE_APACHE, &text, 1));
}

int
draft_apache(struct draft *d)
{
	if (d->at->nargs != 1)
		return (draft_fail(d, "apache takes one quoted string"));
	return (draft_apache_text(d, d->at->args[0]));
}

/* Of a server whose own notation is none of ours: nginx's, with `field`s. */
int
draft_layout(struct draft *d)
{
	return (compile(d, nginx_parse,
	    d->hasescape ? d->format.escape : ESCAPE_NONE, d->at->args,
	    d->at->nargs));
}

/* A dialect whose lines name their fields, so that it is not compiled. */
static int
take_parser(struct draft *d, struct parser *p, const char *why)
{
	char wrong[200];

	if (p == NULL)
		return (draft_fail(d, why));
	d->named = true;
	if (fields_compile(d->fields, wrong) == -1)
		return (draft_fail(d, wrong));
	append(d, p);
	return (0);
}

/* need NAME[|NAME...]... */
int
draft_need(struct draft *d)
{
	const char *wrong = need_add(d->need, d->at->args, d->at->nargs);

	return (wrong == NULL ? 0 : draft_fail(d, wrong));
}

/* w3c ['COLUMN...'...] */
int
draft_w3c(struct draft *d)
{
	struct parser *p;
	const char *why;

	if (d->parsers != NULL)
		return (draft_fail(d, "a format has one directive"));
	d->format.escape = ESCAPE_NONE;
	d->format.trailer = TRAILER_COLUMN;
	p = columns_new(d->fields, d->need,
	    joined(d->arena, d->at->args, d->at->nargs), &why);
	return (take_parser(d, p, why));
}

int
draft_ltsv(struct draft *d)
{
	struct parser *p;
	const char *why;

	if (d->parsers != NULL || d->at->nargs > 0)
		return (
		    draft_fail(d, "ltsv takes nothing, and is all there is"));
	if (!d->hasescape)
		d->format.escape = ESCAPE_NGINX;
	d->format.trailer = TRAILER_LABEL;
	p = ltsv_new(d->fields, d->need, &why);
	return (take_parser(d, p, why));
}

int
draft_escape(struct draft *d)
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
		if (d->at->nargs == 1 &&
		    span_eq(d->at->args[0], span_str(table[i].name))) {
			d->format.escape = table[i].escape;
			d->hasescape = true;
			return (0);
		}
	}
	return (draft_fail(d, "escape is nginx, apache, json or none"));
}

int
draft_field(struct draft *d)
{
	const char *wrong =
	    fields_declare(d->fields, d->at->args, d->at->nargs);

	return (wrong == NULL ? 0 : draft_fail(d, wrong));
}

/* part LABEL FIELD [CLOSE], or cut BYTES */
static int
read_part(struct draft *d, const struct directive *p)
{
	struct split *sp = &d->split;
	struct label *l = &sp->label[sp->n];
	const int part = p->nargs > 1 ? fields_find(d->fields, p->args[1]) : -1;
	unsigned long long cut;

	if (span_eq(p->name, SPAN("cut")) && p->nargs == 1 &&
	    span_number(p->args[0], 1 << 20, &cut)) {
		sp->limit = (size_t)cut;
		return (0);
	}
	if (!span_eq(p->name, SPAN("part")) || part == FIELDS_NONE ||
	    p->nargs > 3 || p->args[0].n == 0)
		return (draft_fail(d,
		    "split has parts: a label, the field behind "
		    "it, and what closes it; and cut BYTES"));
	if (sp->n == SPLIT_LABELS_MAX ||
	    (sp->n > 0 && p->args[0].p[0] != sp->label[0].open.p[0]))
		return (
		    draft_fail(d, "labels are few, and start with one byte"));
	l->open = p->args[0];
	l->close = p->nargs == 3 ? p->args[2] : SPAN("");
	l->field = (unsigned)part;
	sp->n++;
	return (0);
}

/* split FIELD { part LABEL FIELD [CLOSE] ; ... ; cut BYTES } */
int
draft_split(struct draft *d)
{
	struct split *sp = &d->split;
	const int whole =
	    d->at->nargs == 1 ? fields_find(d->fields, d->at->args[0]) : -1;

	if (whole == FIELDS_NONE)
		return (draft_fail(d, "split takes a field that is declared"));
	*sp = (struct split){ .field = (unsigned)whole };
	for (const struct directive *p = d->at->children; p != NULL;
	     p = p->next)
		if (read_part(d, p) == -1)
			return (-1);
	return (sp->n == 0 ? draft_fail(d, "split has no label") : 0);
}

int
draft_framing(struct draft *d)
{
	d->framing = true;
	return (d->at->nargs == 0 ? 0 : draft_fail(d, "framing takes nothing"));
}

int
draft_json(struct draft *d)
{
	struct parser *p;
	char why[200];

	if (d->at->nargs != 0)
		return (
		    draft_fail(d, "json takes nothing: see field and need"));
	if (d->parsers != NULL || d->framing)
		return (draft_fail(d, "a format has one directive"));
	if ((p = json_new(d->fields, d->need, why)) == NULL)
		return (draft_fail(d, why));
	append(d, p);
	d->named = true;
	d->format.escape = ESCAPE_JSON;
	d->format.trailer = TRAILER_MEMBER;
	return (0);
}

/* Make what is known a matcher: samples are next. */
int
draft_finish(struct draft *d)
{
	char why[200];

	if (d->matcher != NULL)
		return (0);
	if (d->need->n > 0 && !d->named)
		return (draft_fail(d, "need is of json, w3c and ltsv alone"));
	if (d->parsers == NULL)
		return (
		    draft_fail(d, "the format must come before its samples"));
	if (fields_compile(d->fields, why) == -1)
		return (draft_fail(d, why));
	if (fields_finish(d->fields, &d->format) == -1 ||
	    (d->matcher = matcher_new(d->arena, &d->format, d->parsers)) ==
		NULL)
		return (draft_fail(d, "out of memory"));
	return (0);
}
