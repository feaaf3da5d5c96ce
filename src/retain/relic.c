/* SPDX-License-Identifier: ISC */
#include "retain/relic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/dirnames.h"
#include "base/file.h"
#include "base/lease.h"
#include "base/warn.h"
#include "model/calendar.h"
#include "retain/age.h"
#include "retain/deletion.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"

/* Where the kernel does not tell who has a file open, one that a server was
 * not told to let go of is known by what it wrote within a day. */
enum { SETTLE = 60, SETTLE_UNTOLD = CALENDAR_DAY };

struct pass {
	const struct relic_place *place;
	const struct relic_options *options;
	struct relic_count *count;
	struct dirnames names;
	struct relic *item;
	size_t n;
	struct hold_list *holds; /* of the ledger's directory */
	struct hold_list *own; /* of the files', where that is another */
	int ledgerfd;
	struct ledger ledger;
	uid_t owner; /* of the directory */
	bool stopped; /* nothing is deleted */
	int error;
};

static bool
is_stopped(const struct pass *w)
{
	return (w->options->stop != NULL && atomic_load(w->options->stop));
}

static void
find_hold(const struct pass *w, struct relic *it)
{
	/* Lines of all vhosts and classes may be in it. */
	const struct hold_subject about = { "", NULL, it->first, it->end };
	const int64_t now = w->options->now;
	const struct hold *h = hold_covers(w->holds, &about, now);

	if (h == NULL)
		h = hold_covers(w->own, &about, now);
	(void)snprintf(it->hold, sizeof(it->hold), "%s",
	    h == NULL ? "" : h->name);
}

static bool
is_foreign(const struct pass *w, const struct stat *st)
{
	return (!w->place->common && st->st_uid != w->owner &&
	    st->st_uid != geteuid() && st->st_uid != 0);
}

/* May somebody write to it, or have done so just now? */
static bool
is_busy(const struct pass *w, int fd)
{
	return (w->place->shared &&
	    (lease_is_young(fd, SETTLE) || lease_is_held(fd, SETTLE_UNTOLD)));
}

static enum relic_reason
look_inside(const struct pass *w, int fd, struct relic *it)
{
	const int rc = w->place->judge(w->place->arg, fd, it);
	int64_t by_keep;

	if (rc != 1)
		return (rc == 0 ? RELIC_NONE : RELIC_FAILED);
	by_keep = period_expiry(&it->keep, it->oldest);
	it->expires = by_keep < it->expires ? by_keep : it->expires;
	find_hold(w, it);
	if (it->expires > w->options->now)
		return (RELIC_YOUNG);
	if (it->hold[0] != '\0')
		return (RELIC_HELD);
	if (is_foreign(w, &it->st))
		return (RELIC_FOREIGN);
	return (is_busy(w, fd) ? RELIC_BUSY : RELIC_EXPIRED);
}

static enum relic_reason
look_at(const struct pass *w, struct relic *it)
{
	const int fd = age_open(w->place->fd, it->name, &it->st);
	enum relic_reason r;

	if (fd == -1 && errno == EINVAL)
		return (RELIC_STRANGE);
	if (fd == -1)
		return (errno == ENOENT ? RELIC_NONE : RELIC_FAILED);
	r = look_inside(w, fd, it);
	file_close(fd);
	return (r);
}

/* It failed; errno says why. */
static void
failed(struct pass *w, const struct relic *it)
{
	w->error = errno;
	warn_errno("%s/%s: cannot be swept", w->place->path, it->name);
}

static void
look_at_all(struct pass *w)
{
	for (size_t i = 0; i < w->names.n && !is_stopped(w); i++) {
		struct relic *it = &w->item[w->n];

		*it = (struct relic){ .name = w->names.name[i],
			.kind = w->place->kind,
			.expires = INT64_MAX };
		it->reason = look_at(w, it);
		if (it->reason == RELIC_NONE)
			continue;
		if (it->reason == RELIC_FAILED)
			failed(w, it);
		if (it->reason == RELIC_FOREIGN)
			warn_msg("%s/%s: belongs to somebody else, and is left",
			    w->place->path, it->name);
		w->n++;
	}
}

/* The path of ${it}, with its NUL; false: no line of a ledger can hold it. */
static bool
full_path(const struct pass *w, const struct relic *it, struct buf *path)
{
	const char *dir = w->place->path;
	struct buf escaped;
	bool fits;

	buf_addspan(path, span_str(dir));
	if (!span_ends(span_str(dir), SPAN("/")))
		buf_addc(path, '/');
	buf_addspan(path, span_str(it->name));
	buf_init(&escaped, RELIC_PATH_MAX);
	buf_addjson(&escaped, buf_span(path));
	fits = !path->failed && !escaped.failed;
	buf_release(&escaped);
	buf_addc(path, '\0');
	if (fits && !path->failed)
		return (true);
	errno = ENAMETOOLONG;
	return (false);
}

/* Delete the name ${it}, entered as ${path}. */
static enum relic_reason
discard(struct pass *w, const struct relic *it, const char *path)
{
	const struct ledgerline_entry e = {
		.op = LEDGERLINE_DELETE,
		.at = w->options->now,
		.file = path,
		.oldest = it->oldest,
		.expired = it->expires,
		.keep = it->keep,
		.bytes = (uint64_t)it->st.st_size,
	};
	bool gone;
	const int rc =
	    deletion_make(&w->ledger, &e, w->place->fd, it->name, &gone);

	if (!gone)
		return (RELIC_FAILED);
	if (rc == -1) {
		w->error = errno;
		warn_errno("%s: is deleted, but not in the ledger", path);
	}
	return (RELIC_EXPIRED);
}

/* Is ${fd} what was judged as ${it}, unchanged and still of that name? */
static bool
is_same(const struct pass *w, const struct relic *it, int fd,
    const struct stat *st)
{
	return (st->st_dev == it->st.st_dev && st->st_ino == it->st.st_ino &&
	    st->st_size == it->st.st_size &&
	    st->st_mtim.tv_sec == it->st.st_mtim.tv_sec &&
	    st->st_mtim.tv_nsec == it->st.st_mtim.tv_nsec &&
	    file_is(w->place->fd, it->name, fd));
}

static enum relic_reason
discard_open(struct pass *w, const struct relic *it, int fd,
    const struct stat *st)
{
	struct buf path;
	enum relic_reason r = RELIC_FAILED;

	if (!is_same(w, it, fd, st) || is_busy(w, fd))
		return (RELIC_BUSY);
	buf_init(&path, RELIC_PATH_MAX + 1);
	if (full_path(w, it, &path))
		r = discard(w, it, path.p);
	buf_release(&path);
	return (r);
}

static int
load_own(struct pass *w)
{
	if (w->options->ledger == -1)
		return (0);
	return (holdfile_load(w->place->fd, w->own));
}

/* Whoever places a hold may mean the files or what is made of them. */
static int
load_holds(struct pass *w)
{
	if (holdfile_load(w->ledgerfd, w->holds) == -1)
		return (-1);
	return (load_own(w));
}

/*
 * Look at ${it} once more, now that nobody adds holds but in the directory of
 * the files, whose ledger is not ours.
 */
static void
sweep_one(struct pass *w, struct relic *it)
{
	struct stat st;
	int fd;

	if (load_own(w) == -1) {
		it->reason = RELIC_FAILED;
		w->error = EINVAL;
		return;
	}
	find_hold(w, it);
	if (it->hold[0] != '\0') {
		it->reason = RELIC_HELD;
		return;
	}
	fd = age_open(w->place->fd, it->name, &st);
	if (fd == -1)
		it->reason = errno == ENOENT ? RELIC_YOUNG : RELIC_FAILED;
	else
		it->reason = discard_open(w, it, fd, &st);
	if (it->reason == RELIC_FAILED)
		failed(w, it);
	file_close(fd);
}

static size_t
count_due(const struct pass *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->item[i].reason == RELIC_EXPIRED;
	return (n);
}

/* Of how much time is what is due, where it is most of what there is? */
static int64_t
worth(const struct pass *w, size_t due)
{
	int64_t oldest = INT64_MAX, end = INT64_MIN;

	for (size_t i = 0; i < w->n; i++) {
		const struct relic *it = &w->item[i];

		if (it->reason != RELIC_EXPIRED)
			continue;
		oldest = it->oldest < oldest ? it->oldest : oldest;
		end = it->end > end ? it->end : end;
	}
	return (due * 2 > w->n ? end - oldest : 0);
}

static int64_t
older(int64_t a, int64_t b)
{
	if (a == INT64_MIN || b == INT64_MIN)
		return (a > b ? a : b);
	return (a < b ? a : b);
}

/*
 * When the sweep before this one was. Where directories share a ledger, those
 * before this one have entered themselves.
 */
static int64_t
last_sweep(const struct pass *w)
{
	struct relic_count *n = w->count;

	if (w->options->ledger == -1)
		return (ledger_swept(&w->ledger));
	if (!n->opened)
		n->last = older(ledger_swept(&w->ledger), w->options->last);
	n->opened = true;
	return (n->last);
}

/* What is asked before anything is deleted, with the ledger open. */
static int
may_go(struct pass *w, size_t due)
{
	const struct deletion_case c = {
		.path = w->place->path,
		.now = w->options->now,
		.last = last_sweep(w),
		.due = due,
		.total = w->n,
		.worth = worth(w, due),
		.force = w->options->force,
	};

	if (deletion_ask(&w->ledger, &c) == -1)
		return (-1);
	/* One may have been added before the ledger was ours. */
	return (load_holds(w));
}

/* The ledger is open: the deletions themselves. */
static int
sweep_due(struct pass *w, size_t due)
{
	if (may_go(w, due) == -1) {
		w->stopped = true;
		return (-1);
	}
	for (size_t i = 0; i < w->n; i++) {
		struct relic *it = &w->item[i];

		if (it->reason == RELIC_EXPIRED && is_stopped(w))
			it->reason = RELIC_YOUNG;
		if (it->reason == RELIC_EXPIRED)
			sweep_one(w, it);
	}
	return (file_sync(w->place->fd));
}

static int
sweep_for_good(struct pass *w)
{
	const size_t due = count_due(w);

	if (due == 0)
		return (0);
	if (ledger_open(&w->ledger, w->ledgerfd, w->options->now) == -1) {
		warn_errno("%s: " LEDGER_NAME ": nothing is deleted",
		    w->place->path);
		w->stopped = true;
		return (-1);
	}
	return (deletion_end(&w->ledger, sweep_due(w, due)));
}

static void
tell(struct pass *w)
{
	const struct relic_options *o = w->options;
	struct relic_count *n = w->count;

	n->stopped = n->stopped || w->stopped;
	for (size_t i = 0; i < w->n; i++) {
		struct relic *it = &w->item[i];
		const enum relic_reason r = it->reason;

		it->gone = r == RELIC_EXPIRED && !w->stopped;
		n->deleted += it->gone;
		n->bytes += it->gone ? (uint64_t)it->st.st_size : 0;
		n->kept += r == RELIC_YOUNG;
		n->held += r == RELIC_HELD;
		n->busy += r == RELIC_BUSY;
		n->refused += r == RELIC_STRANGE || r == RELIC_FOREIGN;
		n->failed += r == RELIC_FAILED;
		if (o->report != NULL &&
		    (o->all || it->gone || r == RELIC_HELD || r == RELIC_BUSY))
			o->report(o->arg, w->place->path, it);
	}
}

static int
sweep(struct pass *w)
{
	int rc = 0;

	if (load_holds(w) == -1) {
		warn_msg("%s: the holds cannot be read: nothing is deleted",
		    w->place->path);
		w->count->stopped = true;
		return (-1);
	}
	look_at_all(w);
	if (!w->options->dry_run)
		rc = sweep_for_good(w);
	tell(w);
	if (rc == -1)
		return (-1);
	errno = w->error;
	return (w->error == 0 ? 0 : -1);
}

int
relic_sweep(const struct relic_place *place, const struct relic_options *o,
    struct relic_count *count)
{
	struct pass w = { .place = place,
		.options = o,
		.count = count,
		.ledgerfd = o->ledger == -1 ? place->fd : o->ledger };
	struct stat st;
	int rc = -1, e;

	if (dirnames_list(place->fd, place->takes, place->arg, &w.names) ==
		-1 ||
	    fstat(place->fd, &st) == -1 ||
	    (w.item = calloc(w.names.n + 1, sizeof(*w.item))) == NULL ||
	    (w.holds = calloc(2, sizeof(*w.holds))) == NULL) {
		warn_errno("%s", place->path);
	} else {
		w.own = &w.holds[1];
		w.owner = st.st_uid;
		rc = sweep(&w);
	}
	e = errno;
	dirnames_release(&w.names);
	free(w.item);
	free(w.holds);
	errno = e;
	return (rc);
}
