/* SPDX-License-Identifier: ISC */
#include "write/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/warn.h"
#include "base/zframe.h"
#include "model/withheld.h"
#include "write/repair.h"
#include "write/segfile.h"

enum {
	LEVEL = 3,
	MODE = 0600,
	DIR_MODE = 0700,
	OTHERS = 077,
	MINUTE_MS = 60000,
	FRAME_MAX = 4 * 1024 * 1024
};

struct quarantine {
	struct withholding how;
	int dirfd; /* -1: not there yet */
	struct segfile file; /* of a day */
	char name[WITHHELD_NAME_MAX];
	struct zframe *z;
	struct buf frame;
	int64_t warned; /* when, by clock_ms(); 0: never */
	int64_t tried; /* to open the directory, the same way */
};

/* May it be said again that something is wrong? errno is kept. */
static bool
may_warn(struct quarantine *q)
{
	const int64_t ms = clock_ms();

	if (q->warned != 0 && ms - q->warned < MINUTE_MS)
		return (false);
	q->warned = ms;
	return (true);
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return (a->st_dev == b->st_dev && a->st_ino == b->st_ino);
}

/*
 * Is the directory ${dirfd} the one called ${path}, or below it? Where that
 * cannot be told it is.
 */
static bool
is_inside(int dirfd, const char *path)
{
	struct stat output, here, above;
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool inside = true;

	if (stat(path, &output) == -1) {
		file_close(fd);
		return (false);
	}
	for (bool top = false; fd != -1 && !top;) {
		int up;

		if (fstat(fd, &here) == -1 || is_same(&here, &output))
			break;
		up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		file_close(fd);
		fd = up;
		/* What cannot be told is inside. */
		if (fd != -1 && fstat(fd, &above) == -1)
			break;
		top = fd != -1 && is_same(&here, &above);
		inside = !top;
	}
	file_close(fd);
	return (inside);
}

/* Why the directory ${fd} must not be used, or NULL. */
static const char *
wrong_with(const struct quarantine *q, int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || (st.st_mode & OTHERS) != 0)
		return ("others may look into it: its mode must be 0700");
	if (st.st_uid != geteuid() && geteuid() != 0)
		return ("it belongs to somebody else");
	if (q->how.output != NULL && is_inside(fd, q->how.output))
		return ("it is in the output directory");
	return (NULL);
}

/* Open the directory ${name} in ${above}, which is made when it is not there. */
static int
open_in(const struct quarantine *q, int above, const char *name)
{
	const int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd != -1 || errno != ENOENT)
		return (fd);
	/* Not even an empty one. */
	if (q->how.output != NULL && is_inside(above, q->how.output)) {
		errno = EXDEV;
		return (-1);
	}
	if (mkdirat(above, name, DIR_MODE) == -1 && errno != EEXIST)
		return (-1);
	return (openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int
open_path(const struct quarantine *q)
{
	char *path = strdup(q->how.dir), *slash;
	size_t n = strlen(q->how.dir);
	int above, fd = -1;

	if (path == NULL)
		return (-1);
	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		*slash = '\0';
	above = open(slash == NULL ? "." :
		slash == path	   ? "/" :
				     path,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (above != -1)
		fd = open_in(q, above, slash == NULL ? path : slash + 1);
	file_close(above);
	free(path);
	return (fd);
}

/* Open the directory. False: it must not be used, and ${why} says why. */
static bool
open_dir(struct quarantine *q, const char **why)
{
	*why = NULL;
	q->tried = clock_ms();
	q->dirfd = open_path(q);
	if (q->dirfd != -1)
		*why = wrong_with(q, q->dirfd);
	else if (errno == EXDEV)
		*why = "it is in the output directory";
	else if (may_warn(q))
		warn_errno("quarantine %s", q->how.dir);
	if (*why == NULL)
		return (true);
	file_close(q->dirfd);
	q->dirfd = -1;
	return (false);
}

struct quarantine *
quarantine_open(const struct withholding *how)
{
	struct quarantine *q = calloc(1, sizeof(*q));
	const char *why;

	if (q == NULL || (q->z = zframe_new(LEVEL)) == NULL) {
		warn_errno("quarantine");
		free(q);
		return (NULL);
	}
	q->how = *how;
	q->dirfd = q->file.fd = -1;
	buf_init(&q->frame, FRAME_MAX);
	if (open_dir(q, &why))
		return (q);
	warn_msg("quarantine %s: %s", how->dir, why);
	quarantine_close(q);
	return (NULL);
}

static void
close_file(struct quarantine *q)
{
	if (q->file.fd != -1 && file_sync(q->file.fd) == -1 && may_warn(q))
		warn_errno("quarantine %s", q->how.dir);
	segfile_close(&q->file);
}

void
quarantine_close(struct quarantine *q)
{
	if (q == NULL)
		return;
	close_file(q);
	file_close(q->dirfd);
	zframe_free(q->z);
	buf_release(&q->frame);
	free(q);
}

/* Does the path name another directory by now, or none? It is followed. */
static void
follow(struct quarantine *q)
{
	struct stat here, there;

	if (q->dirfd == -1 ||
	    (fstat(q->dirfd, &here) == 0 && stat(q->how.dir, &there) == 0 &&
		is_same(&here, &there)))
		return;
	close_file(q);
	file_close(q->dirfd);
	q->dirfd = -1;
	q->tried = 0;
}

/* The directory is there, and still nobody else's business. */
static bool
is_usable(struct quarantine *q)
{
	const char *why;

	follow(q);
	if (q->dirfd == -1 &&
	    (q->tried == 0 || clock_ms() - q->tried >= MINUTE_MS) &&
	    !open_dir(q, &why))
		warn_msg("quarantine %s: %s: lines are only counted",
		    q->how.dir, why);
	if (q->dirfd == -1)
		return (false);
	/* The directory above may have been moved into the output. */
	if ((why = wrong_with(q, q->dirfd)) == NULL)
		return (true);
	if (may_warn(q))
		warn_msg("quarantine %s: %s: lines are only counted",
		    q->how.dir, why);
	return (false);
}

/* A torn end is seen to by whoever is alone with the file. */
static int
take(int fd)
{
	if (segfile_lock(fd, LOCK_EX) == 1 && repair_tail(fd) == -1)
		return (-1);
	(void)segfile_lock(fd, LOCK_SH);
	return (0);
}

static int
open_file(struct quarantine *q, const char *name)
{
	uint8_t birth[ZFRAME_HEADER];
	int fd = file_open(q->dirfd, name, O_RDWR | O_APPEND);

	if (fd == -1 && errno == ENOENT) {
		/* To zstd an empty file is none of its own. */
		zframe_header(ZFRAME_VOID, 0, birth);
		fd = file_born(q->dirfd, name, MODE,
		    span_make((const char *)birth, sizeof(birth)));
		if (fd == -1 && errno == EEXIST)
			fd = file_open(q->dirfd, name, O_RDWR | O_APPEND);
	}
	if (fd != -1 && take(fd) == -1) {
		file_close(fd);
		return (-1);
	}
	return (fd);
}

/* Have the file of the day open, even if it was swept away meanwhile. */
static int
turn_to(struct quarantine *q, int64_t now)
{
	char name[WITHHELD_NAME_MAX];

	withheld_name(now, name);
	if (q->file.fd != -1 && strcmp(name, q->name) == 0 &&
	    file_is(q->dirfd, name, q->file.fd))
		return (0);
	close_file(q);
	memcpy(q->name, name, sizeof(q->name));
	q->file.broken = false;
	q->file.fd = open_file(q, name);
	return (q->file.fd == -1 ? -1 : 0);
}

static int
append(struct quarantine *q, struct span lines)
{
	const int64_t size = file_size(q->file.fd);

	if (size == -1)
		return (-1);
	buf_reset(&q->frame);
	errno = EFBIG;
	/* Who floods it need not cost the compression, too. */
	if ((uint64_t)size >= q->how.size)
		return (-1);
	if (zframe_compress(q->z, lines, &q->frame) == -1 || q->frame.failed)
		return (-1);
	errno = EFBIG;
	if ((uint64_t)size + q->frame.n > q->how.size)
		return (-1);
	return (segfile_append(&q->file, buf_span(&q->frame)));
}

bool
quarantine_put(struct quarantine *q, struct span lines, int64_t now)
{
	if (!is_usable(q))
		return (false);
	if (turn_to(q, now) == 0 && append(q, lines) == 0)
		return (true);
	if (!may_warn(q))
		return (false);
	if (errno == EFBIG)
		warn_msg("quarantine %s: %s is full: lines are only counted",
		    q->how.dir, q->name);
	else
		warn_errno("quarantine %s: lines are only counted", q->how.dir);
	return (false);
}
