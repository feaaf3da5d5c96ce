/* SPDX-License-Identifier: ISC */
#include "flow/worker.h"

#include <stdlib.h>
#include <string.h>

#include "flow/route.h"
#include "model/stream.h"
#include "scrub/decode.h"
#include "scrub/held.h"
#include "scrub/recode.h"
#include "scrub/splice.h"
#include "scrub/standin.h"

/* All of a chunk, and a newline at its end. */
enum { WITHHELD_MAX = CHUNK_SIZE + 1 };

/* The lines that go by one keep. */
struct window {
	const struct keep *keep;
	int64_t gone; /* see struct lineinfo */
	int64_t kept;
	int64_t oldest; /* of the chunk; INT64_MAX: there was none */
};

struct worker {
	const struct setup *setup;
	struct route *route; /* NULL: all lines go by one plan */
	struct matching *scratch;
	struct tools tools;
	struct scrub scrub;
	struct held held;
	struct batch *batch;
	struct buf withheld; /* lines for the quarantine */
	int64_t now; /* that the windows were computed for */
	struct window *window; /* one a keep */
	size_t nwindows;
	struct tally idle; /* between chunks nothing is counted */
	uint64_t owed[VERDICT_COUNT]; /* withheld lines no note has told of */
	uint64_t told[VERDICT_COUNT]; /* those in the note of the last batch */
};

/* What is the same for all lines of a chunk. */
struct pass {
	struct worker *w;
	const struct chunk *chunk;
	struct tally *tally;
	bool nul; /* there is a NUL byte somewhere */
};

static bool
has_streams(const struct policy *p)
{
	return (p->output.dir != NULL && p->output.streams);
}

void
worker_use(struct setup *s, const struct variants *v)
{
	const struct policy *p = s->policy;

	s->plan = variants_base(v)->plan;
	s->variants = p->nvhosts + p->nclasses > 0 || has_streams(p) ? v : NULL;
}

/* The actions are to go by ${policy} from here on. */
static void
use_policy(struct worker *w, const struct policy *policy)
{
	w->scrub.policy = policy;
	w->scrub.search = policy->keepsearch ? NULL : w->setup->search;
}

static int
make_windows(struct worker *w)
{
	const struct setup *s = w->setup;
	const struct keep *keep;

	w->nwindows = 1;
	while (s->variants != NULL &&
	    variants_keep(s->variants, w->nwindows) != NULL)
		w->nwindows++;
	w->window = calloc(w->nwindows, sizeof(*w->window));
	for (size_t i = 0; w->window != NULL && i < w->nwindows; i++) {
		keep = &s->policy->keep;
		if (s->variants != NULL)
			keep = variants_keep(s->variants, i);
		w->window[i].keep = keep;
	}
	return (w->window == NULL ? -1 : 0);
}

/* What tells lines apart, where they are. */
static int
make_route(struct worker *w)
{
	const struct setup *s = w->setup;

	if (s->variants == NULL)
		return (s->policy->nvhosts + s->policy->nclasses > 0 ? -1 : 0);
	w->route = route_new(s->variants);
	return (w->route == NULL ? -1 : 0);
}

struct worker *
worker_new(const struct setup *setup)
{
	struct worker *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return (NULL);
	w->setup = setup;
	w->now = INT64_MIN;
	w->scratch = matcher_scratch();
	w->tools.scrub = &w->scrub;
	w->tools.leak = leak_new();
	w->tools.memo = memo_new();
	moment_init(&w->tools.moment);
	w->batch = batch_new(&setup->policy->output);
	use_policy(w, setup->policy);
	w->scrub.names = setup->names;
	w->scrub.escape = matcher_format(setup->matcher)->escape;
	w->scrub.decode = decode_new();
	w->scrub.recode = recode_new();
	w->scrub.standin = standin_new(setup->policy, setup->keyring);
	buf_init(&w->withheld, WITHHELD_MAX);
	held_init(&w->held);
	w->scrub.held = &w->held;
	if (make_route(w) == -1 || make_windows(w) == -1 ||
	    w->scratch == NULL || w->tools.leak == NULL ||
	    w->tools.memo == NULL || w->batch == NULL ||
	    w->scrub.decode == NULL || w->scrub.recode == NULL ||
	    w->scrub.standin == NULL) {
		worker_free(w);
		return (NULL);
	}
	return (w);
}

void
worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	route_free(w->route);
	free(w->window);
	matcher_scratch_free(w->scratch);
	leak_free(w->tools.leak);
	memo_free(w->tools.memo);
	moment_release(&w->tools.moment);
	batch_free(w->batch);
	decode_free(w->scrub.decode);
	recode_free(w->scrub.recode);
	standin_free(w->scrub.standin);
	held_release(&w->held);
	buf_release(&w->withheld);
	free(w);
}

void
worker_tick(struct worker *w, int64_t now)
{
	standin_tick(w->scrub.standin, now, &w->idle);
}

const struct scrub *
worker_scrub(const struct worker *w)
{
	return (&w->scrub);
}

/*
 * About the first second that is still kept at ${now}. At the end of a month
 * period_expiry() may fall by up to three days (28 and 31 January plus one
 * month are both 28 February), so a margin stays to be computed line by line.
 */
static void
set_window(struct window *w, int64_t now)
{
	const int64_t margin = 4 * 86400;
	int64_t low = now - (int64_t)400 * 366 * 86400, high = now + 1;

	while (high - low > 1) {
		const int64_t middle = low + (high - low) / 2;

		if (period_expiry(w->keep, middle) > now)
			high = middle;
		else
			low = middle;
	}
	w->gone = high - margin;
	w->kept = high + margin;
}

static bool
is_binary(const struct pass *pass, struct span line)
{
	return (pass->chunk->binary ||
	    (pass->nul && memchr(line.p, '\0', line.n) != NULL) ||
	    span_starts(line, SPAN("\x1f\x8b")));
}

/* Why a line that does not match is withheld. */
static enum verdict
mismatch(const struct pass *pass, struct span line, bool first)
{
	if (first && pass->chunk->first)
		return (VERDICT_FRAGMENT);
	return (splice_count(line) > 1 ? VERDICT_SPLICED : VERDICT_UNMATCHED);
}

/*
 * Is the stream ${name} one that a line of which ${clean} is left may go to?
 * Where the vhost did not get through as it is, no directory may be called by
 * it either.
 */
static bool
may_name(struct span name, struct span clean)
{
	return (span_find(clean, name) < clean.n ||
	    span_casefind(clean, name) < clean.n);
}

/* Scrub ${r} by the rules that go for it, and add it to the batch. */
static enum verdict
run_record(const struct pass *pass, const struct record *r, struct span ending)
{
	struct worker *w = pass->w;
	struct destination to = { SPAN(""), SPAN("") };
	const struct plan *plan = w->setup->plan;
	struct window *window = w->window;
	struct planned done;
	struct routed at;

	if (w->route != NULL) {
		if (!route_line(w->route, r, &at))
			return (VERDICT_UNMATCHED);
		if (has_streams(w->setup->policy))
			to.stream = at.stream;
		if (at.class != NULL)
			to.class = at.class->name;
		use_policy(w, at.variant->policy);
		plan = at.variant->plan;
		window = &w->window[at.variant->keep];
	}
	done = plan_run(plan, &w->tools, r,
	    &(struct lineinfo){ .ending = ending,
		.now = w->now,
		.keep = window->keep,
		.gone = window->gone,
		.kept = window->kept });
	if (done.verdict != VERDICT_CLEAN)
		return (done.verdict);
	/* A vhost that did not get through as it is names no directory. */
	if (to.stream.n > 0 && !may_name(to.stream, clean_text(done.clean)))
		to.stream = SPAN(STREAM_OTHER);
	if (batch_add(w->batch, done.clean, &to) == -1)
		return (VERDICT_DROPPED);
	if (clean_time(done.clean) < window->oldest)
		window->oldest = clean_time(done.clean);
	tally_time(pass->tally, clean_time(done.clean));
	return (VERDICT_CLEAN);
}

/* The verdict on one line; ${ending} is empty where no newline follows. */
static enum verdict
judge(const struct pass *pass, struct span line, struct span ending, bool first)
{
	struct worker *w = pass->w;
	const bool whole = ending.n > 0;
	struct record r;

	if (line.n > LINE_LIMIT || (line.n > 0 && is_binary(pass, line))) {
		/* Lines behind it are not what they were, all the same. */
		matcher_header(w->setup->matcher, w->scratch, line);
		return (
		    line.n > LINE_LIMIT ? VERDICT_TOO_LONG : VERDICT_BINARY);
	}
	if (!matcher_line(w->setup->matcher, w->scratch, line, &r))
		return (whole ? mismatch(pass, line, first) : VERDICT_FRAGMENT);
	if (!whole && (pass->chunk->torn || !matcher_closed(w->setup->matcher)))
		return (VERDICT_FRAGMENT);
	return (run_record(pass, &r, whole ? ending : SPAN("\n")));
}

/* Is a line of this verdict of any use to an operator? */
static bool
is_telling(enum verdict v)
{
	return (v == VERDICT_UNMATCHED || v == VERDICT_SPLICED ||
	    v == VERDICT_FRAGMENT || v == VERDICT_BINARY || v == VERDICT_LEAK);
}

/* Remember ${raw} for the quarantine, if there is one. */
static void
withhold(struct worker *w, enum verdict v, struct span raw)
{
	if (w->setup->policy->withholding.dir == NULL || !is_telling(v))
		return;
	buf_addspan(&w->withheld, raw);
	if (raw.n > 0 && raw.p[raw.n - 1] != '\n')
		buf_addc(&w->withheld, '\n');
}

static void
run_lines(const struct pass *pass)
{
	struct span rest = span_make(pass->chunk->p, pass->chunk->n);
	bool first = true;

	for (; rest.n > 0; first = false) {
		const size_t n = span_index(rest, '\n');
		struct span line = span_make(rest.p, n);
		struct span ending = span_make(rest.p + n, n < rest.n);
		const struct span raw = span_make(rest.p, n + ending.n);
		enum verdict v;

		if (line.n > 0 && line.p[line.n - 1] == '\r') {
			line.n--;
			ending.p--;
			ending.n += ending.n > 0;
		}
		pass->tally->lines++;
		v = judge(pass, line, ending, first);
		pass->tally->verdict[v]++;
		withhold(pass->w, v, raw);
		rest = span_from(rest, n < rest.n ? n + 1 : n);
	}
}

void
worker_owe(struct worker *w, enum verdict v, uint64_t n)
{
	w->owed[v] += n;
}

void
worker_untold(struct worker *w)
{
	for (int v = 0; v < VERDICT_COUNT; v++) {
		w->owed[v] += w->told[v];
		w->told[v] = 0;
	}
}

/* Finish the batch; what its note cannot tell stays owed. */
static int
finish(struct worker *w, const struct tally *t)
{
	struct tally sum = *t;
	size_t parts;
	int rc;

	for (int v = VERDICT_CLEAN + 1; v < VERDICT_COUNT; v++) {
		sum.verdict[v] += w->owed[v];
		w->told[v] = sum.verdict[v];
		w->owed[v] = 0;
	}
	rc = batch_finish(w->batch, &sum);
	(void)batch_parts(w->batch, &parts);
	if (rc == -1)
		worker_owe(w, VERDICT_DROPPED, t->verdict[VERDICT_CLEAN]);
	if (rc == -1 || parts == 0)
		worker_untold(w);
	return (rc);
}

const struct batch *
worker_run(struct worker *w, const struct chunk *c, int64_t now,
    struct tally *tally)
{
	const struct pass pass = { w, c, tally,
		c->n > 0 && memchr(c->p, '\0', c->n) != NULL };

	tally_init(tally);
	tally->bytes_in = c->bytes;
	tally->lines = c->toolong;
	tally->verdict[VERDICT_TOO_LONG] = c->toolong;
	for (size_t i = 0; i < w->nwindows; i++) {
		if (now != w->now)
			set_window(&w->window[i], now);
		w->window[i].oldest = INT64_MAX;
	}
	w->now = now;
	w->scrub.tally = tally;
	standin_tick(w->scrub.standin, now, tally);
	matcher_reset(w->scratch);
	if (c->nheader > 0)
		matcher_header(w->setup->matcher, w->scratch,
		    span_make(c->header, c->nheader));
	batch_reset(w->batch);
	buf_reset(&w->withheld);
	run_lines(&pass);
	for (size_t i = 0; i < w->nwindows; i++)
		if (w->window[i].oldest != INT64_MAX)
			tally_keep(tally, w->window[i].keep,
			    w->window[i].oldest);
	if (finish(w, tally) == -1) {
		tally->verdict[VERDICT_DROPPED] +=
		    tally->verdict[VERDICT_CLEAN];
		tally->verdict[VERDICT_CLEAN] = 0;
		return (NULL);
	}
	return (w->batch);
}

struct span
worker_withheld(const struct worker *w)
{
	return (w->withheld.failed ? SPAN("") : buf_span(&w->withheld));
}
