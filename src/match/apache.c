/* SPDX-License-Identifier: ISC */
#include "match/apache.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

static int
fail(struct elements *es, const char *what, size_t at)
{
	(void)snprintf(es->why, sizeof(es->why), "%s at offset %zu", what, at);
	return (-1);
}

/* A % directive, taken apart. */
struct item {
	struct span argument; /* what stood in braces; p is NULL: nothing */
	struct span letters; /* `h`, or `^FU` */
	bool sometimes; /* only with some statuses: else it is a `-` */
};

/*
 * How many bytes at ${text} are the letters: one, or `^` and two more. Which
 * of them mean something depends on the modules that are loaded.
 */
static size_t
letters(struct span text)
{
	if (text.n >= 3 && text.p[0] == '^')
		return (ascii_isalpha(text.p[1]) && ascii_isalpha(text.p[2]) ?
			3 :
			0);
	return (text.n > 0 && ascii_isalpha(text.p[0]) ? 1 : 0);
}

/*
 * The directive at text.p[0] == '%'; the bytes it takes, or 0. Modifiers and
 * the argument come in any order, and of several arguments the last counts.
 * One may end in several braces.
 */
static size_t
take_item(struct span text, struct item *it)
{
	size_t i = 1;

	*it = (struct item){ .sometimes = false };
	for (; i < text.n; i++) {
		const char c = text.p[i];

		if (c == '{') {
			const struct span rest = span_from(text, i + 1);
			const size_t n = span_index(rest, '}');

			if (n == rest.n)
				return (0);
			it->argument = span_make(rest.p, n);
			i += n + 1;
			while (i + 1 < text.n && text.p[i + 1] == '}')
				i++;
		} else if (c >= '0' && c <= '9')
			it->sometimes = true;
		else if (c != '!' && c != '<' && c != '>' && c != ',')
			break;
	}
	it->letters = span_make(text.p + i, letters(span_from(text, i)));
	return (it->letters.n == 0 ? 0 : i + it->letters.n);
}

/* The name of ${it} in the table of variables, in memory of ${es}. */
static struct span
name_of(const struct item *it, struct elements *es)
{
	struct buf b;
	struct span name;

	buf_init(&b, APACHE_NAME_MAX);
	if (it->argument.p != NULL) {
		buf_addc(&b, '{');
		buf_addspan(&b, it->argument);
		buf_addc(&b, '}');
	}
	buf_addspan(&b, it->letters);
	name =
	    b.failed ? span_make(NULL, 0) : arena_dup(es->arena, buf_span(&b));
	buf_release(&b);
	return (name);
}

/* %t has brackets of its own; what strftime() writes has none. */
static bool
has_brackets(struct span argument)
{
	return (argument.n == 0 || span_eq(argument, SPAN("begin")) ||
	    span_eq(argument, SPAN("begin:")) ||
	    span_eq(argument, SPAN("end")) || span_eq(argument, SPAN("end:")));
}

static int
add(struct elements *es, struct span shown, const struct item *it, size_t at)
{
	const bool time = span_eq(it->letters, SPAN("t"));
	const struct span name = name_of(it, es);
	bool brackets;

	if (name.p == NULL)
		return (fail(es, "a % directive is too long", at));
	if (time && it->sometimes)
		return (fail(es, "a time must not depend on the status", at));
	brackets = time && has_brackets(it->argument);
	if (brackets && elements_literal(es, SPAN("[")) == -1)
		return (-1);
	if (elements_field(es, shown, name) == -1)
		return (-1);
	return (brackets ? elements_literal(es, SPAN("]")) : 0);
}

/* The literal that starts at text.p[0]; the bytes it takes. */
static size_t
literal(struct span text, struct span *out)
{
	static const char from[] = "\\rnt", to[] = "\\\r\n\t";
	size_t n = 0;

	if (span_starts(text, SPAN("%%"))) {
		*out = SPAN("%");
		return (2);
	}
	if (text.p[0] == '\\' && text.n > 1 && text.p[1] != '\0') {
		const char *known = strchr(from, text.p[1]);

		/* Before anything else a backslash is one. */
		*out = known == NULL ? SPAN("\\") :
				       span_make(to + (known - from), 1);
		return (known == NULL ? 1 : 2);
	}
	while (n < text.n && text.p[n] != '%' && text.p[n] != '\\')
		n++;
	*out = span_make(text.p, n > 0 ? n : 1);
	return (out->n);
}

int
apache_parse(struct span text, struct elements *es)
{
	size_t i = 0;

	while (i < text.n) {
		const struct span rest = span_from(text, i);
		struct span lit;
		struct item it;
		size_t n;

		if (rest.p[0] != '%' || span_starts(rest, SPAN("%%"))) {
			i += literal(rest, &lit);
			if (elements_literal(es, lit) == -1)
				return (-1);
			continue;
		}
		if ((n = take_item(rest, &it)) == 0)
			return (fail(es, "invalid % directive", i));
		if (add(es, span_make(rest.p, n), &it, i) == -1)
			return (-1);
		i += n;
	}
	return (0);
}
