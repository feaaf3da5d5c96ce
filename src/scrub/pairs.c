/* SPDX-License-Identifier: ISC */
#include "scrub/pairs.h"

/* Bytes that end a name or a value. */
static const bool ends[256] = {
	['&'] = true,
	[';'] = true,
	['#'] = true,
	['?'] = true,
	['/'] = true,
	['='] = true,
	[','] = true,
	['"'] = true,
	['{'] = true,
	['}'] = true,
	['\n'] = true,
	['\r'] = true,
};

static bool
is_end(char c)
{
	return (ends[(unsigned char)c]);
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t');
}

/* The name that ends at ${end}. */
static struct span
name_before(struct span text, size_t end)
{
	size_t start = end;

	while (start > 0 && !is_end(text.p[start - 1]))
		start--;
	return (span_make(text.p + start, end - start));
}

/* Store in ${p} the value that begins at ${i}. False: it is empty. */
static bool
value_at(struct span text, size_t i, struct pair *p)
{
	/* The word of a hit is a value, its braces no brackets. */
	const bool word = i < text.n && text.p[i] == '{';

	p->value = p->end = i;
	p->end += word;
	while (p->end < text.n && !is_end(text.p[p->end]))
		p->end++;
	p->end += word && p->end < text.n && text.p[p->end] == '}';
	return (p->end > p->value);
}

/* `"name": "value"`, where the colon is at ${i}. */
static bool
member_at(struct span text, size_t i, struct pair *p)
{
	size_t end = i;

	while (end > 0 && is_blank(text.p[end - 1]))
		end--;
	if (end == 0 || text.p[end - 1] != '"')
		return (false);
	p->name = name_before(text, end - 1);
	while (++i < text.n && (is_blank(text.p[i]) || text.p[i] == '"'))
		;
	p->member = true;
	p->quoted = text.p[i - 1] == '"';
	return (value_at(text, i, p));
}

bool
pairs_next(struct span text, size_t from, struct pair *p)
{
	for (size_t i = from; i < text.n; i++) {
		if (text.p[i] == '=') {
			p->name = name_before(text, i);
			p->member = false;
			if (value_at(text, i + 1, p))
				return (true);
		} else if (text.p[i] == ':' && member_at(text, i, p))
			return (true);
		p->query |= text.p[i] == '?';
	}
	return (false);
}

size_t
pairs_end(struct span text, const struct pair *p)
{
	const char *stops = p->query ? "&;#\"\n\r" : "&;#\"\n\r/?";
	size_t i = p->end;

	if (p->member && !p->quoted)
		return (i);
	if (p->member)
		stops = "\"";
	while (i < text.n &&
	    (text.p[i] == '\0' || strchr(stops, text.p[i]) == NULL))
		i++;
	return (i);
}
