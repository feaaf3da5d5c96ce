/* SPDX-License-Identifier: ISC */
#include "match/apache.h"

#include <stdio.h>

#include "match/vars.h"

/* What stands between a `%` and the end of its letters. */
struct item {
	struct span shown; /* all of it */
	struct span argument; /* of the last { } */
	struct span letters;
	bool conditional; /* on the status: else `-` is written */
};

static int
fail(struct elements *es, const char *what, size_t at)
{
	(void)snprintf(es->why, sizeof(es->why), "%s at offset %zu", what, at);
	return (-1);
}

static bool
is_letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

/*
 * How many bytes at ${text} are the letters: one, or `^` and two more. Which
 * of them mean something depends on the modules that are loaded.
 */
static size_t
letters(struct span text)
{
	if (text.n >= 3 && text.p[0] == '^')
		return (is_letter(text.p[1]) && is_letter(text.p[2]) ? 3 : 0);
	return (text.n > 0 && is_letter(text.p[0]) ? 1 : 0);
}

/* The argument at text.p[0] == '{'; all of the `}` that end it are skipped. */
static size_t
argument(struct span text, struct span *out)
{
	const size_t close = span_index(text, '}');
	size_t n = close;

	*out = span_make(text.p + 1, close - 1);
	while (n < text.n && text.p[n] == '}')
		n++;
	return (n);
}

/* The item at text.p[0] == '%': modifiers and arguments in any order. */
static bool
parse(struct span text, struct item *item)
{
	size_t i = 1, n;

	*item = (struct item){ .conditional = false };
	while (i < text.n) {
		const char c = text.p[i];

		if (c == '{')
			i += argument(span_from(text, i), &item->argument);
		else if (is_digit(c) || c == '!' || c == ',' || c == '<' ||
		    c == '>') {
			item->conditional |= is_digit(c);
			i++;
		} else
			break;
	}
	n = letters(span_from(text, i));
	item->letters = span_make(text.p + i, n);
	item->shown = span_make(text.p, i + n);
	return (n > 0);
}

/* The name of ${item} in the table: `{argument}letters`. */
static struct span
name_of(struct arena *a, const struct item *item)
{
	const struct span arg = item->argument;
	const struct span word = item->letters;
	char *p = arena_alloc(a, arg.n + word.n + 2);
	size_t n = 0;

	if (p == NULL)
		return (span_make(NULL, 0));
	if (arg.n > 0) {
		p[n++] = '{';
		memcpy(p + n, arg.p, arg.n);
		n += arg.n;
		p[n++] = '}';
	}
	memcpy(p + n, word.p, word.n);
	return (span_make(p, n + word.n));
}

static int
add(struct elements *es, const struct item *item)
{
	struct span name = name_of(es->arena, item);
	struct element e = { .isfield = true };
	bool brackets;

	if (name.p == NULL)
		return (fail(es, "out of memory", 0));
	vars_find(DIALECT_APACHE, name, &e);
	/* A time that may be missing is none to go by: nobody knows it. */
	if (e.class == CLASS_TIME && item->conditional) {
		name = item->shown;
		e.class = CLASS_OPAQUE;
	}
	brackets = e.class == CLASS_TIME && e.time == TIME_CLF;
	if (brackets && elements_literal(es, SPAN("[")) == -1)
		return (-1);
	if (elements_field(es, item->shown, name) == -1)
		return (-1);
	return (brackets ? elements_literal(es, SPAN("]")) : 0);
}

/* The literal that starts at text.p[0]; the bytes it takes. */
static size_t
literal(struct span text, struct span *out)
{
	const char next = text.n > 1 ? text.p[1] : '\0';
	size_t n = 1;

	if (text.p[0] == '\\' &&
	    (next == '\\' || next == 'n' || next == 't' || next == 'r')) {
		*out = next == 'n' ? SPAN("\n") :
		    next == 't'	   ? SPAN("\t") :
		    next == 'r'	   ? SPAN("\r") :
				     SPAN("\\");
		return (2);
	}
	if (span_starts(text, SPAN("%%"))) {
		*out = SPAN("%");
		return (2);
	}
	/* Any other backslash stays, and so does what follows it. */
	while (n < text.n && text.p[n] != '%' && text.p[n] != '\\')
		n++;
	*out = span_make(text.p, n);
	return (n);
}

int
apache_parse(struct span text, struct elements *es)
{
	size_t i = 0;

	es->escape = ESCAPE_APACHE;
	while (i < text.n) {
		const struct span rest = span_from(text, i);
		struct item item;
		struct span lit;

		if (rest.p[0] != '%' || span_starts(rest, SPAN("%%"))) {
			i += literal(rest, &lit);
			if (elements_literal(es, lit) == -1)
				return (-1);
			continue;
		}
		if (!parse(rest, &item))
			return (fail(es, "invalid % directive", i));
		if (add(es, &item) == -1)
			return (-1);
		i += item.shown.n;
	}
	return (0);
}
