/* SPDX-License-Identifier: ISC */
#include "scrub/leak.h"

#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/jsontext.h"
#include "model/clean_make.h"
#include "scrub/decode.h"
#include "scrub/numeral.h"
#include "scrub/shapes.h"

enum { TEXT_MAX = DECODE_MAX, HITS_MAX = 256, PASSES = 8 };

struct part {
	struct leak_part mark;
	size_t end;
};

struct leak {
	struct clean clean; /* the line */
	struct buf masked; /* the line while it is being masked */
	struct buf again; /* a part of it, before one more pass */
	struct buf spelt; /* other spellings of protected values */
	struct part part[LEAK_PARTS_MAX];
	size_t nparts;
	struct span value[LEAK_VALUES_MAX];
	size_t nvalues;
	struct addr addr[LEAK_VALUES_MAX];
	size_t naddrs;
	bool overflow; /* more to protect than there is room for */
};

struct leak *
leak_new(void)
{
	struct leak *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return (NULL);
	buf_init(&l->clean.text, TEXT_MAX);
	buf_init(&l->masked, TEXT_MAX);
	buf_init(&l->again, TEXT_MAX);
	buf_init(&l->spelt, 2 * LINE_LIMIT);
	if (!buf_reserve(&l->spelt, 2 * LINE_LIMIT)) {
		leak_free(l);
		return (NULL);
	}
	return (l);
}

void
leak_free(struct leak *l)
{
	if (l == NULL)
		return;
	buf_release(&l->clean.text);
	buf_release(&l->masked);
	buf_release(&l->again);
	buf_release(&l->spelt);
	free(l);
}

void
leak_begin(struct leak *l)
{
	buf_reset(&l->clean.text);
	l->nparts = 0;
	l->nvalues = 0;
	l->naddrs = 0;
	l->overflow = false;
	buf_reset(&l->spelt);
}

struct buf *
leak_text(struct leak *l)
{
	return (&l->clean.text);
}

void
leak_mark(struct leak *l, const struct leak_part *mark)
{
	if (l->nparts == LEAK_PARTS_MAX) {
		l->overflow = true;
		return;
	}
	l->part[l->nparts].mark = *mark;
	l->part[l->nparts++].end = l->clean.text.n;
}

static void
protect_text(struct leak *l, struct span value)
{
	if (value.n < LEAK_VALUE_MIN)
		return;
	if (l->nvalues < LEAK_VALUES_MAX)
		l->value[l->nvalues++] = value;
	else
		l->overflow = true;
}

/*
 * Protect ${value} with the blanks in it as ${blank}, in memory of the leak
 * check's own.
 */
static void
protect_copy(struct leak *l, struct span value, char blank)
{
	const size_t start = l->spelt.n;

	/* No growing: the spans before point into it. */
	if (l->spelt.cap - start < value.n) {
		l->overflow = true;
		return;
	}
	buf_addspan(&l->spelt, value);
	for (size_t i = start; i < l->spelt.n; i++)
		if (l->spelt.p[i] == ' ')
			l->spelt.p[i] = blank;
	protect_text(l, span_make(l->spelt.p + start, value.n));
}

/* A value as it is, as it reads without escapes, and as a query spells it. */
static void
protect_spellings(struct leak *l, struct scrub *s, struct span value)
{
	protect_text(l, value);
	if (value.n > LINE_LIMIT) {
		l->overflow = true;
		return;
	}
	if (shapes_is_encoded(value))
		protect_copy(l, decode_text(s->decode, s->escape, value), ' ');
	if (span_index(value, ' ') < value.n)
		protect_copy(l, value, '+');
}

void
leak_protect(struct leak *l, struct scrub *s, struct span value)
{
	struct addr a;

	if (!shapes_client(value, &a)) {
		protect_spellings(l, s, value);
		return;
	}
	/* Every dotted quad is looked at; not every run of hex and colons. */
	if (a.v6)
		protect_text(l, value);
	if (l->naddrs < LEAK_VALUES_MAX)
		l->addr[l->naddrs++] = a;
	else
		l->overflow = true;
}

static bool
is_protected(const struct leak *l, const struct addr *a)
{
	for (size_t i = 0; i < l->naddrs; i++)
		if (shapes_same(&l->addr[i], a))
			return (true);
	return (false);
}

/* The first protected value in ${text}. */
static bool
find_value(const struct leak *l, struct span text, struct shape_hit *hit)
{
	for (size_t i = 0; i < l->nvalues; i++) {
		const size_t at = span_casefind(text, l->value[i]);

		if (at < text.n) {
			*hit = (struct shape_hit){ .start = at,
				.end = at + l->value[i].n,
				.kind = KIND_VALUE };
			return (true);
		}
	}
	return (false);
}

/* Is ${a} what the rule for addresses leaves of one? */
static bool
is_cleaned(const struct scrub *s, const struct addr *a)
{
	const struct rule *ip = &s->policy->rule[CLASS_IP];
	struct addr left = *a;

	if (ip->action != ACTION_TRUNCATE)
		return (ip->action == ACTION_KEEP);
	addr_truncate(&left, ip->bits4, ip->bits6);
	return (shapes_same(&left, a));
}

/* May what was found, protected or not, not stand in a part guarded so? */
static bool
is_barred(const struct scrub *s, const struct shape_hit *hit, enum guard guard)
{
	if (guard == GUARD_VALUES)
		return (false);
	if (hit->kind != KIND_IP)
		return (hit->kind == KIND_EMAIL);
	return (!shapes_is_version(&hit->addr) &&
	    (guard != GUARD_CLEANED || !is_cleaned(s, &hit->addr)));
}

static bool
is_leak(const struct leak *l, const struct scrub *s,
    const struct shape_hit *hit, enum guard guard)
{
	return (is_barred(s, hit, guard) ||
	    (hit->kind != KIND_EMAIL && is_protected(l, &hit->addr)));
}

/* The first leak in ${text}, which holds no escapes. */
static bool
find_leak(const struct leak *l, const struct scrub *s, struct span text,
    enum guard guard, struct shape_hit *hit)
{
	size_t at = 0;

	if (l->nvalues > 0 && find_value(l, text, hit))
		return (true);
	while (shapes_next(text, at, hit)) {
		if (is_leak(l, s, hit, guard))
			return (true);
		at = hit->next;
	}
	if (l->naddrs == 0)
		return (false);
	for (at = 0; numeral_next(text, at, hit); at = hit->next)
		if (is_protected(l, &hit->addr))
			return (true);
	return (false);
}

/*
 * The first leak in ${text}, with its escapes undone or as it is: in this
 * order, for the raw text may show the end of what is a longer one decoded.
 */
static bool
find(const struct leak *l, struct scrub *s, struct span text, enum guard guard,
    struct shape_hit *hit)
{
	if (shapes_is_encoded(text) &&
	    find_leak(l, s, decode_text(s->decode, s->escape, text), guard,
		hit)) {
		hit->start = decode_raw_start(s->decode, hit->start);
		hit->end = decode_raw_end(s->decode, hit->end);
		return (true);
	}
	return (find_leak(l, s, text, guard, hit));
}

/* Half an escape of JSON is none: what is masked takes all of it along. */
static void
widen(struct span text, struct shape_hit *hit)
{
	for (size_t at = 0; at < hit->end && at < text.n;) {
		const size_t n = jsontext_escape(span_from(text, at));
		const size_t next = at + (n > 0 ? n : 1);

		if (hit->start > at && hit->start < next)
			hit->start = at;
		if (hit->end > at && hit->end < next)
			hit->end = next;
		at = next;
	}
}

/* Append ${text} to ${out} with the leaks masked that one pass sees. */
static bool
mask_once(struct leak *l, struct scrub *s, const struct part *p,
    struct span text, struct buf *out)
{
	struct shape_hit hit;

	for (int i = 0; find(l, s, text, p->mark.guard, &hit); i++) {
		if (i == HITS_MAX || hit.end <= hit.start || hit.end > text.n)
			return (false);
		scrub_hit(s, hit.kind, p->mark.place);
		scrub_place(s, MEANS_LEAK,
		    span_make(text.p + hit.start, hit.end - hit.start));
		if (p->mark.bare) {
			buf_addspan(out, SPAN("null"));
			return (!out->failed);
		}
		if (s->escape == ESCAPE_JSON)
			widen(text, &hit);
		buf_add(out, text.p, hit.start);
		scrub_word(hit.kind, out);
		text = span_from(text, hit.end);
	}
	buf_addspan(out, text);
	return (!out->failed);
}

/*
 * Append ${text} with every leak masked. A pass may leave one behind escapes
 * when there was a plain one farther on, and masking may join what was apart:
 * so pass after pass, until nothing is found. False: it cannot be made safe.
 */
static bool
mask(struct leak *l, struct scrub *s, const struct part *p, struct span text)
{
	const size_t start = l->masked.n;
	struct shape_hit hit;

	for (int i = 0; i < PASSES; i++) {
		if (s->trace != NULL)
			trace_part(s->trace, p->mark.start, text);
		if (!mask_once(l, s, p, text, &l->masked))
			return (false);
		text = span_make(l->masked.p + start, l->masked.n - start);
		if (!find(l, s, text, p->mark.guard, &hit))
			return (true);
		buf_reset(&l->again);
		buf_addspan(&l->again, text);
		if (l->again.failed)
			return (false);
		text = buf_span(&l->again);
		l->masked.n = start;
	}
	return (false);
}

/* The line once more, each marked part masked. */
static bool
mask_line(struct leak *l, struct scrub *s)
{
	const struct buf *text = &l->clean.text;
	struct buf tmp;
	size_t at = 0;

	buf_reset(&l->masked);
	for (size_t i = 0; i < l->nparts; i++) {
		const struct part *p = &l->part[i];
		size_t start;

		buf_add(&l->masked, text->p + at, p->mark.start - at);
		start = l->masked.n;
		if (!mask(l, s, p,
			span_make(text->p + p->mark.start,
			    p->end - p->mark.start)))
			return (false);
		if (s->trace != NULL)
			trace_masked(s->trace, l->masked.n - start);
		at = p->end;
	}
	buf_add(&l->masked, text->p + at, text->n - at);
	if (l->masked.failed)
		return (false);
	tmp = l->clean.text;
	l->clean.text = l->masked;
	l->masked = tmp;
	return (true);
}

/* Note that ${a} must not be protected. */
static void
survey_addr(struct leak_survey *out, const struct addr *a)
{
	if (out->n == LEAK_SURVEY_MAX)
		out->open = true;
	else
		out->addr[out->n++] = *a;
}

/* Add the shapes of ${text}, which holds no escapes, to ${out}. */
static void
survey(const struct scrub *s, struct span text, enum guard guard,
    struct leak_survey *out)
{
	struct shape_hit hit;

	for (size_t at = 0; !out->open && shapes_next(text, at, &hit);
	     at = hit.next) {
		out->open = is_barred(s, &hit, guard);
		if (!out->open && hit.kind != KIND_EMAIL)
			survey_addr(out, &hit.addr);
	}
	for (size_t at = 0; !out->open && numeral_next(text, at, &hit);
	     at = hit.next)
		survey_addr(out, &hit.addr);
}

void
leak_survey(struct scrub *s, struct span text, enum guard guard,
    struct leak_survey *out)
{
	out->open = false;
	out->n = 0;
	survey(s, text, guard, out);
	if (!out->open && shapes_is_encoded(text))
		survey(s, decode_text(s->decode, s->escape, text), guard, out);
}

/* Is there no protected value, address or not, in a part that was surveyed? */
static bool
is_clear(const struct leak *l, struct scrub *s, const struct leak_survey *known,
    struct span text)
{
	struct shape_hit hit;

	for (size_t i = 0; i < known->n; i++)
		if (is_protected(l, &known->addr[i]))
			return (false);
	if (l->nvalues == 0)
		return (true);
	return (!find_value(l, text, &hit) &&
	    (!shapes_is_encoded(text) ||
		!find_value(l, decode_text(s->decode, s->escape, text), &hit)));
}

static bool
is_safe(struct leak *l, struct scrub *s)
{
	for (size_t i = 0; i < l->nparts; i++) {
		const struct part *p = &l->part[i];
		const struct span text =
		    span_make(l->clean.text.p + p->mark.start,
			p->end - p->mark.start);
		struct shape_hit hit;

		if (p->mark.survey.open ?
			find(l, s, text, p->mark.guard, &hit) :
			!is_clear(l, s, &p->mark.survey, text))
			return (false);
	}
	return (true);
}

enum verdict
leak_check(struct leak *l, struct scrub *s, int64_t when,
    const struct clean **out)
{
	if (l->overflow || l->clean.text.failed)
		return (VERDICT_LEAK);
	if (!is_safe(l, s) && !mask_line(l, s))
		return (VERDICT_LEAK);
	l->clean.time = when;
	*out = &l->clean;
	return (VERDICT_CLEAN);
}
