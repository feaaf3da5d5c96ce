/* SPDX-License-Identifier: ISC */
#include "write/segfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/probe.h"
#include "base/warn.h"
#include "base/zframe.h"
#include "model/segscan.h"
#include "write/repair.h"

/* Who seals holds a file for as long as two renames take: up to a second. */
enum { TRIES = 500, PAUSE_NS = 2000000, LIVE_MODE = 0640 };

int
segfile_lock(int fd, int how)
{
	int rc;

	do {
		rc = flock(fd, how | LOCK_NB);
	} while (rc == -1 && errno == EINTR);
	if (rc == 0)
		return (1);
	return (errno == EWOULDBLOCK ? 0 : -1);
}

int
segfile_publish(int dirfd, const char *live, const struct segment *s)
{
	struct segment sealed = *s;
	char name[SEGMENT_NAME_MAX];

	sealed.state = SEGMENT_SEALED;
	for (sealed.serial = 1; sealed.serial <= SEGMENT_SERIAL_MAX;
	     sealed.serial++) {
		segment_name(&sealed, name);
		if (file_publish(dirfd, live, name) == 0)
			return (0);
		if (errno != EEXIST)
			return (-1);
	}
	return (-1);
}

/* What one attempt to open came to. */
enum attempt { OPENED, AGAIN, FAILED };

/* The segment to open. */
struct target {
	int dirfd;
	const char *name;
	const struct tails *tails;
};

/*
 * The live name may hold a sealed file: who sealed it was killed before the
 * last rename. Do that for them.
 */
static enum attempt
finish_sealed(int dirfd, const char *name, int fd)
{
	struct segment s;

	if (segfile_lock(fd, LOCK_EX) != 1 || !file_is(dirfd, name, fd))
		return (AGAIN);
	if (!segment_parse(span_str(name), &s)) {
		errno = EINVAL;
		return (FAILED);
	}
	return (segfile_publish(dirfd, name, &s) == 0 ? AGAIN : FAILED);
}

/* A live name we may only read: a sealed file, or none of ours. */
static enum attempt
try_readonly(int dirfd, const char *name)
{
	const int fd = file_open(dirfd, name, O_RDONLY);
	struct segmeta m;
	enum attempt a;

	if (fd == -1)
		return (errno == ENOENT ? AGAIN : FAILED);
	if (segscan_seal(fd, &m) == 1) {
		a = finish_sealed(dirfd, name, fd);
	} else {
		a = FAILED;
		errno = EACCES;
	}
	file_close(fd);
	return (a);
}

/* Get the lock on ${fd}, first seeing to a torn tail if we are alone. */
static enum attempt
take(const struct target *t, int fd)
{
	const int alone = segfile_lock(fd, LOCK_EX);
	const char *name = t->name;
	const int dirfd = t->dirfd;
	struct segmeta m;
	int64_t gone;

	if (alone == -1)
		return (OPENED);
	if (alone == 1 && !file_is(dirfd, name, fd))
		return (AGAIN);
	if (segscan_seal(fd, &m) == 1)
		return (finish_sealed(dirfd, name, fd));
	if (alone == 1 && !tails_has(t->tails, fd) &&
	    (gone = repair_tail(fd)) != 0) {
		if (gone == -1)
			return (FAILED);
		warn_msg("%s: cut off %lld bytes of an unfinished append", name,
		    (long long)gone);
	}
	if (segfile_lock(fd, LOCK_SH) != 1 || !file_is(dirfd, name, fd))
		return (AGAIN);
	/* A seal that came between the two locks. */
	return (segscan_seal(fd, &m) == 1 ? AGAIN : OPENED);
}

/*
 * A new segment, which zstd can read from the first moment on: an empty file
 * is none to it, an empty skippable frame is.
 */
static int
create(int dirfd, const char *name)
{
	uint8_t birth[ZFRAME_HEADER];
	int fd;

	zframe_header(ZFRAME_VOID, 0, birth);
	fd = file_born(dirfd, name, LIVE_MODE,
	    span_make((const char *)birth, sizeof(birth)));
	PROBE("segfile.created");
	return (fd);
}

/* Nothing can be made in a directory that was removed. */
static bool
is_removed(int dirfd)
{
	struct stat st;

	return (fstat(dirfd, &st) == 0 && st.st_nlink == 0);
}

static enum attempt
try(const struct target *t, int *out)
{
	int fd = file_open(t->dirfd, t->name, O_RDWR | O_APPEND);
	enum attempt a;

	if (fd == -1 && errno == ENOENT)
		fd = create(t->dirfd, t->name);
	if (fd == -1 && errno == ENOENT && is_removed(t->dirfd))
		return (FAILED);
	if (fd == -1 && (errno == ENOENT || errno == EEXIST))
		return (AGAIN);
	if (fd == -1)
		return (
		    errno == EACCES ? try_readonly(t->dirfd, t->name) : FAILED);
	a = take(t, fd);
	if (a == OPENED)
		*out = fd;
	else
		file_close(fd);
	return (a);
}

int
segfile_open(struct segfile *f, int dirfd, const struct segment *s,
    const struct tails *tails)
{
	const struct timespec pause = { 0, PAUSE_NS };
	const struct target t = { dirfd, f->name, tails };
	struct segment live = *s;

	f->fd = -1;
	f->broken = false;
	live.state = SEGMENT_LIVE;
	live.serial = 1;
	segment_name(&live, f->name);
	for (int i = 0; i < TRIES; i++) {
		const enum attempt a = try(&t, &f->fd);

		if (a != AGAIN)
			return (a == OPENED ? 0 : -1);
		if (i > 2)
			(void)nanosleep(&pause, NULL);
	}
	errno = EAGAIN;
	return (-1);
}

void
segfile_close(struct segfile *f)
{
	file_close(f->fd);
	f->fd = -1;
}

/* Cut off [start, end) if nobody else has the file, and it still ends it. */
static bool
cut(struct segfile *f, int64_t start, int64_t end)
{
	const bool done = segfile_lock(f->fd, LOCK_EX) == 1 &&
	    file_size(f->fd) == end && ftruncate(f->fd, (off_t)start) == 0;

	/* Trying may have lost the shared lock; without it: open anew. */
	if (segfile_lock(f->fd, LOCK_SH) == 0)
		segfile_close(f);
	return (done);
}

/*
 * Undo the part [start, end) of an append. First it is made a skippable
 * frame, which is right whoever appends meanwhile; the space is given back
 * where that is safe. Of a part too short for a frame's header only cutting
 * is left, even with others around: they would have to append within the
 * microsecond between looking and cutting.
 */
static void
undo(struct segfile *f, int64_t start, int64_t end)
{
	const int e = errno;
	const bool isvoid = repair_void(f->fd, start, end) == 0;

	if (!cut(f, start, end) && !isvoid &&
	    (f->fd == -1 || file_size(f->fd) != end ||
		ftruncate(f->fd, (off_t)start) == -1))
		f->broken = true;
	errno = e;
}

/*
 * Only ${n} of ${s} went out. Go on behind them, for as long as nobody else
 * appends between; undo all of it otherwise.
 */
static int
go_on(struct segfile *f, struct span s, size_t n)
{
	int64_t end = lseek(f->fd, 0, SEEK_CUR);
	int64_t start = end - (int64_t)n;

	while (n < s.n) {
		const ssize_t w = write(f->fd, s.p + n, s.n - n);
		const int64_t pos = lseek(f->fd, 0, SEEK_CUR);

		if (w == -1 && errno == EINTR)
			continue;
		if (w <= 0)
			break;
		if (pos - w != end) {
			f->broken = repair_void(f->fd, start, end) == -1;
			start = pos - w;
			end = pos;
			errno = EIO;
			break;
		}
		end = pos;
		n += (size_t)w;
	}
	if (n == s.n)
		return (0);
	if (errno == 0)
		errno = ENOSPC;
	undo(f, start, end);
	return (-1);
}

/* What was broken can be repaired once nobody else has the file. */
static int
mend(struct segfile *f)
{
	const bool done =
	    segfile_lock(f->fd, LOCK_EX) == 1 && repair_tail(f->fd) != -1;

	if (segfile_lock(f->fd, LOCK_SH) != 1)
		segfile_close(f);
	else if (done)
		f->broken = false;
	if (done && f->fd != -1)
		return (0);
	errno = EIO;
	return (-1);
}

int
segfile_append(struct segfile *f, struct span s)
{
	ssize_t w;

	if (f->broken && mend(f) == -1)
		return (-1);
	errno = 0;
	do {
		w = write(f->fd, s.p, s.n);
	} while (w == -1 && errno == EINTR);
	PROBE("segfile.appended");
	if (w == (ssize_t)s.n)
		return (0);
	if (w == -1)
		return (-1);
	return (go_on(f, s, (size_t)w));
}
