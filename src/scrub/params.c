/* SPDX-License-Identifier: ISC */
#include "scrub/params.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/bytes.h"
#include "scrub/entity.h"

static const bool splits[256] = {
	['&'] = true,
	[';'] = true,
	['#'] = true,
	['\\'] = true,
};

/* The length of the mark between parameters at ${i}, or 0. */
static size_t
mark_at(struct span q, size_t i)
{
	const struct span s = span_from(q, i);

	if (!splits[(unsigned char)s.p[0]])
		return (0);
	if (s.p[0] == '&' && entity_hides(span_from(s, 1)) > 0)
		return (0);
	if (s.p[0] == '\\') {
		if (!span_starts(s, SPAN("\\u0026")))
			return (0);
		return (span_starts(s, SPAN("\\u0026amp;")) ? 10 : 6);
	}
	return (span_starts(s, SPAN("&amp;")) ? 5 : 1);
}

/* The length of what is no mark at ${i}: one byte, or a reference. */
static size_t
other_at(struct span q, size_t i)
{
	return (q.p[i] == '&' ? 1 + entity_hides(span_from(q, i + 1)) : 1);
}

/*
 * How many bytes at ${i} are one of ${clear}, be it raw or written as %HH,
 * once or more; 0 when there is another.
 */
static size_t
byte_at(struct span q, size_t i, const char *clear)
{
	size_t n = i + 1;
	int c;

	if (i == q.n || q.p[i] == '\0')
		return (0);
	if (q.p[i] != '%')
		return (strchr(clear, q.p[i]) != NULL);
	while (span_starts(span_from(q, n), SPAN("25")))
		n += 2;
	if (q.n - n < 2)
		return (0);
	c = ascii_hexpair(q.p + n);
	if (c <= 0 || strchr(clear, c) == NULL)
		return (0);
	return (n + 2 - i);
}

/* Does `name=` begin at ${i}? */
static bool
is_param(struct span q, size_t i)
{
	const size_t start = i;

	while (i < q.n &&
	    (ascii_isalnum(q.p[i]) || q.p[i] == '_' || q.p[i] == '-' ||
		q.p[i] == '.' || q.p[i] == '[' || q.p[i] == ']'))
		i++;
	return (i > start && i < q.n && q.p[i] == '=');
}

/* How much of ${s}, which is plain, is one parameter. */
static size_t
plain_length(struct span s)
{
	size_t n = 0;

	while (n < s.n && !splits[(unsigned char)s.p[n]])
		n++;
	return (n);
}

/*
 * How much of ${s} is one parameter. In a string of JSON what looks like a
 * mark is none, but for where another parameter begins for certain.
 */
static size_t
param_length(struct span s)
{
	size_t n = 0, equals = 0, k;
	bool json = false, string = false;

	for (; n < s.n; n += k) {
		k = mark_at(s, n);
		if (k > 0 && (!string || is_param(s, n + k)))
			break;
		if (k == 0)
			k = other_at(s, n);
		if (equals == 0 && s.p[n] == '=') {
			equals = n;
			json = byte_at(s, n + 1, "[{") > 0;
		} else if (json && byte_at(s, n, "\"") > 0)
			string = !string;
	}
	return (n);
}

struct params
params_begin(struct span text)
{
	struct params q = { .rest = text, .set = bytes_scan(text) };

	/* There are no references, no backslashes and no strings of JSON. */
	q.plain =
	    !bytes_all(q.set, BYTES_CODED) && span_index(text, '"') == text.n;
	if (text.n > 0)
		q.mark = mark_at(text, 0);
	return (q);
}

bool
params_next(struct params *q, struct param *p)
{
	struct span s = q->rest;
	size_t n, equals;

	if (s.n == 0)
		return (false);
	p->mark = span_make(s.p, q->mark);
	s = span_from(s, p->mark.n);
	n = q->plain ? plain_length(s) : param_length(s);
	q->mark = n < s.n ? mark_at(s, n) : 0;
	p->all = span_make(s.p, n);
	q->rest = span_from(s, n);
	equals = span_index(p->all, '=');
	p->name = span_make(s.p, equals);
	p->value =
	    equals == n ? span_make(NULL, 0) : span_from(p->all, equals + 1);
	return (true);
}
