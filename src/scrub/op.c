/* SPDX-License-Identifier: ISC */
#include "scrub/op.h"

#include <stdio.h>

#include "scrub/agent.h"
#include "scrub/bare.h"
#include "scrub/freetext.h"
#include "scrub/ip.h"
#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/recode.h"
#include "scrub/referer.h"
#include "scrub/request.h"
#include "scrub/uri.h"
#include "scrub/whole.h"

/* How a class is treated, whatever its rule is. */
static const struct treatment treatments[CLASS_COUNT] = {
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
	[CLASS_COOKIE] = { whole_scrub, 0, PLACE_COOKIE, true, true, false },
	[CLASS_TOKEN] = { whole_scrub, 0, PLACE_OTHER, true, true, false },
	[CLASS_VHOST] = { whole_vhost, 0, PLACE_HOST, true, false, false },
	[CLASS_METHOD] = { whole_word, 0, PLACE_OTHER, true, false, false },
	[CLASS_PROTOCOL] = { whole_word, 0, PLACE_OTHER, true, false, false },
	[CLASS_STATUS] = { whole_number, 0, PLACE_OTHER, true, false, false },
	[CLASS_NUMBER] = { whole_number, 0, PLACE_OTHER, true, false, false },
	[CLASS_WORD] = { whole_term, 0, PLACE_OTHER, true, false, true },
	[CLASS_TEXT] = { freetext_scrub, 0, PLACE_OTHER, true, false, true },
	/* Short ones are words of the server: MISS, TLSv1.3. */
	[CLASS_OPAQUE] = { whole_scrub, 8, PLACE_OTHER, true, true, false },
};

/* What the policy says of the field called ${name} alone, or NULL. */
static const struct override *
override_of(const struct policy *policy, struct span name)
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
	/* What is kept unasked may hold anything but an address. */
	const bool byself = op->rule.action == ACTION_KEEP && !op->rule.ordered;
	bool kept = op->rule.action == ACTION_KEEP && !byself;

	if (op->class == CLASS_REQUEST || op->class == CLASS_URI ||
	    (op->class == CLASS_REFERER && op->rule.action == ACTION_SAME))
		kept = path || query;
	if (kept)
		return (GUARD_VALUES);
	return (op->class == CLASS_TEXT || byself ? GUARD_CLEANED : GUARD_TEXT);
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

int
op_compile(struct op *op, const struct policy *policy, const struct field *f,
    char why[static 200])
{
	const struct override *o = override_of(policy, f->name);

	op->field = f;
	op->class = o != NULL && o->hasclass ? o->class : f->class;
	op->rule = o != NULL && o->hasrule ? o->rule : policy->rule[op->class];
	op->how = &treatments[op->class];
	op->guard = guard_of(policy, op);
	op->time = (struct spelling){ f->time, f->compiled };
	op->dated = f->class == CLASS_TIME && spelling_has_date(&op->time);
	op->client = op->how->client && is_open(f->shape);
	op->repeats = op->how->repeats && policy->nsecretly == 0;
	op->protect =
	    op->how->shielded && op->rule.action != ACTION_KEEP && !f->loose;
	return (check_class(op, why));
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
	if (s->trace != NULL)
		s->trace->field = text;
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
	if (op->rule.action == ACTION_PSEUDONYM && out->n - start > 1)
		bare_quote(out, start);
	else
		bare_mend(out, start);
}

void
op_value(const struct op *op, struct scrub *s, const struct cut *c,
    struct buf *out)
{
	const size_t start = out->n;

	if (c->partial && op->class == CLASS_TEXT)
		freetext_cut(s, &op->rule, c->value, out);
	else if (c->partial)
		/* Nobody can tell what its end would have been. */
		buf_addc(out, '-');
	else if (c->bare)
		scrub_bare(s, op, c->value, out);
	else
		scrub_value(s, op, c->value, out);
	mend_escape(s->escape, out, start);
}

/* Is there no time where one could stand? */
bool
op_istimeless(struct span in)
{
	return (in.n == 0 || span_eq(in, SPAN("-")));
}

bool
op_time(const struct op *op, int64_t now, const struct cut *c, struct buf *out)
{
	const struct span in = c->value;
	const size_t start = out->n;
	struct stamp t;

	if (op_istimeless(in)) {
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
