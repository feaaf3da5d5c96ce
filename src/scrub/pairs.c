/* SPDX-License-Identifier: ISC */
#include "scrub/pairs.h"

#include "base/ascii.h"

/* What a delimiter in a value that is coded once is written in: %26. */
enum { CODED_ONCE = 3 };

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

/* Store in ${p} the value that begins at ${i}. */
static void
value_at(struct span text, size_t i, struct pair *p)
{
	/* The word of a hit is a value, its braces no brackets. */
	const bool word = i < text.n && text.p[i] == '{';

	p->value = p->end = i;
	p->end += word;
	while (p->end < text.n && !is_end(text.p[p->end]))
		p->end++;
	p->end += word && p->end < text.n && text.p[p->end] == '}';
}

/* How many backslashes there are in front of ${at}. */
static size_t
backslashes(struct span text, size_t at)
{
	size_t n = 0;

	while (n < at && text.p[at - n - 1] == '\\')
		n++;
	return (n);
}

/* The name whose closing quote is in front of ${end}; JSON may hold JSON. */
static struct span
quoted_before(struct span text, size_t end)
{
	end--;
	return (name_before(text, end - backslashes(text, end)));
}

/* `name=value` or `"name"=value`, where the sign is at ${i}. */
static void
param_at(struct span text, size_t i, struct pair *p)
{
	p->name = i > 0 && text.p[i - 1] == '"' ? quoted_before(text, i) :
						  name_before(text, i);
	p->member = p->quoted = false;
	p->sign = i;
	value_at(text, i + 1, p);
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
	p->name = quoted_before(text, end);
	p->sign = i++;
	while (i < text.n && (is_blank(text.p[i]) || text.p[i] == '\\'))
		i++;
	p->member = true;
	p->quoted = i < text.n && text.p[i] == '"';
	value_at(text, i + p->quoted, p);
	return (true);
}

bool
pairs_next(struct span text, size_t from, struct pair *p)
{
	for (size_t i = from; i < text.n; i++) {
		if (text.p[i] == '=') {
			param_at(text, i, p);
			return (true);
		}
		if (text.p[i] == ':' && member_at(text, i, p))
			return (true);
		p->query |= text.p[i] == '?';
	}
	return (false);
}

/* In how many bytes that at ${i} is written. */
static size_t
width(const struct scrub *s, const struct text *t, size_t i)
{
	if (!t->coded)
		return (1);
	return (
	    decode_raw_end(s->decode, i + 1) - decode_raw_start(s->decode, i));
}

/* The same of an ampersand, but for the rest of its name. */
static size_t
width_mark(const struct scrub *s, const struct text *t, size_t i)
{
	const size_t n = width(s, t, i);
	const char *raw = t->raw.p;

	if (!t->coded || t->clear.p[i] != '&')
		return (n);
	raw += decode_raw_start(s->decode, i);
	for (size_t k = 1; k + 2 < n; k++)
		if (span_caseeq(span_make(raw + k, 3), SPAN("amp")))
			return (k);
	return (n);
}

/* Does `name=` begin at ${i}? */
static bool
is_param(struct span text, size_t i)
{
	const size_t start = i;

	while (i < text.n && !is_end(text.p[i]) && !is_blank(text.p[i]) &&
	    text.p[i] != '\'' && text.p[i] != '\\')
		i++;
	return (i > start && i < text.n && text.p[i] == '=');
}

/* Where the value that begins at ${i} ends in a query or path. */
static size_t
param_end(const struct scrub *s, const struct text *t, const struct pair *p)
{
	const struct span text = t->clear;
	const size_t own = width(s, t, p->sign);
	const size_t most = p->query && own < CODED_ONCE ? CODED_ONCE : own;
	size_t i;

	for (i = p->value; i < text.n; i++) {
		const char c = text.p[i];

		if (!p->query && (c == '/' || c == '?' || c == '#') &&
		    width(s, t, i) == 1)
			break;
		if ((c == '&' || (c == ';' && !p->query)) &&
		    width_mark(s, t, i) <= most && is_param(text, i + 1))
			break;
	}
	return (i);
}

/*
 * Where the string whose first byte is at ${i} ends: at a quote that is
 * written as the one in front of it. Another may be of a text within.
 */
static size_t
string_end(const struct scrub *s, const struct text *t, size_t i)
{
	const struct span text = t->clear;
	const size_t most = width(s, t, i - 1);
	const size_t escapes = backslashes(text, i - 1);

	while (i < text.n &&
	    (text.p[i] != '"' || width(s, t, i) > most ||
		backslashes(text, i) > escapes))
		i++;
	return (i);
}

/* Where the array or object at the start of the value of ${p} ends. */
static size_t
bracket_end(const struct scrub *s, const struct text *t, const struct pair *p)
{
	const struct span text = t->clear;
	const size_t most = width(s, t, p->value);
	size_t depth = 0;

	for (size_t i = p->value; i < text.n; i++) {
		const char c = text.p[i];

		if (c == '"')
			i = string_end(s, t, i + 1);
		else if ((c == '[' || c == '{') && width(s, t, i) <= most)
			depth++;
		else if ((c == ']' || c == '}') && width(s, t, i) <= most &&
		    --depth == 0)
			return (i + 1);
	}
	return (text.n);
}

/* Where the number or word that is the value of ${p} ends. */
static size_t
word_end(const struct scrub *s, const struct text *t, const struct pair *p)
{
	size_t quote = p->sign - 1, most, i = p->value;

	while (t->clear.p[quote] != '"')
		quote--;
	most = width(s, t, quote);

	while (
	    i < t->clear.n && (!is_end(t->clear.p[i]) || width(s, t, i) > most))
		i++;
	return (i);
}

size_t
pairs_end(const struct scrub *s, const struct text *t, const struct pair *p)
{
	if (!p->member)
		return (param_end(s, t, p));
	if (p->quoted) {
		const size_t end = string_end(s, t, p->value);

		/* The backslashes are its quote's. */
		return (
		    end < t->clear.n ? end - backslashes(t->clear, end) : end);
	}
	if (p->value < t->clear.n &&
	    (t->clear.p[p->value] == '[' || t->clear.p[p->value] == '{'))
		return (bracket_end(s, t, p));
	return (word_end(s, t, p));
}
