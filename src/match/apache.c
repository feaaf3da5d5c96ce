/* SPDX-License-Identifier: ISC */
#include "match/apache.h"

#include <stdio.h>

static int
fail(struct elements *es, const char *what, size_t at)
{
	(void)snprintf(es->why, sizeof(es->why), "%s at offset %zu", what, at);
	return (-1);
}

static bool
is_modifier(char c)
{
	return (c == '!' || c == '<' || c == '>' || c == ',' ||
	    (c >= '0' && c <= '9'));
}

/* The end of the directive letter(s) at ${i}, or 0. */
static size_t
letters(struct span text, size_t i)
{
	const size_t n = i < text.n && text.p[i] == '^' ? 3 : 1;

	return (i + n <= text.n && text.p[i] != ' ' ? i + n : 0);
}

/*
 * The item at text.p[0] == '%', as ${name} without its modifiers, which are
 * moved behind the argument where they stood between: `%{x}>i`. The bytes it
 * takes, or 0.
 */
static size_t
item(struct span text, char name[static 128], size_t *len)
{
	size_t i = 1, n = 0, end;

	while (i < text.n && is_modifier(text.p[i]))
		i++;
	if (i < text.n && text.p[i] == '{') {
		const size_t close = span_index(span_from(text, i), '}');

		if (i + close >= text.n || close + 5 > 128)
			return (0);
		for (n = 0; n <= close; n++)
			name[n] = text.p[i + n];
		i += n;
	}
	while (i < text.n && is_modifier(text.p[i]))
		i++;
	if ((end = letters(text, i)) == 0)
		return (0);
	while (i < end)
		name[n++] = text.p[i++];
	*len = n;
	return (end);
}

static int
add(struct elements *es, struct span shown, struct span name)
{
	const bool brackets = span_eq(name, SPAN("t"));

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
	size_t n = 0;

	if (text.p[0] == '\\' && text.n > 1) {
		const char c = text.p[1];

		*out = c == 'n' ? SPAN("\n") :
		    c == 't'	? SPAN("\t") :
		    c == 'r'	? SPAN("\r") :
				  span_make(text.p + 1, 1);
		return (2);
	}
	if (span_starts(text, SPAN("%%"))) {
		*out = SPAN("%");
		return (2);
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
		char name[128];
		size_t n, len = 0;

		if (rest.p[0] != '%' || span_starts(rest, SPAN("%%"))) {
			i += literal(rest, &lit);
			if (elements_literal(es, lit) == -1)
				return (-1);
			continue;
		}
		if ((n = item(rest, name, &len)) == 0)
			return (fail(es, "invalid % directive", i));
		if (add(es, span_make(rest.p, n), span_make(name, len)) == -1)
			return (-1);
		i += n;
	}
	return (0);
}
