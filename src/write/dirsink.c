/* SPDX-License-Identifier: ISC */
#include "write/dirsink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/stream.h"
#include "write/outdir.h"
#include "write/segfile.h"
#include "write/streams.h"
#include "write/tails.h"

enum { OPEN_MAX_SEGMENTS = 64, IDLE = 300, TRIES = 8 };

struct live {
	struct segfile file;
	struct segment segment;
	char stream[STREAM_NAME_MAX];
	int64_t used; /* the time of the last append */
	uint64_t sequence; /* and its number, for least recently used */
};

struct dirsink {
	const char *path;
	int fd;
	enum sync_policy sync;
	int failed; /* the errno of a sync after an append */
	struct streams streams;
	struct tails *tails; /* NULL: there are no streams */
	struct live live[OPEN_MAX_SEGMENTS];
	size_t n;
	uint64_t sequence;
	bool unsynced; /* a segment was closed without fsync */
};

struct dirsink *
dirsink_open(const struct output *o)
{
	struct dirsink *d = calloc(1, sizeof(*d));

	if (d == NULL)
		goto err0;
	d->path = o->dir;
	d->sync = o->sync;
	streams_init(&d->streams, o);
	if (o->streams && (d->tails = tails_new()) == NULL)
		goto err1;
	if ((d->fd = outdir_open(o->dir)) == -1)
		goto err2;
	return (d);
err2:
	tails_free(d->tails);
err1:
	free(d);
err0:
	warn_errno("%s", o->dir);
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
	if (l->file.fd != -1 && !l->file.broken)
		tails_keep(d->tails, l->file.fd);
	segfile_close(&l->file);
	*l = d->live[--d->n];
}

/* The segment ${s} of ${stream}, open already; NULL when it is not. */
static struct live *
find(struct dirsink *d, const char *stream, const struct segment *s)
{
	for (size_t i = 0; i < d->n; i++) {
		struct live *l = &d->live[i];

		if (l->segment.period.start == s->period.start &&
		    l->segment.period.unit == s->period.unit &&
		    strcmp(l->segment.class, s->class) == 0 &&
		    strcmp(l->stream, stream) == 0)
			return (l);
	}
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
 * The segment ${s} of ${stream}, whose directory is ${dirfd}: open, and still
 * the file of that name, as it may have been swept away.
 */
static struct live *
get(struct dirsink *d, int dirfd, const char *stream, const struct segment *s)
{
	struct live *l = find(d, stream, s);

	if (l != NULL && l->file.fd != -1 &&
	    file_is(dirfd, l->file.name, l->file.fd))
		return (l);
	if (l != NULL)
		forget(d, l);
	if (d->n == OPEN_MAX_SEGMENTS)
		forget_oldest(d);
	l = &d->live[d->n];
	if (segfile_open(&l->file, dirfd, s, d->tails) == -1)
		return (NULL);
	l->segment = *s;
	(void)snprintf(l->stream, sizeof(l->stream), "%s", stream);
	d->n++;
	/* It may have been created: its name is to be on the disk as well. */
	if (d->sync == SYNC_FRAME &&
	    (file_sync(dirfd) == -1 || file_sync(d->fd) == -1))
		d->failed = errno;
	return (l);
}

/* One append. */
struct job {
	const struct part *part;
	struct segment segment;
	int64_t now;
};

enum { AGAIN = 1 }; /* a sweep came between; 0 and -1 as ever */

/* Append to the segment in ${dirfd}, the directory of ${stream}. */
static int
put_in(struct dirsink *d, int dirfd, const char *stream, const struct job *j)
{
	struct live *l = get(d, dirfd, stream, &j->segment);

	if (l == NULL)
		return (errno == ENOENT ? AGAIN : -1);
	l->used = j->now;
	l->sequence = ++d->sequence;
	if (segfile_append(&l->file, j->part->bytes) == -1)
		return (-1);
	if (d->sync == SYNC_FRAME && file_sync_data(l->file.fd) == -1)
		d->failed = errno;
	/* Where that cannot be told it is in all the same: not twice. */
	errno = 0;
	if (file_is(dirfd, l->file.name, l->file.fd) ||
	    (errno != 0 && errno != ENOENT))
		return (0);
	return (AGAIN);
}

/* The same where it has a stream: that may have to be made first. */
static int
put_in_stream(struct dirsink *d, const struct job *j)
{
	const char *stream = j->part->stream;
	const int fd = streams_open(&d->streams, d->fd, &stream);
	int rc;

	if (fd == -1)
		return (-1);
	rc = put_in(d, fd, stream, j);
	file_close(fd);
	/* What was made may be on the disk only with its directory. */
	d->unsynced = true;
	return (rc);
}

/*
 * A sweep takes files away, and empty directories of streams, between any two
 * steps: what it took with the file is appended once more.
 */
int
dirsink_put(struct dirsink *d, const struct part *part, int64_t now)
{
	struct job j = { part,
		{ .period = part->period, .state = SEGMENT_LIVE, .serial = 1 },
		now };
	int rc = AGAIN;

	if (!segment_class(&j.segment, span_str(part->class))) {
		errno = EINVAL;
		return (-1);
	}
	for (int i = 0; rc == AGAIN && i < TRIES; i++)
		rc = part->stream[0] == '\0' ? put_in(d, d->fd, "", &j) :
					       put_in_stream(d, &j);
	if (rc != AGAIN)
		return (rc);
	errno = EAGAIN;
	return (-1);
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
		if (now < l->segment.period.end || now - l->used < IDLE)
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
	tails_free(d->tails);
	free(d);
	errno = rc == -1 ? e : errno;
	return (rc);
}
