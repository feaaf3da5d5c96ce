/* SPDX-License-Identifier: ISC */
#include "retain/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/probe.h"
#include "base/warn.h"
#include "model/calendar.h"
#include "model/segscan.h"
#include "retain/age.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"

/*
 * A timer that runs monthly, and a machine that was off for a month, are no
 * jump. Where less is at stake than what a jump of that length may take
 * anyway, nothing is asked either: a short keep fades on time after a holiday.
 */
enum { AWAY = 40 * CALENDAR_DAY, WORTH = 45 * CALENDAR_DAY };

/* Once a day the ledger says that somebody looked. */
enum { DAILY = 20 * CALENDAR_HOUR };

struct sweep {
	int dirfd;
	uid_t owner; /* of the directory */
	const struct sweep_options *options;
	struct sweep_count *count;
	struct segscan_list list;
	struct sweep_item *item; /* one for each in list */
	struct hold_list *holds;
	struct ledger ledger;
	int error;
};

static struct kept
keep_of(const struct sweep *w, const struct segment *s)
{
	return (policy_keep(w->options->policy, SPAN(""), span_str(s->class)));
}

/* How old the file ${fd} of ${s} is, and the keep that goes for it. */
static int
judge(const struct sweep *w, int fd, const struct segment *s,
    struct sweep_item *it)
{
	const struct sweep_options *o = w->options;
	const struct kept kept = keep_of(w, s);
	const struct age_rule rule = { kept.keep, kept.given, o->now };
	int64_t first = s->period.start, end = s->period.end;
	const struct hold *h;
	struct age age;

	if (age_judge(fd, s, &rule, &age) == -1)
		return (-1);
	it->keep = age.keep;
	it->oldest = age.oldest;
	it->expired = age.expires;
	it->counted = age.counted;
	it->lines = age.sum.lines;
	/* A line that claims to be of the future is in today's file. */
	if (age.sum.oldest <= age.sum.newest) {
		first = age.sum.oldest < first ? age.sum.oldest : first;
		end = age.sum.newest >= end ? age.sum.newest + 1 : end;
	}
	h = hold_covers(w->holds, first, end, o->now);
	it->hold = h == NULL ? NULL : h->name;
	return (0);
}

static bool
is_foreign(const struct sweep *w, const struct stat *st)
{
	return (st->st_uid != w->owner && st->st_uid != geteuid() &&
	    st->st_uid != 0);
}

/* A file with several names is opened too: our name of it goes. */
static enum sweep_reason
look_inside(const struct sweep *w, const struct segment *s, int fd,
    const struct stat *st, struct sweep_item *it)
{
	it->bytes = (uint64_t)st->st_size;
	it->linked = st->st_nlink > 1;
	if (judge(w, fd, s, it) == -1)
		return (SWEEP_FAILED);
	if (it->expired > w->options->now)
		return (SWEEP_YOUNG);
	if (it->hold != NULL)
		return (SWEEP_HELD);
	return (is_foreign(w, st) ? SWEEP_FOREIGN : SWEEP_EXPIRED);
}

/* Judge ${e}; the descriptor is in ${fd}, or -1. */
static enum sweep_reason
look_at(const struct sweep *w, const struct segscan_entry *e, int *fd,
    struct sweep_item *it)
{
	struct stat st;

	*it = (struct sweep_item){ .stream = ".",
		.name = e->name,
		.class = e->segment.class,
		.oldest = e->segment.period.start,
		.keep = keep_of(w, &e->segment).keep };
	it->expired = period_expiry(&it->keep, it->oldest);
	*fd = age_open(w->dirfd, e->name, &st);
	if (*fd == -1 && errno == EINVAL)
		return (SWEEP_STRANGE);
	if (*fd == -1)
		return (errno == ENOENT ? SWEEP_YOUNG : SWEEP_FAILED);
	return (look_inside(w, &e->segment, *fd, &st, it));
}

/* It failed; errno says why. */
static void
failed(struct sweep *w, const char *name)
{
	w->error = errno;
	warn_errno("%s: cannot be swept", name);
}

static int
enter(struct sweep *w, const struct sweep_item *it)
{
	const struct ledgerline_entry e = {
		.op = LEDGERLINE_DELETE,
		.at = w->options->now,
		.file = it->name,
		.oldest = it->oldest,
		.expired = it->expired,
		.keep = it->keep,
		.bytes = it->bytes,
		.lines = it->lines,
		.counted = it->counted,
	};

	/* A deletion that did not come to its end is made again. */
	return (ledger_has(&w->ledger, &e) ? 0 : ledger_add(&w->ledger, &e));
}

/* Delete what is open as ${fd}, if it still is what its name stands for. */
static enum sweep_reason
discard(struct sweep *w, int fd, const struct sweep_item *it)
{
	int rc;

	errno = 0;
	if (!file_is(w->dirfd, it->name, fd))
		return (
		    errno == 0 || errno == ENOENT ? SWEEP_YOUNG : SWEEP_FAILED);
	rc = enter(w, it);
	/* What is due must go all the more where the disk is full. */
	if (rc == -1 && errno != ENOSPC && errno != EDQUOT)
		return (SWEEP_FAILED);
	PROBE("sweep.entered");
	if (unlinkat(w->dirfd, it->name, 0) == -1)
		return (SWEEP_FAILED);
	PROBE("sweep.deleted");
	if (rc == -1 && enter(w, it) == -1) {
		w->error = errno;
		warn_errno("%s: is deleted, but not in the ledger", it->name);
	}
	return (SWEEP_EXPIRED);
}

/* Look at ${i} once more, now that nobody else sweeps or adds holds. */
static void
sweep_one(struct sweep *w, size_t i)
{
	struct sweep_item *it = &w->item[i];
	int fd;

	it->reason = look_at(w, &w->list.entry[i], &fd, it);
	if (it->reason == SWEEP_EXPIRED)
		it->reason = discard(w, fd, it);
	if (it->reason == SWEEP_FAILED)
		failed(w, it->name);
	file_close(fd);
}

static void
look_at_all(struct sweep *w)
{
	for (size_t i = 0; i < w->list.n; i++) {
		struct sweep_item *it = &w->item[i];
		int fd;

		it->reason = look_at(w, &w->list.entry[i], &fd, it);
		if (it->reason == SWEEP_FAILED)
			failed(w, it->name);
		if (it->reason == SWEEP_FOREIGN)
			warn_msg("%s: belongs to somebody else, and is left",
			    it->name);
		file_close(fd);
	}
}

static size_t
count_due(const struct sweep *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->list.n; i++)
		n += w->item[i].reason == SWEEP_EXPIRED;
	return (n);
}

/* How long the periods are that are due, each counted once. */
static int64_t
worth(const struct sweep *w)
{
	int64_t sum = 0, last = INT64_MIN;

	for (size_t i = 0; i < w->list.n; i++) {
		const struct period *p = &w->list.entry[i].segment.period;

		if (w->item[i].reason != SWEEP_EXPIRED || p->start == last)
			continue;
		sum += p->end - p->start;
		last = p->start;
	}
	return (sum);
}

/* Has the clock jumped, by all that can be told? */
static bool
is_jump(const struct sweep *w, size_t due)
{
	const int64_t last = ledger_swept(&w->ledger);

	if (last == INT64_MIN || w->options->now - last <= AWAY ||
	    due * 2 <= w->list.n || worth(w) <= WORTH)
		return (false);
	warn_msg("the last sweep was %" PRId64 " days ago, and %zu of %zu "
		 "segments would go: nothing is deleted; if the clock is "
		 "right, use sweep --force",
	    (w->options->now - last) / CALENDAR_DAY, due, w->list.n);
	return (true);
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
may_go(struct sweep *w, size_t due)
{
	if (!w->options->force && is_jump(w, due)) {
		errno = ECANCELED;
		return (-1);
	}
	if (w->options->force && note(w, LEDGERLINE_FORCE) == -1 &&
	    errno != ENOSPC && errno != EDQUOT) {
		warn_errno(LEDGER_NAME ": nothing is deleted");
		return (-1);
	}
	/* One may have been added before the ledger was ours. */
	return (holdfile_load(w->dirfd, w->holds));
}

/* The ledger is open: the deletions themselves. */
static int
sweep_due(struct sweep *w, size_t due)
{
	const uint64_t before = w->ledger.last.n;

	if (due > 0 && may_go(w, due) == -1) {
		w->count->stopped = true;
		return (-1);
	}
	for (size_t i = 0; i < w->list.n; i++)
		if (w->item[i].reason == SWEEP_EXPIRED)
			sweep_one(w, i);
	if (due > 0 && file_sync(w->dirfd) == -1)
		return (-1);
	if (w->ledger.last.n == before && is_note_due(w))
		return (note(w, LEDGERLINE_SWEEP));
	return (0);
}

static int
sweep_for_good(struct sweep *w)
{
	const size_t due = count_due(w);
	int rc, e;

	if (w->list.n == 0)
		return (0);
	if (ledger_open(&w->ledger, w->dirfd, w->options->now) == -1) {
		/* Only that there was a sweep cannot be told then. */
		if (due == 0)
			return (0);
		warn_errno(LEDGER_NAME ": nothing is deleted");
		w->count->stopped = true;
		return (-1);
	}
	rc = sweep_due(w, due);
	e = errno;
	if (ledger_close(&w->ledger) == -1 && rc == 0) {
		e = errno;
		warn_errno(LEDGER_HEAD);
		rc = -1;
	}
	errno = e;
	return (rc);
}

static void
tell(const struct sweep *w)
{
	const struct sweep_options *o = w->options;
	struct sweep_count *n = w->count;

	for (size_t i = 0; i < w->list.n; i++) {
		const struct sweep_item *it = &w->item[i];
		const enum sweep_reason r = it->reason;
		const bool gone = r == SWEEP_EXPIRED && !n->stopped;

		n->deleted += gone;
		n->bytes += gone ? it->bytes : 0;
		n->kept += r == SWEEP_YOUNG;
		n->held += r == SWEEP_HELD;
		n->refused += r == SWEEP_STRANGE || r == SWEEP_FOREIGN;
		n->failed += r == SWEEP_FAILED;
		if (o->report != NULL && (o->all || gone || r == SWEEP_HELD))
			o->report(o->arg, it);
	}
}

static int
sweep_list(struct sweep *w)
{
	struct stat st;
	int rc = 0;

	if (segscan_list(w->dirfd, &w->list) == -1 ||
	    fstat(w->dirfd, &st) == -1)
		return (-1);
	w->owner = st.st_uid;
	w->item = calloc(w->list.n + 1, sizeof(*w->item));
	w->holds = calloc(1, sizeof(*w->holds));
	if (w->item == NULL || w->holds == NULL)
		return (-1);
	if (holdfile_load(w->dirfd, w->holds) == -1) {
		warn_msg("the holds cannot be read: nothing is deleted");
		w->count->stopped = true;
		return (-1);
	}
	look_at_all(w);
	if (!w->options->dry_run)
		rc = sweep_for_good(w);
	if (rc == -1)
		w->error = errno;
	tell(w);
	errno = w->error;
	return (w->error == 0 ? 0 : -1);
}

int
sweep_run(int dirfd, const struct sweep_options *o, struct sweep_count *count)
{
	struct sweep w = { .dirfd = dirfd, .options = o, .count = count };
	int rc, e;

	*count = (struct sweep_count){ 0 };
	rc = sweep_list(&w);
	e = errno;
	segscan_release(&w.list);
	free(w.item);
	free(w.holds);
	errno = e;
	return (rc);
}
