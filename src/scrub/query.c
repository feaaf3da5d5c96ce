/* SPDX-License-Identifier: ISC */
#include "scrub/query.h"

#include "base/ascii.h"
#include "scrub/held.h"
#include "scrub/hidden.h"
#include "scrub/named.h"
#include "scrub/params.h"
#include "scrub/path.h"
#include "scrub/search.h"
#include "scrub/standin.h"
#include "scrub/text.h"

/* What was found in a parameter, and how much of it has to go. */
struct finding {
	enum kind kind;
	enum means means;
	enum { GO_ALL, GO_VALUE, GO_HITS } go;
	struct text text; /* all of the parameter; with GO_HITS, and its hits */
};

/* Is the name of ${p} in the list? */
static bool
is_named(struct scrub *s, const struct params *q, const struct param *p,
    enum kind *k)
{
	struct span name = p->name;

	if (p->value.n == 0)
		return (false);
	if (bytes_all(q->set, BYTES_CODED))
		name = decode_text(s->decode, s->escape, name);
	return (named_value(s->names, name, p->value, k));
}

/*
 * Does the name of ${p} say that its value is harmless? ${t} is open, and it
 * is again.
 */
static bool
is_harmless(struct scrub *s, const struct param *p, const struct text *t)
{
	bool harmless;

	if (!t->coded || !bytes_all(bytes_scan(p->name), BYTES_CODED))
		return (names_harmless(s->names, p->name));
	harmless = names_harmless(s->names,
	    decode_text(s->decode, s->escape, p->name));
	(void)decode_text(s->decode, s->escape, t->raw);
	return (harmless);
}

/* Where the value of ${p} begins in ${t}, which is all of it. */
static size_t
value_start(const struct scrub *s, const struct param *p, const struct text *t)
{
	const size_t raw = p->value.p == NULL ? 0 : p->name.n + 1;
	size_t i = 0;

	if (!t->coded)
		return (raw);
	while (i < t->clear.n && decode_raw_start(s->decode, i) < raw)
		i++;
	return (i);
}

/* Is ${s} a URL, or the path or query of one? */
static bool
is_url(struct span s)
{
	size_t n = 0;

	if (s.n == 0 || s.p[0] == '/' || s.p[0] == '?')
		return (s.n > 0);
	while (n < s.n && ascii_isalpha(s.p[n]))
		n++;
	return (n > 0 && span_starts(span_from(s, n), SPAN(":/")));
}

/* May there be pairs behind ${at}? The one that ${t} is does not count. */
static bool
may_pair(const struct text *t, size_t at)
{
	for (size_t i = at; i < t->clear.n; i++)
		if (t->clear.p[i] == '=' || t->clear.p[i] == ':')
			return (true);
	return (false);
}

/* Add to ${t}, which is all of ${p}, what is found in its value only. */
static void
find_in_value(struct scrub *s, const struct param *p, struct text *t, size_t at)
{
	const bool url = is_url(span_from(t->clear, at));
	struct hits lone;
	bool harmless = false;
	size_t opened;

	lone.n = 0;
	if (may_pair(t, at)) {
		text_pairs(s, t, at, !url);
		search_pairs(s, t, at, !url);
	}
	text_lone(t, at, t->clear.n, &lone);
	if (lone.n > 0 || bytes_all(t->set, BYTES_WORD))
		harmless = is_harmless(s, p, t);
	opened = hidden_find(s, t, !harmless);
	/* What has been read is no secret, whatever it looks like. */
	for (size_t i = 0; i < lone.n && !harmless; i++)
		if (lone.at[i].kind != KIND_TOKEN || opened != at)
			detect_add(&t->hits, lone.at[i]);
	if (url)
		path_labels(s, t, at);
}

/* Is there anything personal in ${p}, its own name left aside? */
static bool
is_personal(struct scrub *s, const struct params *q, const struct param *p,
    struct finding *f)
{
	enum { DULL = BYTES_PAIRS | BYTES_DIGIT };

	struct text *t = &f->text;
	size_t at;

	/* A query that has nothing to look at has no such parameter. */
	if ((q->set & ~DULL) == 0)
		text_plain(p->all, q->set, t);
	else
		text_open(s, p->all, t);
	text_detect(t);
	at = value_start(s, p, t);
	find_in_value(s, p, t, at);
	if (t->hits.n == 0)
		return (false);
	f->kind = t->hits.at[0].kind;
	f->means = t->hits.at[0].means;
	if (t->hits.at[0].start < at)
		f->go = GO_ALL;
	else if (is_url(span_from(t->clear, at)))
		f->go = GO_HITS;
	else
		f->go = p->value.p == NULL ? GO_ALL : GO_VALUE;
	return (true);
}

/* Does a detector find anything in the name of ${p}? */
static bool
is_name_personal(struct scrub *s, const struct param *p)
{
	struct text t;

	text_open(s, p->name, &t);
	text_detect(&t);
	(void)hidden_find(s, &t, false);
	return (t.hits.n > 0);
}

/* Is the value of ${p} a search term? ${t} is open, and it is again. */
static bool
is_term(struct scrub *s, const struct param *p, const struct text *t)
{
	const bool term = search_param(s, p->name, p->value);

	if (t->coded)
		(void)decode_text(s->decode, s->escape, t->raw);
	return (term);
}

/* Is ${p} a hit? */
static bool
is_hit(struct scrub *s, const struct params *q, const struct param *p,
    struct finding *f)
{
	if (is_named(s, q, p, &f->kind)) {
		f->go = is_name_personal(s, p) ? GO_ALL : GO_VALUE;
		f->means = MEANS_NAME;
		return (true);
	}
	if (is_personal(s, q, p, f)) {
		if (f->go == GO_HITS && is_term(s, p, &f->text))
			f->go = GO_VALUE;
		return (true);
	}
	f->kind = KIND_SEARCH;
	f->go = GO_VALUE;
	f->means = MEANS_NAME;
	return (search_param(s, p->name, p->value));
}

/* Count ${f}, which is in ${p}. */
static void
count(struct scrub *s, enum place place, const struct param *p,
    const struct finding *f)
{
	scrub_hit(s, f->kind, place);
	scrub_place(s, f->means, f->go == GO_ALL ? p->all : p->value);
}

/* Append ${p} with words in place of what ${f} says. */
static void
put_finding(const struct scrub *s, const struct param *p,
    const struct finding *f, struct buf *out)
{
	if (f->go == GO_HITS) {
		text_words(s, &f->text, out);
		return;
	}
	if (f->go == GO_VALUE) {
		buf_addspan(out, p->name);
		buf_addc(out, '=');
	}
	scrub_word(f->kind, out);
}

/* Is ${p} called by one of ${names}? */
static bool
is_listed(struct scrub *s, const struct span *names, size_t n,
    const struct param *p)
{
	const struct span name = decode_text(s->decode, s->escape, p->name);

	for (size_t i = 0; i < n; i++)
		if (span_eq(name, names[i]))
			return (true);
	return (false);
}

/* Is the value of ${p} to be pseudonymised? */
static bool
is_secretly(struct scrub *s, const struct param *p)
{
	return (s->policy->nsecretly > 0 && p->value.n > 0 &&
	    is_listed(s, s->policy->secretly, s->policy->nsecretly, p));
}

static void
put_pseudonym(struct scrub *s, const struct param *p, struct buf *out)
{
	buf_addspan(out, p->name);
	buf_addc(out, '=');
	/* However it is spelt, it is the same. */
	if (!held_add(s->held, p->value) ||
	    !standin_text(s->standin, CLASS_QUERY,
		decode_text(s->decode, s->escape, p->value), out))
		buf_addc(out, '-');
}

static bool
put_keep(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct params q = params_begin(in);
	struct param p;

	(void)rule;
	(void)place;
	if (s->policy->nsecretly == 0) {
		buf_addspan(out, in);
		return (true);
	}
	while (params_next(&q, &p)) {
		buf_addspan(out, p.mark);
		if (is_secretly(s, &p))
			put_pseudonym(s, &p, out);
		else
			buf_addspan(out, p.all);
	}
	return (true);
}

static bool
put_unless_personal(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct params q = params_begin(in);
	struct param p;
	struct finding f;
	const bool copy = s->policy->nsecretly > 0;
	const size_t before = out->n;
	bool found = false;

	(void)rule;
	while (params_next(&q, &p)) {
		if (copy)
			buf_addspan(out, p.mark);
		if (is_secretly(s, &p)) {
			put_pseudonym(s, &p, out);
			continue;
		}
		if (copy)
			buf_addspan(out, p.all);
		if (is_hit(s, &q, &p, &f)) {
			count(s, place, &p, &f);
			found = true;
		}
	}
	if (found)
		out->n = before;
	else if (!copy)
		buf_addspan(out, in);
	return (!found);
}

static bool
put_scrubbed(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct params q = params_begin(in);
	struct param p;
	struct finding f;

	(void)rule;
	while (params_next(&q, &p)) {
		buf_addspan(out, p.mark);
		if (is_secretly(s, &p))
			put_pseudonym(s, &p, out);
		else if (is_hit(s, &q, &p, &f)) {
			count(s, place, &p, &f);
			put_finding(s, &p, &f, out);
		} else
			buf_addspan(out, p.all);
	}
	return (true);
}

/* The operator wants these parameters by name: only content is a hit. */
static bool
put_listed(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct params q = params_begin(in);
	struct param p;
	const size_t before = out->n;
	struct finding f;

	while (params_next(&q, &p)) {
		if (!is_listed(s, rule->names, rule->nnames, &p))
			continue;
		if (out->n > before)
			buf_addspan(out, p.mark);
		if (is_secretly(s, &p))
			put_pseudonym(s, &p, out);
		else if (is_personal(s, &q, &p, &f)) {
			count(s, place, &p, &f);
			put_finding(s, &p, &f, out);
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
