/* SPDX-License-Identifier: ISC */
#include "match/matcher.h"

#include <stdio.h>

#include "match/pattern.h"

enum { PATTERN_MAX = 64 * 1024 };

struct matcher {
	const struct format *format;
	struct regex *regex;
};

struct matcher *
matcher_new(struct arena *a, const struct format *f, char why[static 200])
{
	struct matcher *m = arena_alloc(a, sizeof(*m));
	struct buf pattern;

	if (m == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (NULL);
	}
	buf_init(&pattern, PATTERN_MAX);
	pattern_write(f, &pattern);
	m->format = f;
	if (pattern.failed)
		(void)snprintf(why, 200, "the format is too long");
	else
		m->regex = regex_new(buf_span(&pattern), why);
	buf_release(&pattern);
	return (m->regex == NULL ? NULL : m);
}

void
matcher_free(struct matcher *m)
{
	if (m != NULL)
		regex_free(m->regex);
}

const struct format *
matcher_format(const struct matcher *m)
{
	return (m->format);
}

struct regex_scratch *
matcher_scratch(void)
{
	return (regex_scratch_new(FORMAT_FIELDS_MAX));
}

bool
matcher_line(const struct matcher *m, struct regex_scratch *s, struct span line,
    struct record *r)
{
	r->format = m->format;
	return (regex_match(m->regex, s, line, r->field));
}

bool
matcher_closed(const struct matcher *m)
{
	const struct format *f = m->format;

	return (!f->elements[f->nelements - 1].isfield);
}
