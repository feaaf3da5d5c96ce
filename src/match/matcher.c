/* SPDX-License-Identifier: ISC */
#include "match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "match/columns.h"

struct frame {
	const struct parser *parser; /* the first of them */
	unsigned base; /* of its fields in the format's table */
};

struct matcher {
	struct format format;
	struct parser *parsers;
	struct frame frame[MATCHER_FRAMES_MAX];
	size_t nframes;
};

struct matcher *
matcher_new(struct arena *a, const struct format *f, struct parser *parsers)
{
	struct matcher *m = arena_alloc(a, sizeof(*m));

	if (m == NULL)
		return (NULL);
	m->format = *f;
	m->parsers = parsers;
	return (m);
}

void
matcher_free(struct matcher *m)
{
	if (m == NULL)
		return;
	for (struct parser *p = m->parsers; p != NULL; p = p->next)
		if (p->release != NULL)
			p->release(p);
}

int
matcher_frame(struct matcher *m, struct arena *a,
    const struct matcher *const *frames, size_t n)
{
	size_t total = m->format.nfields, at = total;
	struct field *all;

	/* What would a header be that only some lines of a stream are behind? */
	if (matcher_has_header(m))
		return (0);
	for (size_t i = 0; i < n; i++)
		total += frames[i]->format.nfields;
	if (n > MATCHER_FRAMES_MAX || total > FORMAT_FIELDS_MAX ||
	    (all = arena_alloc(a, total * sizeof(*all) + 1)) == NULL)
		return (-1);
	memcpy(all, m->format.fields, at * sizeof(*all));
	for (size_t i = 0; i < n; i++) {
		const struct format *f = &frames[i]->format;

		m->frame[i].parser = frames[i]->parsers;
		m->frame[i].base = (unsigned)at;
		for (size_t k = 0; k < f->nfields; k++) {
			all[at] = f->fields[k];
			all[at++].spare = true;
		}
	}
	m->format.fields = all;
	m->format.nfields = total;
	m->nframes = n;
	return (0);
}

const struct format *
matcher_format(const struct matcher *m)
{
	return (&m->format);
}

struct matching *
matcher_scratch(void)
{
	struct matching *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->regex = regex_scratch_new(PARSER_GROUPS_MAX + 1);
	s->columns = columns_state();
	if (s->regex == NULL || s->columns == NULL) {
		matcher_scratch_free(s);
		return (NULL);
	}
	return (s);
}

void
matcher_scratch_free(struct matching *s)
{
	if (s == NULL)
		return;
	regex_scratch_free(s->regex);
	free(s->keys);
	columns_free(s->columns);
	free(s);
}

void
matcher_reset(struct matching *s)
{
	columns_reset(s->columns);
}

bool
matcher_has_header(const struct matcher *m)
{
	for (const struct parser *p = m->parsers; p != NULL; p = p->next)
		if (p->header != NULL)
			return (true);
	return (false);
}

void
matcher_header(const struct matcher *m, struct matching *s, struct span line)
{
	for (const struct parser *p = m->parsers; p != NULL; p = p->next)
		if (p->header != NULL)
			p->header(p, s, line);
}

/* The line itself, without a framing. */
static bool
match_bare(const struct matcher *m, struct matching *s, struct span line,
    struct span *tail)
{
	for (const struct parser *p = m->parsers; p != NULL; p = p->next)
		if (p->run(p, s, line, tail))
			return (true);
	return (false);
}

/* Take the framing off ${line}. False: it is not framed so. */
static bool
unframe(const struct frame *f, struct matching *s, struct span line,
    struct span *rest)
{
	const struct parser *p = f->parser;
	struct span none;

	while (p != NULL && !p->run(p, s, line, &none))
		p = p->next;
	if (p == NULL)
		return (false);
	for (size_t i = 0; i < s->ncuts; i++)
		s->cut[i].field += f->base;
	*rest = s->cut[--s->ncuts].value;
	return (true);
}

static bool
match_framed(const struct matcher *m, struct matching *s, size_t i,
    struct span line, struct span *tail)
{
	struct span rest;
	struct cut *first;
	const char *end;
	size_t n;

	s->ncuts = 0;
	if (!unframe(&m->frame[i], s, line, &rest))
		return (false);
	n = s->ncuts;
	if (!match_bare(m, s, rest, tail) || n == 0) {
		s->ncuts = 0;
		return (false);
	}
	/* What stands between the framing and the line is before its first
	 * field, or, in a line that has none, before its tail. */
	end = s->cut[n - 1].value.p + s->cut[n - 1].value.n;
	first = &s->cut[n];
	if (s->ncuts > n)
		first->gap =
		    span_make(end, (size_t)(first->gap.p + first->gap.n - end));
	else
		*tail = span_make(end, (size_t)(line.p + line.n - end));
	return (true);
}

/*
 * Is the client's address one? Where `Jul  8 11:07:07 www1 nginx: 192.0.2.7`
 * passes for client, ident and user, it is a framed line.
 */
static bool
is_sure(const struct matcher *m, const struct matching *s)
{
	for (size_t i = 0; i < s->ncuts; i++) {
		const struct span v = s->cut[i].value;

		if (m->format.fields[s->cut[i].field].class != CLASS_IP)
			continue;
		return (v.n == 0 || (v.p[0] >= '0' && v.p[0] <= '9') ||
		    span_index(v, ':') < v.n);
	}
	return (true);
}

static bool
match(const struct matcher *m, struct matching *s, struct span line,
    struct span *tail)
{
	bool bare;

	s->ncuts = 0;
	bare = match_bare(m, s, line, tail);
	if (bare && is_sure(m, s))
		return (true);
	for (size_t i = 0; i < m->nframes; i++)
		if (match_framed(m, s, i, line, tail))
			return (true);
	s->ncuts = 0;
	if (bare)
		return (match_bare(m, s, line, tail));
	return (false);
}

bool
matcher_line(const struct matcher *m, struct matching *s, struct span line,
    struct record *r)
{
	if (!match(m, s, line, &r->tail))
		return (false);
	r->format = &m->format;
	r->cut = s->cut;
	r->ncuts = s->ncuts;
	return (true);
}

static void
stop_bare(const struct matcher *m, struct matching *s, struct span line,
    struct stop *why)
{
	for (const struct parser *p = m->parsers; p != NULL; p = p->next) {
		struct stop one;

		s->ncuts = 0;
		p->stop(p, s, line, &one);
		if (one.offset >= why->offset)
			*why = one;
	}
}

void
matcher_stop(const struct matcher *m, struct matching *s, struct span line,
    struct stop *why)
{
	struct span rest;

	*why = (struct stop){ .offset = 0 };
	stop_bare(m, s, line, why);
	for (size_t i = 0; i < m->nframes; i++) {
		struct stop one = { .offset = 0 };
		size_t at;

		s->ncuts = 0;
		if (!unframe(&m->frame[i], s, line, &rest))
			continue;
		at = (size_t)(rest.p - line.p);
		stop_bare(m, s, rest, &one);
		one.offset += at;
		if (one.offset > why->offset)
			*why = one;
	}
	s->ncuts = 0;
}

bool
matcher_closed(const struct matcher *m)
{
	for (const struct parser *p = m->parsers; p != NULL; p = p->next)
		if (!p->closed)
			return (false);
	return (true);
}
