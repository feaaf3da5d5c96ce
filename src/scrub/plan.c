/* SPDX-License-Identifier: ISC */
#include "scrub/plan.h"

#include <stdio.h>

#include "model/spelling.h"
#include "scrub/agent.h"
#include "scrub/bare.h"
#include "scrub/freetext.h"
#include "scrub/ip.h"
#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/recode.h"
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
	const struct field *field;
	const struct treatment *how;
	struct rule rule;
	enum class class;
	enum guard guard;
	struct spelling time; /* where the class is time */
	bool dated; /* and it says the day */
	/* As in its treatment, but not where the shape is checked. */
	bool client;
	bool protect; /* its original must stand nowhere in the line */
};

struct plan {
	const struct format *format;
	struct op *op; /* one a field of the format */
	size_t nops;
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
	if (kept)
		return (GUARD_VALUES);
	return (op->class == CLASS_TEXT ? GUARD_CLEANED : GUARD_TEXT);
}

/* May a field of this shape hold anything? */
static bool
is_open(enum shape shape)
{
	return (shape == SHAPE_TEXT || shape == SHAPE_WORD ||
	    shape == SHAPE_HOST || shape == SHAPE_REST);
}

static int
check_class(const struct op *op, char why[static 200])
{
	const struct field *f = op->field;

	if ((op->class == CLASS_TIME) != (f->class == CLASS_TIME)) {
		(void)snprintf(why, 200,
		    "field %.*s: its class cannot be "
		    "changed from or to time",
		    (int)f->name.n, f->name.p);
		return (-1);
	}
	/* An address must not come out as a virtual host or a number. */
	if (f->class != CLASS_OPAQUE && treatments[f->class].shielded &&
	    !op->how->shielded) {
		(void)snprintf(why, 200,
		    "field %.*s is of class %s, which "
		    "%s would not protect: say keep, if it is to stay",
		    (int)f->name.n, f->name.p, class_name(f->class),
		    class_name(op->class));
		return (-1);
	}
	return (0);
}

static int
compile_field(struct op *op, const struct policy *policy, const struct field *f,
    char why[static 200])
{
	const struct override *o = find_override(policy, f->name);

	op->field = f;
	op->class = o != NULL && o->hasclass ? o->class : f->class;
	op->rule = o != NULL && o->hasrule ? o->rule : policy->rule[op->class];
	op->how = &treatments[op->class];
	op->guard = guard_of(policy, op);
	op->time = (struct spelling){ f->time, f->compiled };
	op->dated = f->class == CLASS_TIME && spelling_has_date(&op->time);
	op->client = op->how->client && is_open(f->shape);
	op->protect =
	    op->how->shielded && op->rule.action != ACTION_KEEP && !f->loose;
	return (check_class(op, why));
}

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
plan_new(struct arena *a, const struct format *f, const struct policy *policy,
    char why[static 200])
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
	for (size_t i = 0; i < p->nops; i++)
		if (compile_field(&p->op[i], policy, &f->fields[i], why) == -1)
			return (NULL);
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

/* The action of ${op} on ${in}, which is as the server wrote it. */
static void
scrub_value(struct scrub *s, const struct op *op, struct span in,
    struct buf *out)
{
	const enum escape escape = s->escape;
	struct buf *clean;
	struct span text = in;

	if (escape >= ESCAPE_JSON)
		text = recode_undo(s->recode, escape, op->field->coding, in);
	/* An action may write a blank where there was nothing to undo. */
	if (text.p == in.p &&
	    (escape < ESCAPE_JSON || op->field->coding == CODING_PLAIN)) {
		op->how->scrub(s, &op->rule, in, out);
		return;
	}
	clean = recode_clean(s->recode);
	s->escape = ESCAPE_NONE;
	op->how->scrub(s, &op->rule, text, clean);
	s->escape = escape;
	if (span_eq(buf_span(clean), text))
		buf_addspan(out, in);
	else
		recode_redo(s->recode, out);
}

/* A number of JSON has no shape to check. */
static void
scrub_bare(struct scrub *s, const struct op *op, struct span in,
    struct buf *out)
{
	const size_t start = out->n;

	if (op->rule.action == ACTION_KEEP &&
	    (op->class == CLASS_NUMBER || op->class == CLASS_STATUS))
		buf_addspan(out, in);
	else
		scrub_value(s, op, in, out);
	bare_mend(out, start);
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

static void
find_keys(struct work *w)
{
	for (size_t i = 0; i < w->record->ncuts && i < KEYS_MAX; i++)
		w->key[i] = !op_of(w, i)->how->repeats ?
		    0 :
		    memo_key(w->tools->memo, w->record->cut[i].field,
			w->record->cut[i].value);
}

/* What the action leaves of a field that repeats, looked up or worked out. */
static void
run_memo(const struct work *w, size_t i, struct leak_part *part)
{
	const struct op *op = op_of(w, i);
	const size_t field = w->record->cut[i].field;
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
	scrub_value(s, op, in, w->out);
	mend_escape(s->escape, w->out, part->start);
	e.out = span_make(w->out->p + part->start, w->out->n - part->start);
	leak_survey(s, e.out, op->guard, &part->survey);
	e.hits = &s->hits;
	e.survey = &part->survey;
	memo_put(w->tools->memo, key, field, in, &e);
}

/* What the server cut off: nobody can tell what its end would have been. */
static void
run_partial(const struct work *w, size_t i)
{
	const struct op *op = op_of(w, i);

	if (op->class == CLASS_TEXT)
		freetext_cut(w->tools->scrub, &op->rule,
		    w->record->cut[i].value, w->out);
	else
		buf_addc(w->out, '-');
}

/* One field: what stands before it, and what its action leaves. */
static void
run_op(const struct work *w, size_t i)
{
	const struct op *op = op_of(w, i);
	struct leak_part part;

	part.start = w->out->n;
	part.bare = w->record->cut[i].bare;
	if (w->record->cut[i].partial) {
		run_partial(w, i);
		part.survey.open = true;
	} else if (part.bare) {
		scrub_bare(w->tools->scrub, op, w->record->cut[i].value,
		    w->out);
		part.survey.open = true;
	} else if (op->how->repeats)
		run_memo(w, i, &part);
	else {
		scrub_value(w->tools->scrub, op, w->record->cut[i].value,
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
is_spliced(const struct work *w)
{
	for (size_t i = 0; i < w->record->ncuts; i++)
		if (op_of(w, i)->client &&
		    splice_count(w->record->cut[i].value) > 0)
			return (true);
	return (false);
}

/* Is there no time where one could stand? */
static bool
is_timeless(struct span in)
{
	return (in.n == 0 || span_eq(in, SPAN("-")));
}

static bool
put_time(const struct op *op, int64_t now, const struct cut *c, struct buf *out)
{
	const struct span in = c->value;
	const size_t start = out->n;
	struct stamp t;

	if (is_timeless(in)) {
		buf_addspan(out, in);
		return (true);
	}
	if (!spelling_parse(&op->time, in, now, &t))
		return (false);
	stamp_generalise(&t, op->rule.action);
	if (op->rule.action == ACTION_KEEP)
		buf_addspan(out, in);
	else
		spelling_write(&op->time, &t, in, out);
	if (c->bare)
		bare_mend(out, start);
	return (true);
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
		    is_timeless(w->record->cut[i].value))
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

/* All fields. False: a time is no date of the calendar. */
static bool
run_ops(const struct work *w)
{
	for (size_t i = 0; i < w->record->ncuts; i++) {
		const struct op *op = op_of(w, i);
		const struct cut *c = &w->record->cut[i];

		buf_addspan(w->out, c->gap);
		if (op->how->scrub != NULL) {
			run_op(w, i);
			if (op->protect)
				protect(op, w->tools, c->value);
		} else if (i == w->time) {
			const size_t start = w->out->n;

			buf_addspan(w->out, buf_span(&w->tools->moment.text));
			if (c->bare)
				bare_mend(w->out, start);
		} else if (!put_time(op, w->now, c, w->out))
			return (false);
	}
	buf_addspan(w->out, w->record->tail);
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
	find_keys(&w);
	leak_begin(l);
	w.time = find_time(&w);
	if (w.time < r->ncuts) {
		if (!event_time(&w))
			return (result);
		when = tools->moment.when;
		shown = tools->moment.shown;
	}
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

void
plan_show(const struct plan *p, struct scrub *s, const struct cut *c,
    int64_t now, struct buf *out)
{
	const struct op *op = &p->op[c->field];

	if (op->how->scrub == NULL)
		(void)put_time(op, now, c, out);
	else if (c->bare)
		scrub_bare(s, op, c->value, out);
	else
		scrub_value(s, op, c->value, out);
}
