/* SPDX-License-Identifier: ISC */
#include "retain/sweepdir.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/stream.h"
#include "retain/age.h"
#include "retain/deletion.h"
#include "retain/tree.h"

/* `STREAM/NAME` as the ledger and warnings have it, with its NUL. */
enum { PATH_SIZE = STREAM_NAME_MAX + SEGMENT_NAME_MAX };

/* Who seals holds a file for two renames: up to a second is waited for it. */
enum { TRIES = 500, PAUSE_NS = 2000000 };

static bool
is_stream(const struct sweepdir *d)
{
	return (strcmp(d->stream, TREE_ROOT) != 0);
}

static const char *
path_of(const struct sweepdir *d, const char *name, char path[static PATH_SIZE])
{
	(void)snprintf(path, PATH_SIZE, "%s%s%s", is_stream(d) ? d->stream : "",
	    is_stream(d) ? "/" : "", name);
	return (path);
}

/* There may be thousands of scopes, and the segments are sorted by class. */
static struct kept
keep_of(struct sweepdir *d, const char *class)
{
	const struct span vhost = span_str(is_stream(d) ? d->stream : "");

	if (d->class == NULL || strcmp(d->class, class) != 0) {
		d->class = class;
		d->kept = policy_keep(d->rule->options->policy, vhost,
		    span_str(class));
	}
	return (d->kept);
}

/* How old the file ${fd} of ${s} is, and the keep that goes for it. */
static int
judge(struct sweepdir *d, int fd, const struct segment *s,
    struct sweep_item *it)
{
	const struct sweep_options *o = d->rule->options;
	const struct kept kept = keep_of(d, s->class);
	const struct age_rule rule = { kept.keep, kept.given, o->now };
	struct hold_subject about = { .stream = is_stream(d) ? d->stream : "",
		.class = s->class };
	const struct hold *h;
	struct age age;

	if (age_judge(fd, s, &rule, &age) == -1)
		return (-1);
	it->keep = age.keep;
	it->oldest = age.oldest;
	it->expired = age.expires;
	it->counted = age.counted;
	it->lines = age.sum.lines;
	age_span(s, &age, &about.first, &about.end);
	h = hold_covers(d->rule->holds, &about, o->now);
	it->hold = h == NULL ? NULL : h->name;
	return (0);
}

static bool
is_foreign(const struct sweepdir *d, const struct stat *st)
{
	return (st->st_uid != d->rule->owner && st->st_uid != geteuid() &&
	    st->st_uid != 0);
}

/* A file with several names is opened too: our name of it goes. */
static enum sweep_reason
look_inside(struct sweepdir *d, const struct segment *s, int fd,
    const struct stat *st, struct sweep_item *it)
{
	it->bytes = (uint64_t)st->st_size;
	it->linked = st->st_nlink > 1;
	if (judge(d, fd, s, it) == -1)
		return (SWEEP_FAILED);
	if (it->expired > d->rule->options->now)
		return (SWEEP_YOUNG);
	if (it->hold != NULL)
		return (SWEEP_HELD);
	return (is_foreign(d, st) ? SWEEP_FOREIGN : SWEEP_EXPIRED);
}

/* Judge ${e}; the descriptor is in ${fd}, or -1. */
static enum sweep_reason
judge_entry(struct sweepdir *d, const struct segscan_entry *e, int *fd,
    struct sweep_item *it)
{
	const struct sweep_options *o = d->rule->options;
	const struct kept kept = keep_of(d, e->segment.class);
	struct stat st;

	*it = (struct sweep_item){ .stream = d->stream,
		.name = e->name,
		.class = e->segment.class,
		.oldest = e->segment.period.start,
		.keep = kept.keep };
	it->expired = period_expiry(&it->keep, it->oldest);
	*fd = -1;
	/* Nothing inside makes it older, and nobody wants to know more. */
	if (kept.given && !o->all && it->expired > o->now)
		return (SWEEP_YOUNG);
	*fd = age_open(d->dirfd, e->name, &st);
	if (*fd == -1 && errno == EINVAL)
		return (SWEEP_STRANGE);
	if (*fd == -1)
		return (errno == ENOENT ? SWEEP_YOUNG : SWEEP_FAILED);
	return (look_inside(d, &e->segment, *fd, &st, it));
}

static void
look_at(struct sweepdir *d, size_t i, int *fd)
{
	struct sweep_item *it = &d->item[i];

	it->reason = judge_entry(d, &d->list.entry[i], fd, it);
	it->error = it->reason == SWEEP_FAILED ? errno : 0;
}

int
sweepdir_list(struct sweepdir *d, const struct sweepdir_rule *rule, int dirfd,
    const char *stream)
{
	*d =
	    (struct sweepdir){ .rule = rule, .dirfd = dirfd, .stream = stream };
	if (segscan_list(dirfd, &d->list) == -1)
		return (-1);
	d->item = calloc(d->list.n + 1, sizeof(*d->item));
	return (d->item == NULL ? -1 : 0);
}

void
sweepdir_release(struct sweepdir *d)
{
	const int e = errno;

	segscan_release(&d->list);
	free(d->item);
	errno = e;
}

void
sweepdir_look(struct sweepdir *d)
{
	for (size_t i = 0; i < d->list.n; i++) {
		int fd;

		look_at(d, i, &fd);
		file_close(fd);
	}
}

/*
 * Who seals gives the name to another file, who writes then makes a new one:
 * neither was judged. A shared lock keeps that away until ours is deleted, and
 * no writer. Where there are no locks nobody seals.
 */
static void
keep_still(int fd)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };

	for (int i = 0; i < TRIES; i++) {
		if (flock(fd, LOCK_SH | LOCK_NB) == 0 ||
		    (errno != EWOULDBLOCK && errno != EINTR))
			return;
		(void)nanosleep(&pause, NULL);
	}
}

/* Delete what is open as ${fd}, if it still is what its name stands for. */
static enum sweep_reason
discard(const struct sweepdir *d, struct ledger *l, int fd,
    struct sweep_item *it)
{
	char path[PATH_SIZE];
	const struct ledgerline_entry e = {
		.op = LEDGERLINE_DELETE,
		.at = d->rule->options->now,
		.file = path_of(d, it->name, path),
		.oldest = it->oldest,
		.expired = it->expired,
		.keep = it->keep,
		.bytes = it->bytes,
		.lines = it->lines,
		.counted = it->counted,
	};

	keep_still(fd);
	errno = 0;
	if (!file_is(d->dirfd, it->name, fd)) {
		it->error = errno == ENOENT ? 0 : errno;
		return (it->error == 0 ? SWEEP_YOUNG : SWEEP_FAILED);
	}
	if (deletion_make(l, &e, d->dirfd, it->name, &it->deleted) == -1)
		it->error = errno;
	return (it->deleted ? SWEEP_EXPIRED : SWEEP_FAILED);
}

size_t
sweepdir_delete(struct sweepdir *d, struct ledger *l)
{
	size_t n = 0;

	for (size_t i = 0; i < d->list.n; i++) {
		struct sweep_item *it = &d->item[i];
		int fd;

		look_at(d, i, &fd);
		if (it->reason == SWEEP_EXPIRED)
			it->reason = discard(d, l, fd, it);
		n += it->deleted;
		file_close(fd);
	}
	return (n);
}

size_t
sweepdir_count(const struct sweepdir *d, enum sweep_reason reason)
{
	size_t n = 0;

	for (size_t i = 0; i < d->list.n; i++)
		n += d->item[i].reason == reason;
	return (n);
}

/* The segments of one class. */
struct lump {
	const char *class;
	size_t n;
	size_t due;
	int64_t last; /* period that is due */
	int64_t worth; /* of those */
};

static int64_t
lump_worth(const struct lump *l)
{
	return (l->due * 2 > l->n ? l->worth : 0);
}

int64_t
sweepdir_worth(const struct sweepdir *d)
{
	struct lump l = { .class = "", .last = INT64_MIN };
	int64_t most = 0;

	for (size_t i = 0; i < d->list.n; i++) {
		const struct segment *s = &d->list.entry[i].segment;

		/* A copy in the making has its original beside it. */
		if (s->state == SEGMENT_TMP)
			continue;
		if (strcmp(s->class, l.class) != 0) {
			most = lump_worth(&l) > most ? lump_worth(&l) : most;
			l = (struct lump){ .class = s->class,
				.last = INT64_MIN };
		}
		l.n++;
		if (d->item[i].reason != SWEEP_EXPIRED)
			continue;
		l.due++;
		if (s->period.start != l.last)
			l.worth += s->period.end - s->period.start;
		l.last = s->period.start;
	}
	return (lump_worth(&l) > most ? lump_worth(&l) : most);
}

/* What is wrong with ${it}, if anything is. */
static void
warn_of(const struct sweepdir *d, const struct sweep_item *it)
{
	char path[PATH_SIZE];

	path_of(d, it->name, path);
	if (!d->rule->options->named && is_stream(d))
		(void)snprintf(path, sizeof(path), "a vhost's %s", it->name);
	errno = it->error;
	if (it->reason == SWEEP_FAILED)
		warn_errno("%s: cannot be swept", path);
	else if (it->error != 0)
		warn_errno("%s: is deleted, but not in the ledger", path);
	else if (it->reason == SWEEP_FOREIGN)
		warn_msg("%s: belongs to somebody else, and is left", path);
}

int
sweepdir_tell(const struct sweepdir *d, struct sweep_count *n)
{
	const struct sweep_options *o = d->rule->options;
	int error = 0;

	for (size_t i = 0; i < d->list.n; i++) {
		const struct sweep_item *it = &d->item[i];
		const enum sweep_reason r = it->reason;
		const bool gone =
		    it->deleted || (o->dry_run && r == SWEEP_EXPIRED);

		warn_of(d, it);
		error = it->error == 0 ? error : it->error;
		n->deleted += gone;
		n->bytes += gone ? it->bytes : 0;
		n->kept += r == SWEEP_YOUNG;
		n->held += r == SWEEP_HELD;
		n->refused += r == SWEEP_STRANGE || r == SWEEP_FOREIGN;
		n->failed += r == SWEEP_FAILED;
		if (o->report != NULL && (o->all || gone || r == SWEEP_HELD))
			o->report(o->arg, it);
	}
	errno = error;
	return (error == 0 ? 0 : -1);
}
