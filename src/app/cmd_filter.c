/* SPDX-License-Identifier: ISC */
#include "app/cmd_filter.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/progress.h"
#include "app/report.h"
#include "app/sandbox.h"
#include "app/signals.h"
#include "base/fd.h"
#include "base/warn.h"
#include "flow/pipeline.h"

/*
 * systemd connects stdout to the FIFO of stdin unless it is told otherwise:
 * what we write would come back as input.
 */
static bool
is_loop(void)
{
	struct stat in, out;

	return (fstat(STDIN_FILENO, &in) == 0 &&
	    fstat(STDOUT_FILENO, &out) == 0 && S_ISFIFO(in.st_mode) &&
	    in.st_dev == out.st_dev && in.st_ino == out.st_ino);
}

/* The site must stay up although we cannot work: read and forget. */
static void
discard(void)
{
	static char memory[65536];

	warn_msg("the input is read and discarded (--on-error discard)");
	while (fd_read(STDIN_FILENO, memory, sizeof(memory)) > 0)
		continue;
}

enum exits
cmd_filter_refuse(const struct ready *r, enum exits code)
{
	if (config_discards(&r->options.config))
		discard();
	return (code);
}

/* logrotate mails what a compresscmd says: it must say nothing. */
static bool
is_quiet(const struct config *c)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv() */
	return (c->quiet || getenv("LOGROTATE_COMPRESSED_FILENAME") != NULL);
}

static enum exits
judge(const struct ready *r, enum outcome outcome, const struct tally *t)
{
	if (outcome == OUTCOME_LOST)
		return (EXITS_LOST);
	if (tally_useless(t)) {
		warn_msg("not one of %llu lines could be used: is the format "
			 "right?",
		    (unsigned long long)t->lines);
		return (EXITS_WITHHELD);
	}
	if (r->options.config.strict && tally_withheld(t) > 0)
		return (EXITS_WITHHELD);
	return (EXITS_OK);
}

/* A run of the filter, for those who are called back. */
struct filter {
	const struct ready *ready;
	struct pipeline pipeline;
	struct progress progress;
};

static int
save_stats(const struct filter *f, const struct tally *t)
{
	const struct matcher *m = f->pipeline.matcher;

	return (report_stats(f->ready->options.config.stats,
	    m == NULL ? SPAN("auto") : matcher_format(m)->name, t));
}

/* Whoever sent TERM may not wait for the end. */
static void
on_checkpoint(void *arg, const struct tally *t)
{
	const struct filter *f = arg;

	if (f->ready->options.config.stats != NULL)
		(void)save_stats(f, t);
}

static void
on_progress(void *arg, uint64_t done, uint64_t size)
{
	struct filter *f = arg;

	progress_update(&f->progress, done, size);
}

/*
 * Apache starts its loggers twice and stops the first ones unused: their
 * tally must not take the place of the real one's.
 */
static bool
is_rehearsal(const struct filter *f, const struct tally *t)
{
	return (t->bytes_in == 0 && f->pipeline.stopping->term);
}

static enum exits
finish(const struct filter *f, enum outcome outcome, const struct tally *t)
{
	const struct config *c = &f->ready->options.config;
	enum exits code;

	if (outcome == OUTCOME_CONFIG)
		return (cmd_filter_refuse(f->ready, EXITS_CONFIG));
	if (!is_quiet(c))
		report_summary(t);
	code = judge(f->ready, outcome, t);
	if (c->stats != NULL && !is_rehearsal(f, t) && save_stats(f, t) == -1)
		code = EXITS_LOST;
	return (code);
}

enum exits
cmd_filter_run(struct ready *r)
{
	struct filter f = { .ready = r };
	struct pipeline *p = &f.pipeline;
	struct tally tally;
	enum outcome outcome;

	sandbox_enter();
	p->stopping = signals_catch();
	if (is_loop()) {
		warn_msg("standard output is the FIFO of standard input");
		return (EXITS_CONFIG);
	}
	if (ready_load(r) == -1 || ready_needs(r) == -1)
		return (cmd_filter_refuse(r, EXITS_CONFIG));
	progress_init(&f.progress);
	p->arena = r->arena;
	p->policy = &r->options.config.policy;
	p->catalog = r->catalog;
	p->matcher = r->matcher;
	p->names = r->names;
	p->search = r->search;
	p->keyring = r->keyring;
	p->version = LOGFADE_VERSION;
	p->cookie = &f;
	p->checkpoint = on_checkpoint;
	if (!is_quiet(&r->options.config) && isatty(STDERR_FILENO) == 1)
		p->progress = on_progress;
	outcome = pipeline_run(p, STDIN_FILENO, &tally);
	progress_clear(&f.progress);
	return (finish(&f, outcome, &tally));
}
