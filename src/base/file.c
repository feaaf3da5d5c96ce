/* SPDX-License-Identifier: ISC */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define SAFELY (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

ssize_t
file_pread(int fd, void *p, size_t n, int64_t at)
{
	char *q = p;
	size_t done = 0;

	while (done < n) {
		const ssize_t r =
		    pread(fd, q + done, n - done, (off_t)(at + (int64_t)done));

		if (r == -1 && errno == EINTR)
			continue;
		if (r == -1)
			return (-1);
		if (r == 0)
			break;
		done += (size_t)r;
	}
	return ((ssize_t)done);
}

int
file_open(int dirfd, const char *name, int flags)
{
	const int fd = openat(dirfd, name, flags | SAFELY);
	struct stat st;

	if (fd == -1)
		return (-1);
	if (fstat(fd, &st) == -1) {
		file_close(fd);
		return (-1);
	}
	if (S_ISREG(st.st_mode) && st.st_nlink <= 1)
		return (fd);
	file_close(fd);
	errno = S_ISREG(st.st_mode) ? EMLINK : EINVAL;
	return (-1);
}

/* root gives what it makes to the owner of the directory. */
static int
dress(int dirfd, int fd, mode_t mode)
{
	struct stat st;

	/* That root may not (it lacks the capability) is no reason to fail. */
	if (geteuid() == 0 && fstat(dirfd, &st) == 0 &&
	    fchown(fd, st.st_uid, st.st_gid) == -1)
		errno = 0;
	return (fchmod(fd, mode));
}

/* Undo the making of ${name}, with errno kept. */
static void
discard(int dirfd, int fd, const char *name)
{
	const int e = errno;

	(void)unlinkat(dirfd, name, 0);
	file_close(fd);
	errno = e;
}

int
file_create(int dirfd, const char *name, mode_t mode)
{
	const int fd = openat(dirfd, name,
	    O_RDWR | O_APPEND | O_CREAT | O_EXCL | SAFELY, 0600);

	if (fd == -1 || dress(dirfd, fd, mode) == 0)
		return (fd);
	discard(dirfd, fd, name);
	return (-1);
}

/* Give the file without a name, ${fd}, the name ${name}. */
static int
name_it(int dirfd, int fd, const char *name)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return (linkat(AT_FDCWD, path, dirfd, name, AT_SYMLINK_FOLLOW));
}

static int
named_first(int dirfd, const char *name, mode_t mode, struct span first)
{
	const int fd = file_create(dirfd, name, mode);

	if (fd == -1 || fd_write(fd, first.p, first.n) == 0)
		return (fd);
	discard(dirfd, fd, name);
	return (-1);
}

int
file_born(int dirfd, const char *name, mode_t mode, struct span first)
{
	const int fd =
	    openat(dirfd, ".", O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);

	if (fd == -1)
		return (named_first(dirfd, name, mode, first));
	if (dress(dirfd, fd, mode) == -1 ||
	    fd_write(fd, first.p, first.n) == -1) {
		file_close(fd);
		return (-1);
	}
	if (name_it(dirfd, fd, name) == 0)
		return (fd);
	file_close(fd);
	if (errno == EEXIST)
		return (-1);
	/* There is no /proc, or it is another file system's business. */
	return (named_first(dirfd, name, mode, first));
}

bool
file_is(int dirfd, const char *name, int fd)
{
	struct stat there, here;

	return (fstatat(dirfd, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstat(fd, &here) == 0 && there.st_dev == here.st_dev &&
	    there.st_ino == here.st_ino);
}

int64_t
file_size(int fd)
{
	struct stat st;

	return (fstat(fd, &st) == -1 ? -1 : (int64_t)st.st_size);
}

/*
 * EROFS is not one of those: with it a file system says that it gave up
 * writing after an error, and what was appended is not on the disk.
 */
static int
synced(int rc)
{
	return (rc == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : -1);
}

int
file_sync(int fd)
{
	int rc;

	do {
		rc = fsync(fd);
	} while (rc == -1 && errno == EINTR);
	return (synced(rc));
}

int
file_sync_data(int fd)
{
	int rc;

	do {
		rc = fdatasync(fd);
	} while (rc == -1 && errno == EINTR);
	return (synced(rc));
}

/* For file systems that cannot do both in one step. */
static int
publish_in_two(int dirfd, const char *from, const char *to)
{
	struct stat st;

	if (fstatat(dirfd, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return (-1);
	}
	return (errno == ENOENT ? renameat(dirfd, from, dirfd, to) : -1);
}

int
file_publish(int dirfd, const char *from, const char *to)
{
	if (renameat2(dirfd, from, dirfd, to, RENAME_NOREPLACE) == 0)
		return (0);
	if (errno != EINVAL && errno != ENOSYS)
		return (-1);
	return (publish_in_two(dirfd, from, to));
}

void
file_close(int fd)
{
	const int e = errno;

	if (fd != -1)
		(void)close(fd);
	errno = e;
}
