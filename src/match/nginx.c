/* SPDX-License-Identifier: ISC */
#include "match/nginx.h"

#include <stdio.h>

static bool
is_name(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_');
}

/* The variable at text.p[0] == '$'; the bytes it takes, or 0. */
static size_t
variable(struct span text, struct span *name)
{
	const bool braces = text.n > 1 && text.p[1] == '{';
	const size_t start = braces ? 2 : 1;
	size_t i = start;

	while (i < text.n && is_name(text.p[i]))
		i++;
	*name = span_make(text.p + start, i - start);
	if (name->n == 0 || (braces && (i == text.n || text.p[i] != '}')))
		return (0);
	return (braces ? i + 1 : i);
}

int
nginx_parse(struct span text, struct elements *es)
{
	size_t i = 0;

	while (i < text.n) {
		const struct span rest = span_from(text, i);
		const size_t dollar = span_index(rest, '$');
		struct span name;
		size_t n;

		if (elements_literal(es, span_make(rest.p, dollar)) == -1)
			return (-1);
		if (dollar == rest.n)
			break;
		n = variable(span_from(rest, dollar), &name);
		if (n == 0) {
			(void)snprintf(es->why, sizeof(es->why),
			    "invalid variable name at offset %zu", i + dollar);
			return (-1);
		}
		if (elements_field(es, name, name) == -1)
			return (-1);
		i += dollar + n;
	}
	return (0);
}
