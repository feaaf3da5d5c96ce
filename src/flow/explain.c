/* SPDX-License-Identifier: ISC */
#include "flow/explain.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/warn.h"
#include "flow/choose.h"
#include "flow/header.h"
#include "flow/worker.h"
#include "scrub/standin.h"

struct explain {
	struct pipeline *p;
	struct policy policy; /* the same, but to plain text */
	struct setup setup;
	struct worker *worker;
	struct matching *scratch;
	struct scrub scrub;
	struct tools tools;
	struct trace trace;
	struct header header;
	struct tally tally; /* of no interest */
	FILE *out;
	uint64_t number;
	bool withheld;
};

static int
begin(struct explain *x)
{
	char why[200];

	x->policy = *x->p->policy;
	x->policy.output.dir = NULL;
	x->policy.output.streams = false;
	x->policy.output.zstd = false;
	x->setup = (struct setup){ &x->policy, x->p->matcher, NULL, x->p->names,
		x->p->search, x->p->keyring };
	x->setup.plan = plan_new(x->p->arena, matcher_format(x->p->matcher),
	    &x->policy, why);
	if (x->setup.plan == NULL) {
		warn_msg("%s", why);
		return (-1);
	}
	x->worker = worker_new(&x->setup);
	x->scratch = matcher_scratch();
	x->tools.leak = leak_new();
	moment_init(&x->tools.moment);
	if (x->worker == NULL || x->scratch == NULL || x->tools.leak == NULL) {
		warn_errno("start");
		return (-1);
	}
	x->scrub = *worker_scrub(x->worker);
	x->scrub.tally = &x->tally;
	x->scrub.trace = &x->trace;
	x->tools.scrub = &x->scrub;
	return (0);
}

static void
end(struct explain *x)
{
	worker_free(x->worker);
	matcher_scratch_free(x->scratch);
	leak_free(x->tools.leak);
	moment_release(&x->tools.moment);
}

/* The verdict of a tally that counts one line. */
static enum verdict
verdict_of(const struct tally *t)
{
	int v = 0;

	while (v < VERDICT_COUNT - 1 && t->verdict[v] == 0)
		v++;
	return ((enum verdict)v);
}

/* The hits in cut ${i}: what, how and where; never what stands there. */
static void
explain_hits(struct explain *x, size_t i)
{
	static const char *const means[] = { [MEANS_CONTENT] = "content",
		[MEANS_NAME] = "name",
		[MEANS_LEAK] = "the leak check" };

	for (size_t k = 0; k < trace_sights(&x->trace); k++) {
		const struct sight *hit = &x->trace.hit[k];

		if (hit->cut != i)
			continue;
		(void)fprintf(x->out, "    {%s} by %s",
		    hit_kind_name(hit->kind), means[hit->means]);
		if (hit->n > 0)
			(void)fprintf(x->out, ": %zu byte%s at byte %zu",
			    hit->n, hit->n == 1 ? "" : "s", hit->start);
		(void)fputc('\n', x->out);
	}
}

static void
explain_field(struct explain *x, const struct cut *c, struct span left)
{
	const struct planfield f = plan_field(x->setup.plan, c->field);

	(void)fprintf(x->out, "  %-20.*s %-13s %s %.*s\n", (int)f.name.n,
	    f.name.p, rule_action_name(f.rule->action),
	    span_eq(left, c->value) ? "=" : "*", (int)left.n, left.p);
}

static void
explain_fields(struct explain *x, struct span line)
{
	static const struct keep forever = { .unit = KEEP_FOREVER };
	const struct lineinfo info = { .ending = SPAN("\n"),
		.now = clock_now(),
		.keep = &forever };
	struct planned done;
	struct record r;
	size_t at = 0;

	if (!matcher_line(x->p->matcher, x->scratch, line, &r))
		return;
	standin_tick(x->scrub.standin, info.now, &x->tally);
	trace_begin(&x->trace);
	done = plan_run(x->setup.plan, &x->tools, &r, &info);
	if (done.verdict != VERDICT_CLEAN)
		return;
	for (size_t i = 0; i < trace_cuts(&x->trace); i++) {
		const size_t n = x->trace.left[i].n;

		at += r.cut[i].gap.n;
		explain_field(x, &r.cut[i],
		    span_make(clean_text(done.clean).p + at, n));
		explain_hits(x, i);
		at += n;
	}
	if (x->trace.nhits > TRACE_HITS_MAX)
		(void)fprintf(x->out, "  and %zu more hits\n",
		    x->trace.nhits - TRACE_HITS_MAX);
}

/* Where matching stopped: names and numbers, never what stands there. */
static void
explain_stop(struct explain *x, struct span line)
{
	struct stop why;

	matcher_stop(x->p->matcher, x->scratch, line, &why);
	if (why.field.n > 0)
		(void)fprintf(x->out, "  stopped in %.*s at byte %zu\n",
		    (int)why.field.n, why.field.p, why.offset);
	else
		(void)fprintf(x->out, "  stopped at byte %zu\n", why.offset);
}

static void
explain_line(struct explain *x, struct chunk *one)
{
	struct tally t;
	const struct batch *b = worker_run(x->worker, one, clock_now(), &t);
	const enum verdict v = verdict_of(&t);
	size_t n;

	(void)fprintf(x->out, "line %" PRIu64 ": %s\n", ++x->number,
	    verdict_name(v));
	if (v == VERDICT_UNMATCHED || v == VERDICT_FRAGMENT)
		explain_stop(x, span_trim(span_make(one->p, one->n)));
	if (v != VERDICT_CLEAN || b == NULL) {
		x->withheld = true;
		return;
	}
	explain_fields(x, span_trim(span_make(one->p, one->n)));
	(void)fprintf(x->out, "  => %.*s", (int)batch_parts(b, &n)->bytes.n,
	    batch_parts(b, &n)->bytes.p);
}

static void
explain_chunk(struct explain *x, const struct chunk *c)
{
	struct chunk one = { .p = c->p,
		.first = c->first,
		.binary = c->binary };
	size_t left = c->n;

	for (; left > 0; left -= one.n) {
		const size_t n = span_index(span_make(one.p, left), '\n');

		one.n = n < left ? n + 1 : left;
		one.last = c->last && one.n == left;
		one.torn = c->torn && one.n == left;
		header_pass(&x->header, x->p->matcher, &one);
		matcher_header(x->p->matcher, x->scratch,
		    span_make(one.header, one.nheader));
		explain_line(x, &one);
		one.p += one.n;
		one.first = false;
	}
}

static int
run(struct explain *x, struct source *source, struct chunk *c)
{
	struct buf names;
	int rc = source_next(source, c);

	if (rc == 1 && x->p->matcher == NULL) {
		enum guess g;

		buf_init(&names, 4096);
		g = choose_format(x->p, c, &names);
		if (g != GUESS_FOUND)
			choose_warn(source, g, &names);
		buf_release(&names);
		if (g != GUESS_FOUND)
			return (-1);
	}
	if (rc == 1 && begin(x) == -1)
		return (-1);
	for (; rc == 1; rc = source_next(source, c))
		explain_chunk(x, c);
	if (rc == -1)
		source_warn(source, "read");
	return (rc == -1 ? -1 : x->withheld);
}

int
explain_run(struct pipeline *p, int fd, FILE *out)
{
	struct explain x = { .p = p, .out = out };
	struct source *source = source_open(fd, 0, p->stopping);
	struct chunk c = { .p = malloc(CHUNK_SIZE) };
	int rc = -1;

	tally_init(&x.tally);
	if (source == NULL || c.p == NULL)
		warn_errno("start");
	else
		rc = run(&x, source, &c);
	end(&x);
	source_close(source);
	free(c.p);
	return (rc);
}
