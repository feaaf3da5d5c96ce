/* SPDX-License-Identifier: ISC */
#include "match/elements.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "model/layout.h"

static int
fail(struct elements *es, const char *what)
{
	(void)snprintf(es->why, sizeof(es->why), "%s", what);
	return (-1);
}

static struct element *
last(struct elements *es)
{
	return (es->n == 0 ? NULL : &es->e[es->n - 1]);
}

/* Two literals in a row become one. */
static int
join(struct elements *es, struct span text)
{
	struct element *e = last(es);
	char *p = arena_alloc(es->arena, e->text.n + text.n);

	if (p == NULL)
		return (fail(es, "out of memory"));
	memcpy(p, e->text.p, e->text.n);
	memcpy(p + e->text.n, text.p, text.n);
	e->text = span_make(p, e->text.n + text.n);
	return (0);
}

int
elements_literal(struct elements *es, struct span text)
{
	if (text.n == 0)
		return (0);
	if (last(es) != NULL && !last(es)->isfield)
		return (join(es, text));
	if (es->n == ELEMENTS_MAX)
		return (fail(es, "the format has too many parts"));
	text = arena_dup(es->arena, text);
	if (text.p == NULL)
		return (fail(es, "out of memory"));
	es->e[es->n++] = (struct element){ .text = text };
	return (0);
}

static int
field_of(struct elements *es, struct span shown, struct span name)
{
	struct field f = { .name = shown };
	const int known = fields_find(es->fields, shown);

	if (known != FIELDS_NONE)
		return (known);
	vars_find(es->dialect, name, &f);
	/* A fraction alone is no time, and nobody's business. */
	if (f.class == CLASS_TIME && span_eq(f.layout, SPAN("%f"))) {
		f.class = CLASS_OPAQUE;
		f.shape = SHAPE_NUMBER;
	}
	return (fields_add(es->fields, &f));
}

/* The time field that the time after it, or after a literal, goes on from. */
static struct field *
time_before(struct elements *es, struct span *between)
{
	const struct element *e = last(es);
	struct field *f;

	*between = SPAN("");
	if (e != NULL && !e->isfield && es->n > 1) {
		*between = e->text;
		e--;
	}
	if (e == NULL || !e->isfield)
		return (NULL);
	f = &es->fields->f[e->field];
	/* It must be of this directive alone, for it changes. */
	return (f->class == CLASS_TIME &&
		    (f->time == TIME_LAYOUT || f->time == TIME_EPOCH) &&
		    e->field + 1 == es->fields->n ?
		f :
		NULL);
}

/*
 * Times that follow each other are one: `%{%T}t.%{msec_frac}t %{%z}t` says
 * when only as a whole. 1: done; 0: it is no such time.
 */
static int
join_times(struct elements *es, struct span shown, struct span name)
{
	struct field f = { .name = shown }, *before;
	struct span between;
	struct buf layout, text;

	vars_find(es->dialect, name, &f);
	if (f.class != CLASS_TIME || f.time != TIME_LAYOUT ||
	    (before = time_before(es, &between)) == NULL ||
	    before->late != f.late)
		return (0);
	if (before->time == TIME_EPOCH)
		before->layout = SPAN("%s");
	before->time = TIME_LAYOUT;
	buf_init(&layout, ELEMENTS_LAYOUT_MAX);
	buf_init(&text, ELEMENTS_LAYOUT_MAX);
	buf_addspan(&layout, before->layout);
	layout_escape(between, &layout);
	buf_addspan(&layout, f.layout);
	buf_addspan(&text, before->name);
	buf_addspan(&text, between);
	buf_addspan(&text, shown);
	before->compiled = NULL;
	before->layout = arena_dup(es->arena, buf_span(&layout));
	before->name = arena_dup(es->arena, buf_span(&text));
	buf_release(&layout);
	buf_release(&text);
	if (between.n > 0)
		es->n--;
	return (before->layout.p == NULL || before->name.p == NULL ?
		fail(es, "out of memory") :
		1);
}

int
elements_field(struct elements *es, struct span shown, struct span name)
{
	struct element e = { .isfield = true };
	const int joined = join_times(es, shown, name);
	int field;

	if (joined != 0)
		return (joined == 1 ? 0 : -1);
	if (last(es) != NULL && last(es)->isfield) {
		const struct span before = es->fields->f[last(es)->field].name;

		(void)snprintf(es->why, sizeof(es->why),
		    "%.*s touches %.*s: "
		    "nobody could tell where one ends",
		    (int)shown.n, shown.p, (int)before.n, before.p);
		return (-1);
	}
	field = field_of(es, shown, name);
	if (es->n == ELEMENTS_MAX || es->nfields == PARSER_GROUPS_MAX ||
	    field == FIELDS_NONE)
		return (fail(es, "the format has too many variables"));
	e.field = (unsigned)field;
	es->e[es->n++] = e;
	es->nfields++;
	return (0);
}

void
elements_show(const struct elements *es, struct buf *out)
{
	for (size_t i = 0; i < es->n; i++) {
		const struct element *e = &es->e[i];
		const struct span text =
		    e->isfield ? es->fields->f[e->field].name : e->text;

		if (e->isfield)
			buf_addc(out, '<');
		buf_addspan(out, text);
		if (e->isfield)
			buf_addc(out, '>');
	}
}
