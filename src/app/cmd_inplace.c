/* SPDX-License-Identifier: ISC */
#include "app/cmd_inplace.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "app/operands.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/sandbox.h"
#include "app/signals.h"
#include "base/clock.h"
#include "base/warn.h"
#include "flow/pipeline.h"
#include "write/inplace.h"
#include "write/quarantine.h"

enum {
	SETTLE = 30,
	POLL_MS = 50,
	PLAN_MAX = 64 * 1024 * 1024 /* of one file's memory for its plan */
};

struct work {
	struct ready *ready;
	const struct stopping *stopping;
	struct policy policy; /* with the output of this command */
	struct tally sum; /* of the files that were cleaned */
	unsigned settle;
	bool lost;
	bool withheld;
};

/* What became of one file. */
enum fate { FATE_DONE, FATE_WITHHELD, FATE_LOST };

static bool
is_stopped(const struct work *w)
{
	return (w->stopping->term || w->stopping->stop);
}

/* Pause; signals get in. */
static void
pause_for(long ms)
{
	const struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };
	sigset_t open;

	(void)pthread_sigmask(SIG_BLOCK, NULL, &open);
	(void)sigdelset(&open, SIGTERM);
	(void)sigdelset(&open, SIGINT);
	(void)sigdelset(&open, SIGHUP);
	(void)ppoll(NULL, 0, &ts, &open);
}

/* Wait until nobody may write to the raw file any more. */
static bool
settle(const struct work *w, const struct inplace *j)
{
	const int64_t start = clock_ms();

	for (;;) {
		const bool late =
		    clock_ms() - start >= (int64_t)w->settle * 1000;

		if (!inplace_is_held(j, w->settle))
			return (true);
		if (late) {
			warn_msg("may still be written to after %u seconds; it "
				 "is left as it is",
			    w->settle);
			return (false);
		}
		pause_for(POLL_MS);
		if (is_stopped(w)) {
			warn_msg("stopped by a signal; it is left as it is");
			return (false);
		}
	}
}

static void
on_progress(void *arg, uint64_t done, uint64_t size)
{
	progress_update(arg, done, size);
}

static enum outcome
clean(const struct work *w, const struct inplace *j, struct tally *t)
{
	const struct ready *r = w->ready;
	struct progress progress;
	struct pipeline p = {
		.arena = arena_new(PLAN_MAX),
		.policy = &w->policy,
		.catalog = r->catalog,
		.matcher = r->matcher,
		.names = r->names,
		.search = r->search,
		.keyring = r->keyring,
		.input = "raw log",
		.output = j->out,
		.version = LOGFADE_VERSION,
		.stopping = w->stopping,
		.cookie = &progress,
	};
	enum outcome outcome;

	if (p.arena == NULL) {
		warn_errno("start");
		return (OUTCOME_LOST);
	}
	progress_init(&progress);
	if (!r->options.config.quiet && isatty(STDERR_FILENO) == 1)
		p.progress = on_progress;
	outcome = pipeline_run(&p, j->raw, t);
	progress_clear(&progress);
	arena_free(p.arena);
	return (outcome);
}

/* May the raw file go, after what became of its lines? */
static enum fate
judge(const struct work *w, enum outcome outcome, const struct tally *t)
{
	if (is_stopped(w)) {
		warn_msg("stopped by a signal; it is left as it is");
		return (FATE_LOST);
	}
	if (outcome != OUTCOME_DONE)
		return (FATE_LOST);
	if (tally_useless(t)) {
		warn_msg("not one of %llu lines could be used: is the format "
			 "right? It is left as it is",
		    (unsigned long long)t->lines);
		return (FATE_WITHHELD);
	}
	if (w->ready->options.config.strict && tally_withheld(t) > 0) {
		warn_msg("%llu of %llu lines would be withheld; it is left as "
			 "it is",
		    (unsigned long long)tally_withheld(t),
		    (unsigned long long)t->lines);
		return (FATE_WITHHELD);
	}
	return (FATE_DONE);
}

/* The seal of the clean file, but for the name of the raw one. */
static void
make_seal(const struct work *w, const struct tally *t, struct segmeta *m)
{
	const struct policy *p = &w->policy;
	const int64_t now = clock_now();
	const bool dated = t->oldest <= t->newest;
	const int64_t oldest = dated ? t->oldest : now;

	segmeta_init(m, SEGMETA_SEAL);
	m->lines = t->verdict[VERDICT_CLEAN];
	if (m->lines > 0) {
		/* A format may have no time: then they are of today. */
		m->oldest = oldest;
		m->newest = dated ? t->newest : now;
	}
	memcpy(m->withheld, t->verdict, sizeof(m->withheld));
	/* All lines go at once, so the first that must go decides. */
	m->keep = m->lines > 0 ? t->keep : p->keep;
	m->expires =
	    m->lines > 0 ? t->expires : period_expiry(&p->keep, oldest);
	(void)snprintf(m->version, sizeof(m->version), "%s", LOGFADE_VERSION);
	(void)snprintf(m->policy, sizeof(m->policy), "%s", p->digest);
}

static enum fate
make(struct work *w, struct inplace *j)
{
	const struct options *o = &w->ready->options;
	struct segmeta seal;
	struct tally t;
	enum fate fate;

	fate = judge(w, clean(w, j, &t), &t);
	if (fate != FATE_DONE)
		return (fate);
	make_seal(w, &t, &seal);
	if (inplace_publish(j, &seal) == -1 ||
	    inplace_remove(j, o->shred) == -1)
		return (FATE_LOST);
	tally_add(&w->sum, &t);
	if (!o->config.quiet && t.lines > 0)
		report_summary(&t);
	else if (!o->config.quiet)
		warn_msg("held no lines");
	return (FATE_DONE);
}

/* It was cleaned by a run that did not come to its end. */
static enum fate
finish(const struct work *w, struct inplace *j)
{
	const struct options *o = &w->ready->options;

	if (inplace_remove(j, o->shred) == -1)
		return (FATE_LOST);
	if (!o->config.quiet)
		warn_msg("was cleaned before, and is removed now");
	return (FATE_DONE);
}

static enum fate
work_on(struct work *w, struct inplace *j, int dirfd, const char *name)
{
	enum inplace_step step = inplace_open(j, dirfd, name);

	if (step == INPLACE_CLEAN)
		step = settle(w, j) ? inplace_begin(j) : INPLACE_REFUSED;
	if (step == INPLACE_CLEAN)
		return (make(w, j));
	if (step == INPLACE_REMOVE)
		return (finish(w, j));
	return (step == INPLACE_NOTHING ? FATE_DONE : FATE_LOST);
}

static bool
on_file(void *arg, int dirfd, const char *name, const char *path)
{
	struct work *w = arg;
	struct inplace j;
	enum fate fate;

	pause_for(0);
	if (is_stopped(w)) {
		w->lost = true;
		return (false);
	}
	warn_about(path);
	fate = work_on(w, &j, dirfd, name);
	inplace_release(&j);
	warn_about(NULL);
	w->lost |= fate == FATE_LOST;
	w->withheld |= fate == FATE_WITHHELD;
	return (true);
}

static enum exits
run(struct work *w, char *const *operands, int n)
{
	const struct config *c = &w->ready->options.config;
	const struct operands o = { on_file, w, c->quiet };

	for (int i = 0; i < n; i++)
		if (operands_each(&o, operands[i]) == -1)
			w->lost = true;
	if (c->stats != NULL &&
	    report_stats(c->stats, span_str(c->policy.format), &w->sum) == -1)
		w->lost = true;
	if (w->lost)
		return (EXITS_LOST);
	return (w->withheld ? EXITS_WITHHELD : EXITS_OK);
}

/* May the policy's quarantine be used? Better no file is begun with. */
static bool
is_safe(const struct policy *p)
{
	struct quarantine *q;

	if (p->withholding.dir == NULL)
		return (true);
	q = quarantine_open(&p->withholding);
	quarantine_close(q);
	return (q != NULL);
}

enum exits
cmd_inplace_run(struct ready *r, char *const *operands, int n)
{
	const int settle = r->options.settle;
	struct work w = { .ready = r };

	sandbox_enter();
	w.stopping = signals_catch();
	if (ready_load(r) == -1 || ready_needs(r) == -1 ||
	    !is_safe(&r->options.config.policy))
		return (EXITS_CONFIG);
	w.policy = r->options.config.policy;
	w.policy.output.dir = NULL;
	w.policy.output.zstd = true;
	w.policy.output.level = w.policy.output.seal_level;
	w.settle = settle == -1 ? SETTLE : (unsigned)settle;
	tally_init(&w.sum);
	return (run(&w, operands, n));
}
