/* SPDX-License-Identifier: ISC */
#include "write/dirsink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/warn.h"
#include "write/segfile.h"

enum { OPEN_MAX_SEGMENTS = 64, IDLE = 300, DIR_MODE = 0750, TRIES = 8 };

struct live {
	struct segfile file;
	struct period period;
	int64_t used; /* the time of the last append */
	uint64_t sequence; /* and its number, for least recently used */
};

struct dirsink {
	int fd;
	struct live live[OPEN_MAX_SEGMENTS];
	size_t n;
	uint64_t sequence;
	bool unsynced; /* a segment was closed without fsync */
};

/* Make the directory ${name}, a part of a path, in ${dirfd}, if need be. */
static int
descend(int dirfd, const char *name)
{
	const bool made = mkdirat(dirfd, name, 0700) == 0;
	int fd;

	if (!made && errno != EEXIST)
		return (-1);
	fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 || !made || fchmod(fd, DIR_MODE) == 0)
		return (fd);
	file_close(fd);
	return (-1);
}

/* Open the directory ${path}, a copy that is cut at its slashes. */
static int
walk_path(char *path)
{
	char *rest, *name;
	int fd = open(path[0] == '/' ? "/" : ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (name = strtok_r(path, "/", &rest); name != NULL && fd != -1;
	     name = strtok_r(NULL, "/", &rest)) {
		const int next = descend(fd, name);

		file_close(fd);
		fd = next;
	}
	return (fd);
}

/*
 * The directory itself, most often, is there: parents that may be passed but
 * not read are no obstacle then.
 */
static int
open_path(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *copy;

	if (fd == -1 && errno == ENOENT && dir[0] != '\0') {
		if ((copy = strdup(dir)) == NULL)
			return (-1);
		fd = walk_path(copy);
		free(copy);
	}
	if (fd != -1 && faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) == -1) {
		file_close(fd);
		return (-1);
	}
	return (fd);
}

struct dirsink *
dirsink_open(const char *dir)
{
	struct dirsink *d = calloc(1, sizeof(*d));

	if (d != NULL && (d->fd = open_path(dir)) != -1)
		return (d);
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
	return (l);
}

/* What is swept between the look and the append is written once more. */
int
dirsink_put(struct dirsink *d, const struct part *part, int64_t now)
{
	for (int i = 0; i < TRIES; i++) {
		struct live *l = get(d, &part->period);

		if (l == NULL)
			return (-1);
		l->used = now;
		l->sequence = ++d->sequence;
		if (segfile_append(&l->file, part->bytes) == -1)
			return (-1);
		if (file_is(d->fd, l->file.name, l->file.fd))
			return (0);
	}
	errno = EAGAIN;
	return (-1);
}

/* fsync the segment ${l}, if it is open. */
static int
sync_live(const struct live *l)
{
	return (l->file.fd == -1 ? 0 : file_sync(l->file.fd));
}

int
dirsink_tidy(struct dirsink *d, int64_t now)
{
	int rc = 0, e = 0;

	for (size_t i = d->n; i-- > 0;) {
		struct live *l = &d->live[i];

		/* A clock that was put back must not keep it open for ever. */
		if (now < l->used)
			l->used = now;
		if (now < l->period.end || now - l->used < IDLE)
			continue;
		if (sync_live(l) == -1) {
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
	int rc = 0, e = 0;

	for (size_t i = 0; i < d->n; i++) {
		if (sync_live(&d->live[i]) == -1) {
			rc = -1;
			e = errno;
		}
		segfile_close(&d->live[i].file);
	}
	if ((d->unsynced && syncfs(d->fd) == -1) || file_sync(d->fd) == -1) {
		rc = -1;
		e = errno;
	}
	file_close(d->fd);
	free(d);
	errno = rc == -1 ? e : errno;
	return (rc);
}
