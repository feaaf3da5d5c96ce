/* SPDX-License-Identifier: ISC */
#include "scrub/query.h"

#include "scrub/names.h"
#include "scrub/pairs.h"
#include "scrub/search.h"
#include "scrub/suffix.h"
#include "scrub/text.h"

/* A parameter as it stands in the query, all of it raw. */
struct param {
	struct span mark; /* what parts it from the one before */
	struct span all;
	struct span name;
	struct span value; /* empty p: there is no `=` */
};

/* What is the same for all parameters of a query. */
struct query {
	struct span rest;
	bool coded;
};

/* A parameter that is a hit. */
struct counted {
	enum kind kind;
	enum place place;
	bool all; /* it is more than the value */
};

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
	if (s.p[0] == '\\') {
		if (!span_starts(s, SPAN("\\u0026")))
			return (0);
		return (span_starts(s, SPAN("\\u0026amp;")) ? 10 : 6);
	}
	return (span_starts(s, SPAN("&amp;")) ? 5 : 1);
}

/* Open ${text} as a query. */
static struct query
begin(struct span text)
{
	return (
	    (struct query){ text, bytes_all(bytes_scan(text), BYTES_CODED) });
}

/* Cut the first parameter, with the mark before it, off ${q}. */
static bool
next(struct query *q, struct param *p)
{
	struct span s = q->rest;
	size_t n = 0, equals;

	if (s.n == 0)
		return (false);
	p->mark = span_make(s.p, mark_at(s, 0));
	s = span_from(s, p->mark.n);
	while (n < s.n && mark_at(s, n) == 0)
		n++;
	p->all = span_make(s.p, n);
	q->rest = span_from(s, n);
	equals = span_index(p->all, '=');
	p->name = span_make(s.p, equals);
	p->value =
	    equals == n ? span_make(NULL, 0) : span_from(p->all, equals + 1);
	return (true);
}

/* Is the name of ${p} in the list? */
static bool
is_named(struct scrub *s, const struct query *q, const struct param *p,
    enum kind *k)
{
	struct span name = p->name;

	if (p->value.n == 0)
		return (false);
	if (q->coded)
		name = decode_text(s->decode, s->escape, name);
	/* name=photo.jpg */
	return (names_find(s->names, name, k) &&
	    (*k != KIND_IDENTITY || !suffix_isfile(p->value)));
}

/* Does the name of ${p} say that its value is harmless? */
static bool
is_harmless(struct scrub *s, const struct param *p)
{
	return (names_harmless(s->names,
	    decode_text(s->decode, s->escape, p->name)));
}

/* Is a name within ${t} in the list? */
static bool
is_nested(const struct scrub *s, const struct text *t, enum kind *k)
{
	struct pair pair = { .value = 0 };

	if (!bytes_all(t->set, BYTES_PAIRS))
		return (false);
	while (pairs_next(t->clear, pair.value, &pair))
		if (names_find(s->names, pair.name, k))
			return (true);
	*k = KIND_SEARCH;
	return (search_within(s, t->clear));
}

/*
 * Is there anything personal in ${p}, its own name left aside? ${all}: it is
 * not the value that holds it.
 */
static bool
is_personal(struct scrub *s, const struct param *p, enum kind *k, bool *all)
{
	struct text t;

	*all = p->value.p == NULL;
	text_open(s, p->all, &t);
	text_detect(&t);
	if (t.hits.n > 0) {
		*k = t.hits.at[0].kind;
		*all |= text_raw(s, &t, t.hits.at[0]).start < p->name.n;
		return (true);
	}
	if (*all)
		return (is_nested(s, &t, k));
	text_open(s, p->value, &t);
	if (is_nested(s, &t, k))
		return (true);
	detect_lone(t.clear, t.set, &t.hits);
	if (t.hits.n > 0)
		*k = t.hits.at[0].kind;
	return (t.hits.n > 0 && !is_harmless(s, p));
}

/* Does a detector find anything in the name of ${p}? */
static bool
is_name_personal(struct scrub *s, const struct param *p)
{
	struct text t;

	text_open(s, p->name, &t);
	text_detect(&t);
	return (t.hits.n > 0);
}

/* Is ${p} a hit? */
static bool
is_hit(struct scrub *s, const struct query *q, const struct param *p,
    enum kind *k, bool *all)
{
	if (is_named(s, q, p, k)) {
		*all = is_name_personal(s, p);
		return (true);
	}
	if (is_personal(s, p, k, all))
		return (true);
	*k = KIND_SEARCH;
	return (search_param(s, p->name, p->value));
}

/* How ${p}, a hit, was found; asked for a trace alone. */
static enum means
means_of(struct scrub *s, const struct query *q, const struct param *p)
{
	struct text t;
	enum kind k;

	if (is_named(s, q, p, &k))
		return (MEANS_NAME);
	text_open(s, p->all, &t);
	text_detect(&t);
	if (t.hits.n > 0)
		return (MEANS_CONTENT);
	text_open(s, p->value, &t);
	if (is_nested(s, &t, &k))
		return (MEANS_NAME);
	detect_lone(t.clear, t.set, &t.hits);
	return (
	    t.hits.n > 0 && !is_harmless(s, p) ? MEANS_CONTENT : MEANS_NAME);
}

/* Count the hit ${p}. */
static void
count(struct scrub *s, const struct query *q, const struct param *p,
    struct counted what)
{
	scrub_hit(s, what.kind, what.place);
	if (s->trace != NULL)
		scrub_place(s, means_of(s, q, p), what.all ? p->all : p->value);
}

/* Append ${p} with the word of ${k} in place of the value, or of all. */
static void
put_word(const struct param *p, enum kind k, bool all, struct buf *out)
{
	if (!all) {
		buf_addspan(out, p->name);
		buf_addc(out, '=');
	}
	scrub_word(k, out);
}

static bool
put_keep(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	(void)s;
	(void)rule;
	(void)place;
	buf_addspan(out, in);
	return (true);
}

static bool
put_unless_personal(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct query q = begin(in);
	struct param p;
	bool found = false, all;
	enum kind k;

	(void)rule;
	while (next(&q, &p)) {
		if (is_hit(s, &q, &p, &k, &all)) {
			count(s, &q, &p, (struct counted){ k, place, all });
			found = true;
		}
	}
	if (!found)
		buf_addspan(out, in);
	return (!found);
}

static bool
put_scrubbed(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct query q = begin(in);
	struct param p;
	bool all;
	enum kind k;

	(void)rule;
	while (next(&q, &p)) {
		buf_addspan(out, p.mark);
		if (is_hit(s, &q, &p, &k, &all)) {
			count(s, &q, &p, (struct counted){ k, place, all });
			put_word(&p, k, all, out);
		} else
			buf_addspan(out, p.all);
	}
	return (true);
}

/* May ${p} stay under ${rule}? */
static bool
is_listed(struct scrub *s, const struct rule *rule, const struct param *p)
{
	const struct span name = decode_text(s->decode, s->escape, p->name);

	for (size_t i = 0; i < rule->nnames; i++)
		if (span_eq(name, rule->names[i]))
			return (true);
	return (false);
}

/* The operator wants these parameters by name: only content is a hit. */
static bool
put_listed(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct query q = begin(in);
	struct param p;
	const size_t before = out->n;
	bool all;
	enum kind k;

	while (next(&q, &p)) {
		if (!is_listed(s, rule, &p))
			continue;
		if (out->n > before)
			buf_addspan(out, p.mark);
		if (is_personal(s, &p, &k, &all)) {
			count(s, &q, &p, (struct counted){ k, place, all });
			put_word(&p, k, all, out);
		} else
			buf_addspan(out, p.all);
	}
	return (out->n > before || in.n == 0);
}

bool
query_put(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	static bool (*const put[ACTION_COUNT])(struct scrub *,
	    const struct rule *, enum place, struct span, struct buf *) = {
		[ACTION_KEEP] = put_keep,
		[ACTION_DROP_PERSONAL] = put_unless_personal,
		[ACTION_SCRUB] = put_scrubbed,
		[ACTION_ONLY] = put_listed,
	};

	/* ACTION_DROP, and whatever is no action of a query. */
	if (put[rule->action] == NULL)
		return (false);
	return (put[rule->action](s, rule, place, in, out));
}

void
query_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const bool marked = in.n > 0 && in.p[0] == '?';
	const size_t before = out->n;

	if (in.n == 0 || span_eq(in, SPAN("-"))) {
		buf_addspan(out, in);
		return;
	}
	if (marked)
		buf_addc(out, '?');
	if (query_put(s, rule, PLACE_QUERY, span_from(in, marked), out))
		return;
	out->n = before;
	if (!marked)
		buf_addc(out, '-');
}
