/* SPDX-License-Identifier: ISC */
#include "match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"
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

const struct elements *
matcher_layout(const struct matcher *m, size_t i)
{
	const struct parser *p = m->parsers;

	while (p != NULL && i-- > 0)
		p = p->next;
	return (p == NULL ? NULL : p->elements);
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
	const size_t before = s->ncuts;

	for (const struct parser *p = m->parsers; p != NULL; p = p->next) {
		if (p->run(p, s, line, tail))
			return (true);
		s->ncuts = before;
	}
	return (false);
}

/* Take the framing off ${line} as ${p}, one of its layouts, reads it. */
static bool
unframe(const struct frame *f, const struct parser *p, struct matching *s,
    struct span line, struct span *rest)
{
	struct span none;

	s->ncuts = 0;
	if (!p->run(p, s, line, &none))
		return (false);
	for (size_t i = 0; i < s->ncuts; i++)
		s->cut[i].field += f->base;
	*rest = s->cut[--s->ncuts].value;
	return (true);
}

/* What stands between the framing, which has the first ${n} cuts, and the line
 * is before the line's first field, or, where it has none, before its tail. */
static void
join_frame(struct matching *s, size_t n, struct span line, struct span *tail)
{
	const struct span value = s->cut[n - 1].value;
	const char *end = value.p + value.n;
	struct cut *first = &s->cut[n];

	if (s->ncuts > n)
		first->gap =
		    span_make(end, (size_t)(first->gap.p + first->gap.n - end));
	else
		*tail = span_make(end, (size_t)(line.p + line.n - end));
}

/* Where one layout leaves no line of the format another may. */
static bool
match_framed(const struct matcher *m, struct matching *s, size_t i,
    struct span line, struct span *tail)
{
	const struct frame *f = &m->frame[i];

	for (const struct parser *p = f->parser; p != NULL; p = p->next) {
		struct span rest;
		size_t n;

		if (!unframe(f, p, s, line, &rest) || (n = s->ncuts) == 0 ||
		    !match_bare(m, s, rest, tail))
			continue;
		join_frame(s, n, line, tail);
		return (true);
	}
	return (false);
}

/* Digits at both ends and the first dot where a quad has it: no framing starts
 * so, and it costs a tenth of reading the address. */
static bool
is_quad(struct span s)
{
	return (s.n >= 7 && s.n <= 15 && ascii_isdigit(s.p[0]) &&
	    ascii_isdigit(s.p[s.n - 1]) &&
	    ((s.p[1] == '.') | (s.p[2] == '.') | (s.p[3] == '.')));
}

/* Is it an address? Where a first group of four digits says so, no more is
 * read: a time has two before its first colon, or a dozen. */
static bool
is_address(struct span s)
{
	struct addr ignored;

	return (is_quad(s) ||
	    (s.n > 6 && ascii_isdigit(s.p[0]) && s.p[4] == ':') ||
	    addr_parse(s, &ignored));
}

/*
 * Is the client's address one, or the first of those it came by? Where
 * `Jul  8 11:07:07 www1 nginx: 192.0.2.7` passes for client, ident and user,
 * it is a framed line.
 */
static bool
is_sure(const struct matcher *m, const struct matching *s)
{
	for (size_t i = 0; i < s->ncuts; i++) {
		const enum class class =
		    m->format.fields[s->cut[i].field].class;
		struct span v = s->cut[i].value;

		if (class == CLASS_IPLIST) {
			v.n = span_index(v, ',');
			if (span_eq(v, SPAN("-")))
				continue;
		} else if (class != CLASS_IP)
			continue;
		return (is_address(v));
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
	if (bare && (m->nframes == 0 || is_sure(m, s)))
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

/* The same of what stands behind a framing. */
static void
stop_behind(const struct matcher *m, struct matching *s, struct span line,
    struct span rest, struct stop *why)
{
	struct stop one = { .offset = 0 };

	stop_bare(m, s, rest, &one);
	one.offset += (size_t)(rest.p - line.p);
	if (one.offset > why->offset)
		*why = one;
}

void
matcher_stop(const struct matcher *m, struct matching *s, struct span line,
    struct stop *why)
{
	struct span rest;

	*why = (struct stop){ .offset = 0 };
	stop_bare(m, s, line, why);
	for (size_t i = 0; i < m->nframes; i++)
		for (const struct parser *p = m->frame[i].parser; p != NULL;
		     p = p->next)
			if (unframe(&m->frame[i], p, s, line, &rest))
				stop_behind(m, s, line, rest, why);
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
