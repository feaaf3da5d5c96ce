/* SPDX-License-Identifier: ISC */
#include "flow/pipeline.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "base/thread.h"
#include "base/warn.h"
#include "flow/choose.h"
#include "flow/halt.h"
#include "flow/header.h"
#include "flow/queue.h"
#include "flow/upkeep.h"
#include "flow/worker.h"
#include "write/quarantine.h"
#include "write/sink.h"

enum { FLUSH_MS = 1000 };

struct run {
	struct pipeline *p;
	struct source *source;
	struct queue *queue;
	struct sink *sink;
	struct quarantine *quarantine; /* or NULL */
	struct setup setup;
	struct variants *variants;
	struct worker *worker;
	struct halt halt; /* of a file; else it has no sink */
	struct chunk *held[QUEUE_CHUNKS]; /* read before the format was known */
	size_t nheld;
	struct header header;
	struct tally tally; /* of the worker; the reader's while it is none */
	struct tally dropped; /* of the reader */
	atomic_ullong
	    untold[2]; /* of it, dropped and too long: for the worker */
	uint64_t bytes;
	bool failed; /* a read failed */
};

static void
warn_input(const struct run *r)
{
	source_warn(r->source,
	    r->p->input == NULL ? "standard input" : r->p->input);
}

/* Is there anything in ${c}? Compressed input may hold nothing. */
static bool
is_empty(const struct chunk *c)
{
	return (c->n == 0 && c->toolong == 0 && !c->binary);
}

/*
 * Read until the format is known. 0: it is, or there is no input at all; -1:
 * it will not be.
 */
static int
find_format(struct run *r)
{
	enum guess g = GUESS_NONE;
	struct buf names;
	bool empty = true;
	int rc = 1;

	if (r->p->matcher != NULL)
		return (0);
	buf_init(&names, 4096);
	while (g != GUESS_FOUND && r->nheld < QUEUE_CHUNKS) {
		struct chunk *c = queue_take(r->queue, true);

		if ((rc = source_next(r->source, c)) != 1) {
			queue_done(r->queue, c);
			break;
		}
		r->held[r->nheld++] = c;
		empty = empty && is_empty(c);
		g = choose_format(r->p, c, &names);
	}
	if (rc == -1) {
		warn_input(r);
		r->failed = true;
	} else if (g != GUESS_FOUND && !empty)
		choose_warn(r->source, g, &names);
	buf_release(&names);
	return (rc != -1 && (g == GUESS_FOUND || empty) ? 0 : -1);
}

static int
set_up(struct run *r)
{
	char why[200];

	r->setup = (struct setup){ r->p->policy, r->p->matcher, NULL,
		r->p->names, r->p->search, r->p->keyring, NULL };
	r->variants = variants_new(r->p->arena, matcher_format(r->p->matcher),
	    r->p->policy, why);
	if (r->variants == NULL) {
		warn_msg("%s", why);
		return (-1);
	}
	worker_use(&r->setup, r->variants);
	if ((r->worker = worker_new(&r->setup)) == NULL) {
		warn_errno("start");
		return (-1);
	}
	return (0);
}

/* The next note is to tell of what was lost. */
static void
owe(struct run *r, uint64_t lost)
{
	if (lost == 0)
		return;
	worker_owe(r->worker, VERDICT_DROPPED, lost);
	if (sink_lost_first(r->sink))
		worker_untold(r->worker);
}

static bool
is_halted(const struct run *r)
{
	return (atomic_load(&r->halt.halted));
}

/* Write what the worker made; lines that could not be are dropped lines. */
static void
put(struct run *r, const struct batch *b, struct chunk *c, struct tally *t)
{
	const struct part *part;
	size_t n;
	uint64_t lost = 0;

	if (b == NULL)
		warn_msg("no memory to compress: lines are dropped");
	if (r->halt.sink != NULL)
		lost = halt_put(&r->halt, b, c, t);
	else if (b != NULL) {
		lost = sink_put(r->sink, b);
		owe(r, lost);
	}
	t->verdict[VERDICT_CLEAN] -= lost;
	t->verdict[VERDICT_DROPPED] += lost;
	if (lost > 0 || b == NULL || is_halted(r))
		return;
	part = batch_parts(b, &n);
	for (size_t i = 0; i < n; i++)
		t->bytes_out += part[i].bytes.n;
}

static void
put_withheld(const struct run *r, int64_t now)
{
	const struct span lines = worker_withheld(r->worker);

	if (r->quarantine != NULL && lines.n > 0)
		(void)quarantine_put(r->quarantine, lines, now);
}

static void
work_on(struct run *r, struct chunk *c, int64_t now)
{
	struct tally t;

	worker_owe(r->worker, VERDICT_DROPPED,
	    atomic_exchange(&r->untold[0], 0));
	worker_owe(r->worker, VERDICT_TOO_LONG,
	    atomic_exchange(&r->untold[1], 0));
	r->halt.now = now;
	put(r, worker_run(r->worker, c, now, &t), c, &t);
	put_withheld(r, now);
	tally_add(&r->tally, &t);
	if (r->p->stopping->term && r->p->checkpoint != NULL)
		r->p->checkpoint(r->p->cookie, &r->tally);
}

static void *
work(void *arg)
{
	struct run *r = arg;
	struct chunk *c;

	while (queue_next(r->queue, &c)) {
		const int64_t now = clock_now();

		if (c == NULL)
			worker_tick(r->worker, now);
		else if (!is_halted(r))
			work_on(r, c, now);
		/* What was read behind the halt is not looked at. */
		if (c != NULL)
			queue_done(r->queue, c);
		sink_tidy(r->sink, now);
	}
	return (NULL);
}

/* The other side has stalled: count the lines of a chunk and forget them. */
static void
drop(struct run *r, const struct chunk *c)
{
	struct span rest = span_make(c->p, c->n);
	struct tally *t = &r->dropped;
	uint64_t lines = 0;

	if (t->lines == 0)
		warn_msg("the output has stalled: lines are dropped");
	t->bytes_in += c->bytes;
	t->lines += c->toolong;
	t->verdict[VERDICT_TOO_LONG] += c->toolong;
	while (rest.n > 0) {
		const size_t n = span_index(rest, '\n');

		lines++;
		rest = span_from(rest, n < rest.n ? n + 1 : n);
	}
	t->lines += lines;
	t->verdict[VERDICT_DROPPED] += lines;
	(void)atomic_fetch_add(&r->untold[0], lines);
	(void)atomic_fetch_add(&r->untold[1], c->toolong);
}

static void
read_all(struct run *r, struct chunk *spare)
{
	/* Only who writes to a directory is a web server that must go on. */
	const bool patient =
	    source_is_file(r->source) || r->p->policy->output.dir == NULL;
	int rc;

	do {
		struct chunk *c = queue_take(r->queue, patient);
		const bool stalled = c == NULL;

		if (stalled)
			c = spare;
		rc = source_next(r->source, c);
		r->bytes += rc == 1 ? c->bytes : 0;
		if (rc == 1)
			header_pass(&r->header, r->p->matcher, c);
		if (rc != 1 && !stalled)
			queue_done(r->queue, c);
		else if (rc == 1 && stalled)
			drop(r, c);
		else if (rc == 1)
			queue_put(r->queue, c);
		if (r->p->progress != NULL)
			r->p->progress(r->p->cookie, r->bytes,
			    source_size(r->source));
	} while (rc == 1 && !is_halted(r));
	if (rc == -1) {
		warn_input(r);
		r->failed = true;
	}
}

static int
flow(struct run *r)
{
	static char memory[CHUNK_SIZE];
	struct chunk spare = { .p = memory };
	pthread_t thread;

	if (thread_start(&thread, work, r) == -1) {
		warn_errno("thread");
		return (-1);
	}
	for (size_t i = 0; i < r->nheld; i++) {
		r->bytes += r->held[i]->bytes;
		header_pass(&r->header, r->p->matcher, r->held[i]);
		queue_put(r->queue, r->held[i]);
	}
	read_all(r, &spare);
	queue_end(r->queue);
	(void)pthread_join(thread, NULL);
	return (0);
}

static struct sink *
open_sink(const struct pipeline *p)
{
	return (p->output == 0 ?
		sink_open(&p->policy->output) :
		sink_stream(p->output, p->policy->output.zstd));
}

/* Open what is written to. */
static int
open_outputs(struct run *r)
{
	const struct policy *p = r->p->policy;

	if ((r->sink = open_sink(r->p)) == NULL)
		return (-1);
	if (p->withholding.dir == NULL)
		return (0);
	r->quarantine = quarantine_open(&p->withholding);
	if (r->quarantine != NULL)
		return (0);
	(void)sink_close(r->sink);
	return (-1);
}

/* Everything between an open source and a known format, and the end. */
static enum outcome
run(struct run *r, struct tally *tally)
{
	struct upkeep *upkeep = NULL;
	enum outcome outcome;

	if (find_format(r) == -1)
		return (r->failed ? OUTCOME_LOST : OUTCOME_CONFIG);
	/* No input, no format, no lines, unless a signal came before them. */
	if (r->p->matcher == NULL)
		return (
		    source_was_cut(r->source) ? OUTCOME_LOST : OUTCOME_DONE);
	if (set_up(r) == -1 || open_outputs(r) == -1)
		return (OUTCOME_CONFIG);
	if (r->p->policy->output.dir != NULL)
		upkeep = upkeep_start(r->p);
	if (source_is_file(r->source))
		r->halt = (struct halt){ .sink = r->sink, .worker = r->worker };
	outcome = flow(r) == -1 ? OUTCOME_CONFIG : OUTCOME_DONE;
	if (is_halted(r))
		halt_warn(&r->halt, r->p->output == 0);
	if (source_compression(r->source) != NULL)
		choose_warn(r->source, GUESS_NONE, NULL);
	/* What follows may seal segments, which takes as much memory again. */
	worker_free(r->worker);
	r->worker = NULL;
	queue_free(r->queue);
	r->queue = NULL;
	tally_add(tally, &r->tally);
	tally_add(tally, &r->dropped);
	quarantine_close(r->quarantine);
	if (sink_close(r->sink) == -1 || r->failed || is_halted(r) ||
	    source_was_cut(r->source) || tally->verdict[VERDICT_DROPPED] > 0)
		outcome = OUTCOME_LOST;
	upkeep_stop(upkeep, source_is_file(r->source) && !is_halted(r));
	return (outcome);
}

enum outcome
pipeline_run(struct pipeline *p, int fd, struct tally *tally)
{
	const bool live =
	    p->policy->output.dir != NULL || !p->policy->output.zstd;
	struct run r = { .p = p };
	enum outcome outcome = OUTCOME_LOST;

	tally_init(tally);
	tally_init(&r.tally);
	tally_init(&r.dropped);
	/* Nobody reads half a zstd stream: there the bytes alone decide. */
	r.source = source_open(fd, live ? FLUSH_MS : 0, p->stopping);
	r.queue = queue_new();
	if (r.source == NULL || r.queue == NULL)
		warn_errno("start");
	else
		outcome = run(&r, tally);
	worker_free(r.worker);
	variants_free(r.variants);
	queue_free(r.queue);
	source_close(r.source);
	return (outcome);
}
