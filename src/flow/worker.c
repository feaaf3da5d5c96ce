/* SPDX-License-Identifier: ISC */
#include "flow/worker.h"

#include <stdlib.h>
#include <string.h>

#include "model/stream.h"
#include "scrub/decode.h"
#include "scrub/held.h"
#include "scrub/recode.h"
#include "scrub/splice.h"
#include "scrub/standin.h"

struct worker {
	const struct setup *setup;
	struct matching *scratch;
	struct tools tools;
	struct scrub scrub;
	struct held held;
	struct batch *batch;
	size_t vhost; /* the field that streams are called by */
	int64_t now; /* that gone and kept were computed for */
	int64_t gone; /* see struct lineinfo */
	int64_t kept;
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

size_t
worker_vhost(const struct plan *plan, const struct format *f)
{
	size_t i = 0;

	/* The host that syslog names before a line is spare. */
	while (i < f->nfields &&
	    (plan_field(plan, i).class != CLASS_VHOST || f->fields[i].spare))
		i++;
	return (i);
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
	if (setup->policy->output.streams)
		w->vhost =
		    worker_vhost(setup->plan, matcher_format(setup->matcher));
	w->scrub.policy = setup->policy;
	w->scrub.names = setup->names;
	w->scrub.search = setup->policy->keepsearch ? NULL : setup->search;
	w->scrub.escape = matcher_format(setup->matcher)->escape;
	w->scrub.decode = decode_new();
	w->scrub.recode = recode_new();
	w->scrub.standin = standin_new(setup->policy, setup->keyring);
	held_init(&w->held);
	w->scrub.held = &w->held;
	if (w->scratch == NULL || w->tools.leak == NULL ||
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
	matcher_scratch_free(w->scratch);
	leak_free(w->tools.leak);
	memo_free(w->tools.memo);
	moment_release(&w->tools.moment);
	batch_free(w->batch);
	decode_free(w->scrub.decode);
	recode_free(w->scrub.recode);
	standin_free(w->scrub.standin);
	held_release(&w->held);
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
set_window(struct worker *w, const struct keep *keep, int64_t now)
{
	const int64_t margin = 4 * 86400;
	int64_t low = now - (int64_t)400 * 366 * 86400, high = now + 1;

	w->now = now;
	while (high - low > 1) {
		const int64_t middle = low + (high - low) / 2;

		if (period_expiry(keep, middle) > now)
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
 * The stream of the line ${r}, of which ${clean} is left. Where the vhost did
 * not get through as it is, no directory may be called by it either.
 */
static void
name_stream(const struct worker *w, const struct record *r, struct span clean,
    char name[static STREAM_NAME_MAX])
{
	struct span vhost = SPAN("");

	for (size_t i = 0; i < r->ncuts && vhost.n == 0; i++)
		if (r->cut[i].field == w->vhost)
			vhost = r->cut[i].value;
	stream_name(vhost, name);
	if (span_find(clean, span_str(name)) == clean.n &&
	    span_casefind(clean, span_str(name)) == clean.n)
		stream_name(SPAN(""), name);
}

/* The verdict on one line; ${ending} is empty where no newline follows. */
static enum verdict
judge(const struct pass *pass, struct span line, struct span ending, bool first)
{
	struct worker *w = pass->w;
	const bool whole = ending.n > 0;
	const struct lineinfo info = {
		.ending = whole ? ending : SPAN("\n"),
		.now = w->now,
		.keep = &w->setup->policy->keep,
		.gone = w->gone,
		.kept = w->kept,
	};
	struct destination to = { SPAN(""), SPAN("") };
	char stream[STREAM_NAME_MAX];
	struct planned done;
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
	done = plan_run(w->setup->plan, &w->tools, &r, &info);
	if (done.verdict != VERDICT_CLEAN)
		return (done.verdict);
	if (w->setup->policy->output.streams) {
		name_stream(w, &r, clean_text(done.clean), stream);
		to.stream = span_str(stream);
	}
	if (batch_add(w->batch, done.clean, &to) == -1)
		return (VERDICT_DROPPED);
	tally_time(pass->tally, clean_time(done.clean));
	return (VERDICT_CLEAN);
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

		if (line.n > 0 && line.p[line.n - 1] == '\r') {
			line.n--;
			ending.p--;
			ending.n += ending.n > 0;
		}
		pass->tally->lines++;
		pass->tally->verdict[judge(pass, line, ending, first)]++;
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
	if (now != w->now)
		set_window(w, &w->setup->policy->keep, now);
	w->scrub.tally = tally;
	standin_tick(w->scrub.standin, now, tally);
	matcher_reset(w->scratch);
	if (c->nheader > 0)
		matcher_header(w->setup->matcher, w->scratch,
		    span_make(c->header, c->nheader));
	batch_reset(w->batch);
	run_lines(&pass);
	if (finish(w, tally) == -1) {
		tally->verdict[VERDICT_DROPPED] +=
		    tally->verdict[VERDICT_CLEAN];
		tally->verdict[VERDICT_CLEAN] = 0;
		return (NULL);
	}
	return (w->batch);
}
