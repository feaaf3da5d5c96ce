/* SPDX-License-Identifier: ISC */
#include "match/elements.h"

#include <stdio.h>
#include <string.h>

#include "match/vars.h"

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

int
elements_field(struct elements *es, struct span shown, struct span name)
{
	struct element e = { .isfield = true };

	if (last(es) != NULL && last(es)->isfield) {
		(void)snprintf(es->why, sizeof(es->why),
		    "%.*s touches %.*s: "
		    "nobody could tell where one ends",
		    (int)shown.n, shown.p, (int)last(es)->text.n,
		    last(es)->text.p);
		return (-1);
	}
	if (es->n == ELEMENTS_MAX || es->nfields == FORMAT_FIELDS_MAX)
		return (fail(es, "the format has too many variables"));
	e.text = arena_dup(es->arena, shown);
	if (e.text.p == NULL)
		return (fail(es, "out of memory"));
	vars_find(es->escape == ESCAPE_APACHE ? DIALECT_APACHE : DIALECT_NGINX,
	    name, &e);
	es->e[es->n++] = e;
	es->nfields++;
	return (0);
}

int
elements_finish(struct elements *es, struct format *f)
{
	struct element *copy;

	if (es->nfields == 0)
		return (fail(es, "the format has no variable"));
	copy = arena_alloc(es->arena, es->n * sizeof(*copy));
	if (copy == NULL)
		return (fail(es, "out of memory"));
	memcpy(copy, es->e, es->n * sizeof(*copy));
	f->escape = es->escape;
	f->elements = copy;
	f->nelements = es->n;
	f->nfields = es->nfields;
	return (0);
}
