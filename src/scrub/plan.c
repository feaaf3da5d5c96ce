/* SPDX-License-Identifier: ISC */
#include "scrub/plan.h"

#include <stdio.h>

#include "model/stamp.h"
#include "scrub/agent.h"
#include "scrub/freetext.h"
#include "scrub/ip.h"
#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/referer.h"
#include "scrub/request.h"
#include "scrub/splice.h"
#include "scrub/uri.h"
#include "scrub/whole.h"

/* How a class is treated, whatever its rule is. */
static const struct treatment {
	scrub_fn *scrub; /* NULL: time, which plan_run() does itself */
	size_t least; /* bytes an original must have to be protected */
	enum place place;
	bool client; /* a client may have written it: marked, spliced */
	bool shielded; /* protected unless the rule is keep */
	bool repeats; /* comes again and again: worth remembering */
} treatments[CLASS_COUNT] = {
	[CLASS_IP] = { ip_scrub, 0, PLACE_HOST, false, true, false },
	[CLASS_IPLIST] = { ip_list_scrub, 0, PLACE_HOST, false, true, false },
	[CLASS_HOST] = { ip_scrub, 0, PLACE_HOST, false, true, false },
	[CLASS_USER] = { whole_scrub, 0, PLACE_USER, true, true, false },
	[CLASS_TIME] = { NULL, 0, PLACE_OTHER, false, false, false },
	[CLASS_REQUEST] = { request_scrub, 0, PLACE_REQUEST, true, false,
	    true },
	[CLASS_URI] = { uri_scrub, 0, PLACE_PATH, true, false, true },
	[CLASS_PATH] = { path_scrub, 0, PLACE_PATH, true, false, true },
	[CLASS_QUERY] = { query_scrub, 0, PLACE_QUERY, true, false, true },
	[CLASS_REFERER] = { referer_scrub, 0, PLACE_REFERER, true, false,
	    true },
	[CLASS_AGENT] = { agent_scrub, 0, PLACE_AGENT, true, false, true },
	[CLASS_COOKIE] = { whole_scrub, 0, PLACE_OTHER, true, true, false },
	[CLASS_TOKEN] = { whole_scrub, 0, PLACE_OTHER, true, true, false },
	[CLASS_VHOST] = { whole_vhost, 0, PLACE_OTHER, true, false, false },
	[CLASS_METHOD] = { whole_word, 0, PLACE_OTHER, true, false, false },
	[CLASS_PROTOCOL] = { whole_word, 0, PLACE_OTHER, true, false, false },
	[CLASS_STATUS] = { whole_number, 0, PLACE_OTHER, true, false, false },
	[CLASS_NUMBER] = { whole_number, 0, PLACE_OTHER, true, false, false },
	[CLASS_WORD] = { whole_term, 0, PLACE_OTHER, true, false, false },
	[CLASS_TEXT] = { freetext_scrub, 0, PLACE_OTHER, true, false, false },
	/* Short ones are words of the server: MISS, TLSv1.3. */
	[CLASS_OPAQUE] = { whole_scrub, 8, PLACE_OTHER, true, true, false },
};

struct op {
	struct span literal; /* before the field */
	struct span name;
	const struct treatment *how;
	struct rule rule;
	enum class class;
	enum timespelling time;
	enum guard guard;
	bool
	    client; /* as in its treatment, but not where the shape is checked */
};

struct plan {
	const struct format *format;
	struct op op[FORMAT_FIELDS_MAX];
	size_t nops;
	struct span tail; /* the literal behind the last field */
	size_t time; /* the op that says when it was, or nops */
};

static const struct override *
find_override(const struct policy *policy, struct span name)
{
	for (size_t i = 0; i < policy->noverride; i++)
		if (span_eq(policy->override[i].name, name))
			return (&policy->override[i]);
	return (NULL);
}

/* Does the policy order that text of this class stays as it is? */
static enum guard
guard_of(const struct policy *policy, const struct op *op)
{
	const bool path = policy->rule[CLASS_PATH].action == ACTION_KEEP;
	const bool query = policy->rule[CLASS_QUERY].action == ACTION_KEEP;
	bool kept = op->rule.action == ACTION_KEEP;

	if (op->class == CLASS_REQUEST || op->class == CLASS_URI ||
	    (op->class == CLASS_REFERER && op->rule.action == ACTION_SAME))
		kept = path || query;
	return (kept ? GUARD_VALUES : GUARD_TEXT);
}

/* May a field of this shape hold anything? */
static bool
is_open(enum shape shape)
{
	return (
	    shape == SHAPE_TEXT || shape == SHAPE_WORD || shape == SHAPE_HOST);
}

static int
compile_field(struct plan *p, const struct policy *policy,
    const struct element *e, char why[static 200])
{
	struct op *op = &p->op[p->nops];
	const struct override *o = find_override(policy, e->text);

	op->name = e->text;
	op->class = o != NULL && o->hasclass ? o->class : e->class;
	op->time = e->time;
	op->rule = o != NULL && o->hasrule ? o->rule : policy->rule[op->class];
	op->how = &treatments[op->class];
	op->guard = guard_of(policy, op);
	op->client = op->how->client && is_open(e->shape);
	if ((op->class == CLASS_TIME) != (e->shape == SHAPE_TIME)) {
		(void)snprintf(why, 200,
		    "field %.*s: its class cannot be "
		    "changed from or to time",
		    (int)e->text.n, e->text.p);
		return (-1);
	}
	/* An address must not come out as a virtual host or a number. */
	if (e->class != CLASS_OPAQUE && treatments[e->class].shielded &&
	    !op->how->shielded) {
		(void)snprintf(why, 200,
		    "field %.*s is of class %s, which "
		    "%s would not protect: say keep, if it is to stay",
		    (int)e->text.n, e->text.p, class_name(e->class),
		    class_name(op->class));
		return (-1);
	}
	if (op->class == CLASS_TIME && p->time == FORMAT_FIELDS_MAX)
		p->time = p->nops;
	p->nops++;
	return (0);
}

static int
check_overrides(const struct plan *p, const struct policy *policy,
    char why[static 200])
{
	for (size_t i = 0; i < policy->noverride; i++) {
		const struct span name = policy->override[i].name;
		size_t k = 0;

		while (k < p->nops && !span_eq(p->op[k].name, name))
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
plan_new(struct arena *a, const struct format *f, const struct policy *policy,
    char why[static 200])
{
	struct plan *p = arena_alloc(a, sizeof(*p));

	if (p == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (NULL);
	}
	p->format = f;
	p->time = FORMAT_FIELDS_MAX;
	for (size_t i = 0; i < f->nelements; i++) {
		const struct element *e = &f->elements[i];

		if (!e->isfield && i + 1 == f->nelements)
			p->tail = e->text;
		else if (!e->isfield)
			p->op[p->nops].literal = e->text;
		else if (compile_field(p, policy, e, why) == -1)
			return (NULL);
	}
	return (check_overrides(p, policy, why) == -1 ? NULL : p);
}

/* Count hits that were found when the same field was scrubbed before. */
static void
count_again(struct scrub *s, const struct scrub_hits *hits)
{
	for (size_t i = 0; i < hits->n; i++)
		scrub_hit(s, (enum kind)hits->hit[i].kind,
		    (enum place)hits->hit[i].place);
}

/*
 * An action may have cut an escape in two; a lone backslash would then take
 * the quote behind the field along. Servers write no such escape, but what is
 * no server's line may look like one.
 */
static void
mend_escape(enum escape escape, struct buf *out, size_t start)
{
	size_t n = 0;

	while (out->n - n > start && out->p[out->n - n - 1] == '\\')
		n++;
	if (escape == ESCAPE_APACHE && n % 2 == 1)
		out->n--;
}

/* A line on its way through a plan. */
struct work {
	const struct plan *plan;
	struct tools *tools;
	const struct record *record;
	struct buf *out; /* where the line is assembled */
	uint64_t key[FORMAT_FIELDS_MAX]; /* in the memo; of what repeats */
};

static void
find_keys(struct work *w)
{
	for (size_t i = 0; i < w->plan->nops; i++)
		w->key[i] = !w->plan->op[i].how->repeats ?
		    0 :
		    memo_key(w->tools->memo, i, w->record->field[i]);
}

/* What the action leaves of a field that repeats, looked up or worked out. */
static void
run_memo(const struct work *w, size_t i, struct leak_part *part)
{
	const struct op *op = &w->plan->op[i];
	struct scrub *s = w->tools->scrub;
	const struct span in = w->record->field[i];
	struct memo_entry e;

	/* find_keys() has set the key of every field the plan has.
	 * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
	if (memo_get(w->tools->memo, w->key[i], i, in, &e)) {
		buf_addspan(w->out, e.out);
		if (e.hits->n > 0)
			count_again(s, e.hits);
		part->survey = *e.survey;
		return;
	}
	s->hits.n = 0;
	op->how->scrub(s, &op->rule, in, w->out);
	mend_escape(s->escape, w->out, part->start);
	e.out = span_make(w->out->p + part->start, w->out->n - part->start);
	leak_survey(s, e.out, op->guard, &part->survey);
	e.hits = &s->hits;
	e.survey = &part->survey;
	memo_put(w->tools->memo, w->key[i], i, in, &e);
}

/* One field: its literal, and what its action leaves. */
static void
run_op(const struct work *w, size_t i)
{
	const struct op *op = &w->plan->op[i];
	struct leak_part part;

	buf_addspan(w->out, op->literal);
	part.start = w->out->n;
	if (op->how->repeats)
		run_memo(w, i, &part);
	else {
		op->how->scrub(w->tools->scrub, &op->rule, w->record->field[i],
		    w->out);
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

static bool
is_spliced(const struct plan *p, const struct record *r)
{
	for (size_t i = 0; i < p->nops; i++)
		if (p->op[i].client && splice_count(r->field[i]) > 0)
			return (true);
	return (false);
}

static bool
put_time(const struct op *op, struct buf *out, struct span in)
{
	struct stamp t;

	if (!stamp_parse(in, op->time, &t))
		return (false);
	stamp_generalise(&t, op->rule.action);
	buf_addspan(out, op->literal);
	if (op->rule.action == ACTION_KEEP)
		buf_addspan(out, in);
	else
		stamp_write(&t, in, op->time, out);
	return (true);
}

/* When the event was, and what of that is shown. */
static bool
event_time(const struct plan *p, struct tools *t, const struct record *r)
{
	const struct op *op = &p->op[p->time];

	return (moment_read(&t->moment, r->field[p->time], op->time,
	    op->rule.action));
}

static bool
is_expired(const struct lineinfo *info, int64_t when)
{
	if (when >= info->kept || info->keep->unit == KEEP_FOREVER)
		return (false);
	return (
	    when < info->gone || period_expiry(info->keep, when) <= info->now);
}

/* All fields. False: a time is no date of the calendar. */
static bool
run_ops(const struct work *w)
{
	for (size_t i = 0; i < w->plan->nops; i++) {
		const struct op *op = &w->plan->op[i];
		const struct span in = w->record->field[i];

		if (op->how->scrub != NULL) {
			run_op(w, i);
			if (op->how->shielded && op->rule.action != ACTION_KEEP)
				protect(op, w->tools, in);
		} else if (i == w->plan->time) {
			buf_addspan(w->out, op->literal);
			buf_addspan(w->out, buf_span(&w->tools->moment.text));
		} else if (!put_time(op, w->out, in))
			return (false);
	}
	buf_addspan(w->out, w->plan->tail);
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
	w.out = leak_text(l);
	find_keys(&w);
	leak_begin(l);
	if (p->time != FORMAT_FIELDS_MAX) {
		if (!event_time(p, tools, r))
			return (result);
		when = tools->moment.when;
		shown = tools->moment.shown;
	}
	if (is_spliced(p, r)) {
		result.verdict = VERDICT_SPLICED;
		return (result);
	}
	if (is_expired(info, when)) {
		result.verdict = VERDICT_EXPIRED;
		return (result);
	}
	if (!run_ops(&w))
		return (result);
	buf_addspan(w.out, info->ending);
	/* What claims to be of the future would be kept too long: it is of the
	 * moment it arrived. */
	if (shown > info->now)
		shown = info->now;
	result.verdict = leak_check(l, tools->scrub, shown, &result.clean);
	return (result);
}

size_t
plan_fields(const struct plan *p)
{
	return (p->nops);
}

struct planfield
plan_field(const struct plan *p, size_t i)
{
	return ((
	    struct planfield){ p->op[i].name, p->op[i].class, &p->op[i].rule });
}

void
plan_show(const struct plan *p, struct scrub *s, const struct record *r,
    size_t i, struct buf *out)
{
	const struct op bare = { .rule = p->op[i].rule, .time = p->op[i].time };

	if (p->op[i].how->scrub != NULL)
		p->op[i].how->scrub(s, &p->op[i].rule, r->field[i], out);
	else
		(void)put_time(&bare, out, r->field[i]);
}
