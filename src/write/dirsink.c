/* SPDX-License-Identifier: ISC */
#include "write/dirsink.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/warn.h"
#include "write/outdir.h"
#include "write/segfile.h"

enum { OPEN_MAX_SEGMENTS = 64, IDLE = 300 };

struct live {
	struct segfile file;
	struct period period;
	int64_t used; /* the time of the last append */
	uint64_t sequence; /* and its number, for least recently used */
};

struct dirsink {
	const char *path;
	int fd;
	enum sync_policy sync;
	int failed; /* the errno of a sync after an append */
	struct live live[OPEN_MAX_SEGMENTS];
	size_t n;
	uint64_t sequence;
	bool unsynced; /* a segment was closed without fsync */
};

struct dirsink *
dirsink_open(const char *dir, enum sync_policy sync)
{
	struct dirsink *d = calloc(1, sizeof(*d));

	if (d != NULL && (d->fd = outdir_open(dir)) != -1) {
		d->path = dir;
		d->sync = sync;
		return (d);
	}
	warn_errno("%s", dir);
	free(d);
	return (NULL);
}

int
dirsink_fd(const struct dirsink *d)
{
	return (d->fd);
}

/* Close the segment ${l}; the last one takes its place. */
static void
forget(struct dirsink *d, struct live *l)
{
	segfile_close(&l->file);
	*l = d->live[--d->n];
}

/* The segment of ${p}, open already; NULL when it is not. */
static struct live *
find(struct dirsink *d, const struct period *p)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->live[i].period.start == p->start &&
		    d->live[i].period.unit == p->unit)
			return (&d->live[i]);
	return (NULL);
}

static void
forget_oldest(struct dirsink *d)
{
	struct live *oldest = &d->live[0];

	for (size_t i = 1; i < d->n; i++)
		if (d->live[i].sequence < oldest->sequence)
			oldest = &d->live[i];
	d->unsynced = true;
	forget(d, oldest);
}

/*
 * The segment of ${p}, open, and still the file of that name: it may have
 * been swept away.
 */
static struct live *
get(struct dirsink *d, const struct period *p)
{
	struct live *l = find(d, p);

	if (l != NULL && l->file.fd != -1 &&
	    file_is(d->fd, l->file.name, l->file.fd))
		return (l);
	if (l != NULL)
		forget(d, l);
	if (d->n == OPEN_MAX_SEGMENTS)
		forget_oldest(d);
	l = &d->live[d->n];
	if (segfile_open(&l->file, d->fd, p) == -1)
		return (NULL);
	l->period = *p;
	d->n++;
	/* It may have been created: its name is to be on the disk as well. */
	if (d->sync == SYNC_FRAME && file_sync(d->fd) == -1)
		d->failed = errno;
	return (l);
}

int
dirsink_put(struct dirsink *d, const struct part *part, int64_t now)
{
	struct live *l = get(d, &part->period);

	if (l == NULL)
		return (-1);
	l->used = now;
	l->sequence = ++d->sequence;
	if (segfile_append(&l->file, part->bytes) == -1)
		return (-1);
	if (d->sync == SYNC_FRAME && file_sync_data(l->file.fd) == -1)
		d->failed = errno;
	return (0);
}

/* fsync the segment ${l}, if it is open and to be synced at all. */
static int
sync_live(const struct dirsink *d, const struct live *l)
{
	if (d->sync == SYNC_NEVER || l->file.fd == -1)
		return (0);
	return (file_sync(l->file.fd));
}

int
dirsink_follow(struct dirsink *d)
{
	const int rc = outdir_follow(d->path, d->fd, true);

	/* What is open is of the other directory. */
	while (rc == 1 && d->n > 0) {
		if (sync_live(d, &d->live[0]) == -1)
			d->failed = errno;
		forget(d, &d->live[0]);
	}
	return (rc == -1 ? -1 : 0);
}

int
dirsink_tidy(struct dirsink *d, int64_t now)
{
	int rc = d->failed == 0 ? 0 : -1, e = d->failed;

	d->failed = 0;
	for (size_t i = d->n; i-- > 0;) {
		struct live *l = &d->live[i];

		/* A clock that was put back must not keep it open for ever. */
		if (now < l->used)
			l->used = now;
		if (now < l->period.end || now - l->used < IDLE)
			continue;
		if (sync_live(d, l) == -1) {
			rc = -1;
			e = errno;
		}
		forget(d, l);
	}
	if (rc == -1)
		errno = e;
	return (rc);
}

int
dirsink_close(struct dirsink *d)
{
	int rc = d->failed == 0 ? 0 : -1, e = d->failed;

	for (size_t i = 0; i < d->n; i++) {
		if (sync_live(d, &d->live[i]) == -1) {
			rc = -1;
			e = errno;
		}
		segfile_close(&d->live[i].file);
	}
	if (d->sync != SYNC_NEVER &&
	    ((d->unsynced && syncfs(d->fd) == -1) || file_sync(d->fd) == -1)) {
		rc = -1;
		e = errno;
	}
	file_close(d->fd);
	free(d);
	errno = rc == -1 ? e : errno;
	return (rc);
}
