/* SPDX-License-Identifier: ISC */
#include "scrub/plan.h"

#include <stdio.h>
#include <string.h>

#include "scrub/bare.h"
#include "scrub/held.h"
#include "scrub/ip.h"
#include "scrub/op.h"
#include "scrub/splice.h"
#include "scrub/standin.h"
#include "scrub/trailer.h"

struct plan {
	const struct format *format;
	struct op *op; /* one a field of the format */
	size_t nops;
	size_t first; /* the number of the first op among those of all plans */
};

static int
check_overrides(const struct plan *p, const struct policy *policy,
    char why[static 200])
{
	for (size_t i = 0; i < policy->noverride; i++) {
		const struct span name = policy->override[i].name;
		size_t k = 0;

		while (k < p->nops && !span_eq(p->op[k].field->name, name))
			k++;
		if (k == p->nops) {
			(void)snprintf(why, 200,
			    "field %.*s: the format "
			    "%.*s has no such variable",
			    (int)name.n, name.p, (int)p->format->name.n,
			    p->format->name.p);
			return (-1);
		}
	}
	return (0);
}

struct plan *
plan_numbered(struct arena *a, const struct format *f,
    const struct policy *policy, size_t number, char why[static 200])
{
	struct plan *p = arena_alloc(a, sizeof(*p));

	if (p != NULL)
		p->op = arena_alloc(a, f->nfields * sizeof(*p->op) + 1);
	if (p == NULL || p->op == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (NULL);
	}
	p->format = f;
	p->nops = f->nfields;
	p->first = number * FORMAT_FIELDS_MAX;
	for (size_t i = 0; i < p->nops; i++)
		if (op_compile(&p->op[i], policy, &f->fields[i], why) == -1)
			return (NULL);
	if (policy->place != GEO_NONE && f->trailer == TRAILER_NONE) {
		(void)snprintf(why, 200,
		    "place: a line of %.*s ends in free text, nothing can "
		    "stand behind it",
		    (int)f->name.n, f->name.p);
		return (NULL);
	}
	return (check_overrides(p, policy, why) == -1 ? NULL : p);
}

struct plan *
plan_new(struct arena *a, const struct format *f, const struct policy *policy,
    char why[static 200])
{
	return (plan_numbered(a, f, policy, 0, why));
}

/* Count hits that were found when the same field was scrubbed before. */
static void
count_again(struct scrub *s, const struct scrub_hits *hits)
{
	for (size_t i = 0; i < hits->n; i++)
		scrub_hit(s, (enum kind)hits->hit[i].kind,
		    (enum place)hits->hit[i].place);
}

enum { KEYS_MAX = 64 };

/* A line on its way through a plan. */
struct work {
	const struct plan *plan;
	struct tools *tools;
	const struct record *record;
	struct buf *out; /* where the line is assembled */
	size_t time; /* the cut that says when it was, or ncuts */
	int64_t now;
	uint64_t key[KEYS_MAX]; /* in the memo; of what repeats */
};

static const struct op *
op_of(const struct work *w, size_t i)
{
	return (&w->plan->op[w->record->cut[i].field]);
}

/* What a memo knows the field of cut ${i} by. */
static size_t
number_of(const struct work *w, size_t i)
{
	return (w->plan->first + w->record->cut[i].field);
}

static void
find_keys(struct work *w)
{
	for (size_t i = 0; i < w->record->ncuts && i < KEYS_MAX; i++)
		w->key[i] = !op_of(w, i)->repeats ?
		    0 :
		    memo_key(w->tools->memo, number_of(w, i),
			w->record->cut[i].value);
}

/* What the action leaves of a field that repeats, looked up or worked out. */
static void
run_memo(const struct work *w, size_t i, const struct op *op,
    struct leak_part *part)
{
	const size_t field = number_of(w, i);
	const struct span in = w->record->cut[i].value;
	const uint64_t key =
	    i < KEYS_MAX ? w->key[i] : memo_key(w->tools->memo, field, in);
	struct scrub *s = w->tools->scrub;
	struct memo_entry e;

	if (memo_get(w->tools->memo, key, field, in, &e)) {
		buf_addspan(w->out, e.out);
		if (e.hits->n > 0)
			count_again(s, e.hits);
		part->survey = *e.survey;
		return;
	}
	s->hits.n = 0;
	op_value(op, s, &w->record->cut[i], w->out);
	e.out = span_make(w->out->p + part->start, w->out->n - part->start);
	leak_survey(s, e.out, op->guard, &part->survey);
	e.hits = &s->hits;
	e.survey = &part->survey;
	memo_put(w->tools->memo, key, field, in, &e);
}

/* One field: what its action leaves. */
static void
run_op(const struct work *w, size_t i, const struct op *op)
{
	const struct cut *c = &w->record->cut[i];
	struct leak_part part;

	part.start = w->out->n;
	part.bare = c->bare;
	/* A memo knows a field by its text alone, and hits by their number. */
	if (op->repeats && !c->partial && !c->bare &&
	    w->tools->scrub->trace == NULL)
		run_memo(w, i, op, &part);
	else {
		op_value(op, w->tools->scrub, c, w->out);
		part.survey.open = true;
	}
	if (!op->client || w->out->n <= part.start + 1)
		return;
	part.guard = op->guard;
	part.place = op->how->place;
	leak_mark(w->tools->leak, &part);
}

static void
protect_list(const struct tools *t, struct span list)
{
	while (list.n > 0) {
		const size_t comma = span_index(list, ',');

		leak_protect(t->leak, t->scrub,
		    span_trim(span_make(list.p, comma)));
		list = span_from(list, comma < list.n ? comma + 1 : comma);
	}
}

static void
protect(const struct op *op, const struct tools *t, struct span in)
{
	if (in.n < LEAK_VALUE_MIN || in.n < op->how->least)
		return;
	if (op->class == CLASS_IPLIST)
		protect_list(t, in);
	else if (!span_eq(in, SPAN("unix:")))
		leak_protect(t->leak, t->scrub, in);
}

/* What became a pseudonym in the middle of a text. */
static void
protect_held(const struct work *w)
{
	const struct held *h = w->tools->scrub->held;

	for (size_t i = 0; h != NULL && i < h->n; i++)
		if (held_at(h, i).n >= LEAK_VALUE_MIN)
			leak_protect(w->tools->leak, w->tools->scrub,
			    held_at(h, i));
}

static bool
is_spliced(const struct work *w)
{
	for (size_t i = 0; i < w->record->ncuts; i++) {
		const struct op *op = op_of(w, i);

		if (op->client && !op->field->loose &&
		    splice_count(w->record->cut[i].value) > 0)
			return (true);
	}
	return (false);
}

/*
 * Which cut says when it was: the first time of the line itself that says the
 * day; that of a framing only where the line has none.
 */
static size_t
find_time(const struct work *w)
{
	const size_t none = w->record->ncuts;
	size_t spare = none;

	for (size_t i = 0; i < none; i++) {
		const struct op *op = op_of(w, i);

		if (op->class != CLASS_TIME || !op->dated ||
		    op_istimeless(w->record->cut[i].value))
			continue;
		if (!op->field->spare)
			return (i);
		if (spare == none)
			spare = i;
	}
	return (spare);
}

/* When the event was, and what of that is shown. */
static bool
event_time(const struct work *w)
{
	const struct op *op = op_of(w, w->time);
	struct tools *t = w->tools;

	return (moment_read(&t->moment, w->record->cut[w->time].value,
	    &op->time, w->now, op->rule.action));
}

static bool
is_expired(const struct lineinfo *info, int64_t when)
{
	if (when >= info->kept || info->keep->unit == KEEP_FOREVER)
		return (false);
	return (
	    when < info->gone || period_expiry(info->keep, when) <= info->now);
}

/* Is there an address in a field of ${class}? The first is stored in ${a}. */
static bool
find_address(const struct work *w, enum class class, struct addr *a)
{
	for (size_t i = 0; i < w->record->ncuts; i++)
		if (op_of(w, i)->class == class)
			return (ip_find(w->record->cut[i].value, a));
	return (false);
}

/* Where the client is; lists hold proxies, too, and servers. */
static void
put_place(const struct work *w, struct buf *out)
{
	struct addr a;
	const bool found =
	    find_address(w, CLASS_IP, &a) || find_address(w, CLASS_IPLIST, &a);

	standin_place(w->tools->scrub->standin, found ? &a : NULL, out);
}

static void
put_tail(const struct work *w)
{
	char word[STANDIN_PLACE_MAX];
	const size_t start = w->out->n;
	size_t n;

	if (w->tools->scrub->policy->place == GEO_NONE) {
		buf_addspan(w->out, w->record->tail);
		return;
	}
	put_place(w, w->out);
	n = w->out->n - start;
	if (n <= sizeof(word))
		memcpy(word, w->out->p + start, n);
	w->out->n = start;
	trailer_put(w->record, span_make(word, n <= sizeof(word) ? n : 0),
	    w->out);
}

/* All fields. False: a time is no date of the calendar. */
static bool
run_ops(const struct work *w)
{
	struct trace *t = w->tools->scrub->trace;

	for (size_t i = 0; i < w->record->ncuts; i++) {
		const struct op *op = op_of(w, i);
		const struct cut *c = &w->record->cut[i];

		buf_addspan(w->out, c->gap);
		if (t != NULL)
			trace_cut(t, c->gap, c->value, w->out->n);
		if (op->how->scrub != NULL) {
			run_op(w, i, op);
			if (op->protect)
				protect(op, w->tools, c->value);
		} else if (i == w->time) {
			const size_t start = w->out->n;

			buf_addspan(w->out, buf_span(&w->tools->moment.text));
			if (c->bare)
				bare_mend(w->out, start);
		} else if (!op_time(op, w->now, c, w->out))
			return (false);
	}
	if (t != NULL)
		trace_end(t, w->out->n);
	put_tail(w);
	return (true);
}

struct planned
plan_run(const struct plan *p, struct tools *tools, const struct record *r,
    const struct lineinfo *info)
{
	struct planned result = { .verdict = VERDICT_UNMATCHED };
	struct leak *l = tools->leak;
	int64_t when = info->now, shown = info->now;
	struct work w;

	w.plan = p;
	w.tools = tools;
	w.record = r;
	w.now = info->now;
	w.out = leak_text(l);
	if (tools->scrub->trace == NULL)
		find_keys(&w);
	else
		memset(w.key, 0, sizeof(w.key));
	leak_begin(l);
	if (tools->scrub->held != NULL)
		held_begin(tools->scrub->held);
	w.time = find_time(&w);
	if (w.time < r->ncuts) {
		if (!event_time(&w))
			return (result);
		when = tools->moment.when;
		shown = tools->moment.shown;
	}
	if (tools->scrub->standin != NULL)
		standin_date(tools->scrub->standin,
		    w.time < r->ncuts ? tools->moment.date : STANDIN_TODAY);
	if (is_spliced(&w)) {
		result.verdict = VERDICT_SPLICED;
		return (result);
	}
	if (is_expired(info, when)) {
		result.verdict = VERDICT_EXPIRED;
		return (result);
	}
	if (!run_ops(&w))
		return (result);
	protect_held(&w);
	buf_addspan(w.out, info->ending);
	/* What claims to be of the future would be kept too long: it is of the
	 * moment it arrived. */
	if (shown > info->now)
		shown = info->now;
	result.verdict = leak_check(l, tools->scrub, shown, &result.clean);
	return (result);
}

struct planfield
plan_field(const struct plan *p, size_t i)
{
	const struct op *op = &p->op[i];

	return ((struct planfield){ op->field->name, op->class, &op->rule });
}
