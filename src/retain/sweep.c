/* SPDX-License-Identifier: ISC */
#include "retain/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/probe.h"
#include "base/warn.h"
#include "model/calendar.h"
#include "model/streamdir.h"
#include "retain/deletion.h"
#include "retain/holdfile.h"
#include "retain/sweepdir.h"
#include "retain/tree.h"

/* Once a day the ledger says that somebody looked. */
enum { DAILY = 20 * CALENDAR_HOUR };

/* How long the directory of a stream may be empty: it may have just begun. */
enum { EMPTY = CALENDAR_DAY };

struct sweep {
	int dirfd;
	const struct sweep_options *options;
	struct sweep_count *count;
	struct sweepdir_rule rule;
	struct hold_list *holds;
	struct dirnames streams;
	bool *again; /* for each, and behind them for the root: has to be gone
			over once more */
	struct ledger ledger;
	/* Of all of them: */
	size_t total;
	size_t due;
	int64_t worth; /* the largest */
	bool told; /* those to be gone over again were */
	int error;
};

static const char *
name_of(const struct sweep *w, size_t i)
{
	return (i == w->streams.n ? TREE_ROOT : w->streams.name[i]);
}

/* The stream ${i} failed as a whole; errno says why. */
static void
failed(struct sweep *w, size_t i)
{
	w->error = errno;
	w->count->failed++;
	if (w->options->named || i == w->streams.n)
		warn_errno("%s: cannot be swept", name_of(w, i));
	else
		warn_errno("a vhost's directory cannot be swept");
}

/* Open ${i}; -1: it is gone, failed, or none of ours. */
static int
open_stream(struct sweep *w, size_t i)
{
	const int fd = tree_open(w->dirfd, name_of(w, i));

	if (fd == -1 && errno != ENOENT)
		failed(w, i);
	if (fd == -1 || i == w->streams.n || !tree_is_root(fd))
		return (fd);
	file_close(fd);
	if (w->options->policy->output.streams)
		warn_msg("a vhost's directory has a ledger or holds of its "
			 "own, and is not swept");
	return (-1);
}

/* Remove the directory of ${d}, which has no segments; others may be quicker. */
static void
prune(struct sweep *w, size_t i, const struct sweepdir *d)
{
	if (i == w->streams.n || !file_is(w->dirfd, d->stream, d->dirfd))
		return;
	if (unlinkat(w->dirfd, d->stream, AT_REMOVEDIR) == 0) {
		PROBE("sweep.pruned");
		return;
	}
	if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT &&
	    errno != ENOTDIR && errno != EBUSY)
		failed(w, i);
}

/* Where nothing of ours ever was, an empty directory is none of ours either. */
static bool
is_long_empty(const struct sweep *w, const struct sweepdir *d)
{
	struct stat st;

	return (w->options->policy->output.streams && d->list.n == 0 &&
	    fstat(d->dirfd, &st) == 0 &&
	    w->options->now - (int64_t)st.st_mtime > EMPTY &&
	    tree_is_root(w->dirfd));
}

/* Is there anything in ${d} that is only known once it was gone over again? */
static bool
is_open(const struct sweep *w, const struct sweepdir *d, size_t due)
{
	const struct sweep_options *o = w->options;

	if (o->dry_run)
		return (false);
	return (due > 0 ||
	    (o->report != NULL &&
		(o->all ? d->list.n : sweepdir_count(d, SWEEP_HELD)) > 0));
}

static void
tell(struct sweep *w, const struct sweepdir *d)
{
	if (sweepdir_tell(d, w->count) == -1)
		w->error = errno;
}

static void
look_at(struct sweep *w, size_t i, struct sweepdir *d)
{
	int64_t worth;
	size_t due;

	sweepdir_look(d);
	due = sweepdir_count(d, SWEEP_EXPIRED);
	worth = sweepdir_worth(d);
	w->total += d->list.n;
	w->due += due;
	w->worth = worth > w->worth ? worth : w->worth;
	w->again[i] = is_open(w, d, due);
	if (!w->again[i])
		tell(w, d);
	if (!w->options->dry_run && is_long_empty(w, d))
		prune(w, i, d);
}

/* Look at all of it again, now that nobody else sweeps or adds holds. */
static void
delete_from(struct sweep *w, size_t i, struct sweepdir *d)
{
	if (sweepdir_delete(d, &w->ledger) > 0) {
		if (file_sync(d->dirfd) == -1)
			failed(w, i);
		prune(w, i, d);
	}
	tell(w, d);
}

static void
only_tell(struct sweep *w, size_t i, struct sweepdir *d)
{
	(void)i;
	sweepdir_look(d);
	tell(w, d);
}

/* Do ${what} with the stream ${i}. */
static void
go_to(struct sweep *w, size_t i,
    void (*what)(struct sweep *, size_t, struct sweepdir *))
{
	const int fd = open_stream(w, i);
	struct sweepdir d;

	if (fd == -1)
		return;
	if (sweepdir_list(&d, &w->rule, fd, name_of(w, i)) == 0)
		what(w, i, &d);
	else
		failed(w, i);
	sweepdir_release(&d);
	file_close(fd);
}

/* The root comes first. */
static void
look_at_all(struct sweep *w)
{
	go_to(w, w->streams.n, look_at);
	for (size_t i = 0; i < w->streams.n; i++)
		go_to(w, i, look_at);
}

static void
go_over_again(struct sweep *w,
    void (*what)(struct sweep *, size_t, struct sweepdir *))
{
	if (w->again[w->streams.n])
		go_to(w, w->streams.n, what);
	for (size_t i = 0; i < w->streams.n; i++)
		if (w->again[i])
			go_to(w, i, what);
	w->told = true;
}

static int
note(struct sweep *w, enum ledgerline_op op)
{
	const struct ledgerline_entry e = { .op = op, .at = w->options->now };

	return (ledger_add(&w->ledger, &e));
}

/* Has it been a day? A clock that was wrong may have put it in the future. */
static bool
is_note_due(const struct sweep *w)
{
	const int64_t last = ledger_swept(&w->ledger);

	return (last == INT64_MIN || last - w->options->now > DAILY ||
	    w->options->now - last > DAILY);
}

/* What is asked before anything is deleted, with the ledger open. */
static int
may_go(struct sweep *w)
{
	const struct deletion_case c = {
		.now = w->options->now,
		.last = ledger_swept(&w->ledger),
		.due = w->due,
		.total = w->total,
		.worth = w->worth,
		.force = w->options->force,
	};

	if (deletion_ask(&w->ledger, &c) == -1)
		return (-1);
	/* One may have been added before the ledger was ours. */
	return (holdfile_load(w->dirfd, w->holds));
}

/* The ledger is open: the deletions themselves. */
static int
sweep_due(struct sweep *w)
{
	const uint64_t before = w->ledger.last.n;

	if (w->due > 0) {
		if (may_go(w) == -1) {
			w->count->stopped = true;
			return (-1);
		}
		go_over_again(w, delete_from);
		if (file_sync(w->dirfd) == -1)
			return (-1);
	}
	if (w->ledger.last.n == before && is_note_due(w))
		return (note(w, LEDGERLINE_SWEEP));
	return (0);
}

static int
sweep_for_good(struct sweep *w)
{
	/* Where streams are made each must be known to be one, from the start. */
	if (w->total == 0 && !w->options->policy->output.streams)
		return (0);
	if (ledger_open(&w->ledger, w->dirfd, w->options->now) == -1) {
		/* Only that there was a sweep cannot be told then. */
		if (w->due == 0)
			return (0);
		warn_errno(LEDGER_NAME ": nothing is deleted");
		w->count->stopped = true;
		return (-1);
	}
	w->count->last = ledger_swept(&w->ledger);
	return (deletion_end(&w->ledger, sweep_due(w)));
}

static int
load(struct sweep *w)
{
	struct stat st;

	if (fstat(w->dirfd, &st) == -1 ||
	    streamdir_list(w->dirfd, &w->streams) == -1)
		return (-1);
	w->again = calloc(w->streams.n + 1, sizeof(*w->again));
	w->holds = calloc(1, sizeof(*w->holds));
	if (w->again == NULL || w->holds == NULL)
		return (-1);
	w->rule =
	    (struct sweepdir_rule){ w->options, w->holds, .owner = st.st_uid };
	if (tree_is_stream(w->dirfd)) {
		warn_msg("it is a stream of the directory above: nothing is "
			 "deleted, sweep that");
		errno = ECANCELED;
	} else if (holdfile_load(w->dirfd, w->holds) == -1)
		warn_msg("the holds cannot be read: nothing is deleted");
	else
		return (0);
	w->count->stopped = true;
	return (-1);
}

static int
sweep_all(struct sweep *w)
{
	if (load(w) == -1)
		return (-1);
	look_at_all(w);
	if (!w->options->dry_run && sweep_for_good(w) == -1)
		w->error = errno;
	if (!w->told)
		go_over_again(w, only_tell);
	errno = w->error;
	return (w->error == 0 ? 0 : -1);
}

int
sweep_run(int dirfd, const struct sweep_options *o, struct sweep_count *count)
{
	struct sweep w = { .dirfd = dirfd, .options = o, .count = count };
	int rc, e;

	*count = (struct sweep_count){ .last = INT64_MIN };
	rc = sweep_all(&w);
	e = errno;
	dirnames_release(&w.streams);
	free(w.again);
	free(w.holds);
	errno = e;
	return (rc);
}
