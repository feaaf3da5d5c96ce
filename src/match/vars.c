/* SPDX-License-Identifier: ISC */
#include "match/vars.h"

#include <string.h>

#include "base/ascii.h"
#include "match/vars_list.h"

/* nginx writes headers with `_` for `-`, so do environments and labels. */
static char
plain(char c)
{
	return (c == '_' ? '-' : ascii_lower(c));
}

static bool
same(struct span a, struct span b)
{
	if (a.n != b.n)
		return (false);
	for (size_t i = 0; i < a.n; i++)
		if (plain(a.p[i]) != plain(b.p[i]))
			return (false);
	return (true);
}

/* Does ${name} fit ${pattern}? What its `*` stands for goes to ${rest}. */
static bool
fits(struct span name, struct span pattern, struct span *rest)
{
	const size_t star = span_index(pattern, '*');
	size_t tail;

	*rest = name;
	if (star == pattern.n)
		return (same(name, pattern));
	tail = pattern.n - star - 1;
	if (name.n < star + tail)
		return (false);
	*rest = span_from(name, star);
	rest->n -= tail;
	return (same(span_make(name.p, star), span_make(pattern.p, star)) &&
	    same(span_from(name, name.n - tail), span_from(pattern, star + 1)));
}

static const struct var *
lookup(const struct vars_list *list, struct span name, struct span *rest)
{
	for (size_t i = 0; i < list->n; i++)
		if (fits(name, span_str(list->row[i].name), rest))
			return (&list->row[i]);
	return (NULL);
}

/* Take `{argument}` off the front of ${name}; the letters stay. */
static bool
take_argument(struct span *name, struct span *argument)
{
	size_t n = name->n;

	if (name->n == 0 || name->p[0] != '{')
		return (false);
	while (n > 0 && name->p[n - 1] != '}')
		n--;
	if (n == 0)
		return (false);
	*argument = span_make(name->p + 1, n - 2);
	*name = span_from(*name, n);
	return (true);
}

/*
 * Apache's letters differ by case, their arguments do not. A row without an
 * argument fits any: the letter does not look at it.
 */
static const struct var *
lookup_apache(struct span name, struct span *rest)
{
	const struct vars_list *list = vars_apache();
	struct span argument = span_make(NULL, 0);

	(void)take_argument(&name, &argument);
	for (size_t i = 0; i < list->n; i++) {
		struct span letters = span_str(list->row[i].name);
		struct span pattern;
		const bool any = !take_argument(&letters, &pattern);

		if (span_eq(letters, name) &&
		    (any || fits(argument, pattern, rest))) {
			if (any)
				*rest = argument;
			return (&list->row[i]);
		}
	}
	return (NULL);
}

static const struct var *
lookup_dialect(enum dialect dialect, struct span name, struct span *rest)
{
	switch (dialect) {
	case DIALECT_NGINX:
		return (lookup(vars_nginx(), name, rest));
	case DIALECT_APACHE:
		return (lookup_apache(name, rest));
	case DIALECT_HEADER:
		return (lookup(vars_request(), name, rest));
	}
	return (NULL);
}

/* The row that ${v} refers to. The environment leads on to the headers. */
static const struct var *
follow(const struct var *v, struct span *rest)
{
	while (v != NULL && v->lookup != VARS_HERE)
		v = lookup(v->lookup == VARS_REQUEST ? vars_request() :
			v->lookup == VARS_RESPONSE   ? vars_response() :
						       vars_environ(),
		    *rest, rest);
	return (v);
}

void
vars_find(enum dialect dialect, struct span name, struct field *f)
{
	static const struct var opaque = VAR("", OPAQUE, TEXT);
	struct span rest = name;
	const struct var *v = lookup_dialect(dialect, name, &rest);

	f->coding = v == NULL ? CODING_PLAIN : v->coding;
	if ((v = follow(v, &rest)) == NULL)
		v = &opaque;
	f->class = v->class;
	f->shape = v->shape;
	f->time = v->time;
	f->layout =
	    v->layout == NULL ? span_make(NULL, 0) : span_str(v->layout);
	if (dialect == DIALECT_APACHE && v->class == CLASS_TIME)
		vars_apache_time(rest, f);
}
