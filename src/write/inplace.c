/* SPDX-License-Identifier: ISC */
#include "write/inplace.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lease.h"
#include "base/probe.h"
#include "base/warn.h"
#include "model/rotated.h"
#include "model/segment.h"
#include "model/segscan.h"
#include "write/sealcopy.h"
#include "write/segfile.h"

enum { PERMISSIONS = 0777, SHRED_FIRST = 4096, SHRED_BLOCK = 16384 };

static enum inplace_step
refuse(const char *why)
{
	warn_msg("%s; it is left as it is", why);
	return (INPLACE_REFUSED);
}

/* Why file_open() did not open the raw file. */
static enum inplace_step
refuse_open(void)
{
	if (errno == EINVAL)
		return (refuse("is no regular file"));
	if (errno == EMLINK)
		return (refuse("has other names, under which the raw log "
			       "would stay"));
	if (errno == ELOOP)
		return (refuse("is a symbolic link"));
	warn_errno("cannot be cleaned");
	return (INPLACE_REFUSED);
}

/* The names of what will be made from it; false: they are too long. */
static bool
make_names(struct inplace *j)
{
	const struct span plain = rotated_plain(span_str(j->name));

	return (snprintf(j->target, sizeof(j->target), "%.*s.zst", (int)plain.n,
		    plain.p) < (int)sizeof(j->target) &&
	    snprintf(j->tmp, sizeof(j->tmp), ".%.*s.zst.tmp", (int)plain.n,
		plain.p) < (int)sizeof(j->tmp));
}

/* A file called .zst: ours, or one that would have to replace itself. */
static enum inplace_step
look_at_zst(const struct inplace *j)
{
	struct segmeta m;
	struct segment s;
	const int rc = segscan_seal(j->raw, &m);

	if (rc == -1)
		return (refuse_open());
	if (rc == 1 || segment_parse(span_str(j->name), &s))
		return (INPLACE_NOTHING);
	return (refuse("is a .zst that logfade did not write: unpack it "
		       "first"));
}

enum inplace_step
inplace_open(struct inplace *j, int dirfd, const char *name)
{
	*j = (struct inplace){ .dirfd = dirfd,
		.name = name,
		.raw = -1,
		.out = -1 };
	if (!make_names(j)) {
		errno = ENAMETOOLONG;
		return (refuse_open());
	}
	j->raw = file_open(dirfd, name, O_RDONLY);
	if (j->raw == -1 || fstat(j->raw, &j->was) == -1)
		return (refuse_open());
	if (j->was.st_size == 0)
		return (INPLACE_NOTHING);
	if (span_ends(span_str(name), SPAN(".zst")))
		return (look_at_zst(j));
	return (INPLACE_CLEAN);
}

bool
inplace_is_held(const struct inplace *j, unsigned settle)
{
	return (lease_is_held(j->raw, settle));
}

/* Is the raw file what it was, and still there? */
static bool
is_same(const struct inplace *j)
{
	struct stat st;

	return (fstat(j->raw, &st) == 0 && st.st_nlink == 1 &&
	    st.st_size == j->was.st_size &&
	    st.st_mtim.tv_sec == j->was.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == j->was.st_mtim.tv_nsec &&
	    file_is(j->dirfd, j->name, j->raw));
}

/* What a seal calls the raw file; the first ${n} bytes hold no time. */
static size_t
identity(const struct inplace *j, char id[static SEGMETA_RAW_MAX])
{
	const int n = snprintf(id, SEGMETA_RAW_MAX, "%" PRIuMAX " %jd ",
	    (uintmax_t)j->was.st_ino, (intmax_t)j->was.st_size);

	(void)snprintf(id + n, SEGMETA_RAW_MAX - (size_t)n, "%jd.%09ld",
	    (intmax_t)j->was.st_mtim.tv_sec, j->was.st_mtim.tv_nsec);
	return ((size_t)n);
}

/*
 * Was ${raw} in a seal this file? Overwriting changes its time, and begins with
 * the first byte, which is 0 in no log and in nothing compressed.
 */
static bool
is_named(const struct inplace *j, const char *raw)
{
	char id[SEGMETA_RAW_MAX], first = 1;
	const size_t n = identity(j, id);

	if (strcmp(raw, id) == 0)
		return (true);
	return (strncmp(raw, id, n) == 0 &&
	    file_pread(j->raw, &first, 1, 0) == 1 && first == 0);
}

/* Something is called as the clean file will be: is it that, already? */
static enum inplace_step
look_at_target(const struct inplace *j)
{
	const int fd = file_open(j->dirfd, j->target, O_RDONLY);
	struct segmeta m;
	bool same;

	if (fd == -1 && errno == ENOENT)
		return (INPLACE_CLEAN);
	/* Who made it may have been killed before it was on the disk. */
	same = fd != -1 && segscan_seal(fd, &m) == 1 && is_named(j, m.raw) &&
	    file_sync(fd) == 0 && file_sync(j->dirfd) == 0;
	file_close(fd);
	if (same)
		return (INPLACE_REMOVE);
	warn_msg("%s is there already, and not made from it; it is left as it "
		 "is",
	    j->target);
	return (INPLACE_REFUSED);
}

/* Throw away the hidden file of a run that was killed; false: it lives. */
static bool
remove_stale(const struct inplace *j)
{
	const int fd = file_open(j->dirfd, j->tmp, O_RDONLY);
	bool ok;

	if (fd == -1)
		return (errno == ENOENT);
	ok = segfile_lock(fd, LOCK_EX) != 0 && file_is(j->dirfd, j->tmp, fd) &&
	    unlinkat(j->dirfd, j->tmp, 0) == 0;
	file_close(fd);
	return (ok);
}

/* Make the hidden file. Its lock tells others that it is being filled. */
static enum inplace_step
make_tmp(struct inplace *j)
{
	if (!remove_stale(j) ||
	    ((j->out = file_create(j->dirfd, j->tmp, 0600)) == -1 &&
		errno == EEXIST))
		return (refuse("is being cleaned by another process, or its "
			       "hidden file cannot be removed"));
	if (j->out == -1)
		return (refuse_open());
	if (segfile_lock(j->out, LOCK_EX) == 0)
		return (refuse("is being cleaned by another process"));
	/* Better known before the work than behind it. */
	if (fchown(j->out, j->was.st_uid, j->was.st_gid) == -1) {
		warn_errno("its owner and group cannot be kept; it is left as "
			   "it is");
		return (INPLACE_REFUSED);
	}
	PROBE("inplace.tmp");
	return (INPLACE_CLEAN);
}

enum inplace_step
inplace_begin(struct inplace *j)
{
	enum inplace_step step;

	/* Who held it may have written to it. */
	if (fstat(j->raw, &j->was) == -1)
		return (refuse_open());
	step = look_at_target(j);
	return (step == INPLACE_CLEAN ? make_tmp(j) : step);
}

/* Everything that is to be in the file and in its inode, on the disk. */
static int
finish(struct inplace *j, struct segmeta *seal)
{
	const struct timespec times[2] = { j->was.st_atim, j->was.st_mtim };
	int rc;

	(void)identity(j, seal->raw);
	rc = sealcopy_note(j->out, seal);
	PROBE("inplace.sealed");
	if (rc == -1 || fchmod(j->out, j->was.st_mode & PERMISSIONS) == -1 ||
	    futimens(j->out, times) == -1 || file_sync(j->out) == -1)
		return (-1);
	PROBE("inplace.synced");
	return (0);
}

int
inplace_publish(struct inplace *j, struct segmeta *seal)
{
	PROBE("inplace.cleaned");
	if (finish(j, seal) == -1) {
		warn_errno("%s", j->tmp);
		return (-1);
	}
	if (lease_take(j->raw) == LEASE_HELD_UP || !is_same(j)) {
		warn_msg("changed while it was read; it is left as it is");
		return (-1);
	}
	if (file_publish(j->dirfd, j->tmp, j->target) == -1) {
		warn_errno("%s", j->target);
		return (-1);
	}
	j->published = true;
	PROBE("inplace.published");
	if (file_sync(j->dirfd) == -1) {
		warn_errno("the directory cannot be synced; it is left as it "
			   "is");
		return (-1);
	}
	PROBE("inplace.durable");
	return (0);
}

/* Zeros over the bytes [${at}, ${end}) of ${fd}, on the disk. */
static int
put_zeros(int fd, int64_t at, int64_t end)
{
	static const char zeros[SHRED_BLOCK];

	while (at < end) {
		const size_t n =
		    end - at < SHRED_BLOCK ? (size_t)(end - at) : SHRED_BLOCK;
		const ssize_t w = pwrite(fd, zeros, n, (off_t)at);

		if (w == -1 && errno != EINTR)
			return (-1);
		at += w > 0 ? w : 0;
	}
	return (file_sync(fd));
}

static int
overwrite(const struct inplace *j)
{
	const int64_t size = (int64_t)j->was.st_size;
	const int64_t first = size < SHRED_FIRST ? size : SHRED_FIRST;
	const int fd = file_open(j->dirfd, j->name, O_WRONLY);
	int rc = -1;

	if (fd == -1)
		return (-1);
	if (!is_same(j) || !file_is(j->dirfd, j->name, fd)) {
		errno = EBUSY;
	} else if (put_zeros(fd, 0, first) == 0) {
		/* From here on the next run sees what was under way. */
		PROBE("inplace.shredding");
		rc = put_zeros(fd, first, size);
	}
	file_close(fd);
	return (rc);
}

/* What was made from the raw file before it changed is not to stay. */
static int
withdraw(const struct inplace *j)
{
	warn_msg("changed while it was read; it is left as it is");
	if (j->published && file_is(j->dirfd, j->target, j->out) &&
	    (unlinkat(j->dirfd, j->target, 0) == -1 ||
		file_sync(j->dirfd) == -1))
		warn_errno("%s", j->target);
	return (-1);
}

int
inplace_remove(struct inplace *j, bool shred)
{
	if (lease_take(j->raw) == LEASE_HELD_UP || !is_same(j))
		return (withdraw(j));
	if (shred) {
		/* Our own opening for writing would wait for it. */
		lease_give(j->raw);
		if (overwrite(j) == -1) {
			warn_errno("cannot be overwritten; it is not removed");
			return (-1);
		}
	}
	PROBE("inplace.remove");
	if (!file_is(j->dirfd, j->name, j->raw)) {
		/* Overwritten or not, the clean file is all there may be. */
		warn_msg("was renamed while it was cleaned; it is not removed");
		return (-1);
	}
	if (unlinkat(j->dirfd, j->name, 0) == -1) {
		warn_errno("cannot be removed");
		return (-1);
	}
	PROBE("inplace.removed");
	if (file_sync(j->dirfd) == 0)
		return (0);
	warn_errno("the directory cannot be synced");
	return (-1);
}

void
inplace_release(struct inplace *j)
{
	if (j->out != -1 && !j->published && file_is(j->dirfd, j->tmp, j->out))
		(void)unlinkat(j->dirfd, j->tmp, 0);
	file_close(j->out);
	file_close(j->raw); /* and with it the lease */
}
