/* SPDX-License-Identifier: ISC */
#include "key/keystore.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/probe.h"

#define SAFELY (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* How often somebody else may be quicker. */
enum { TRIES = 1000 };

/* Where the file is, and the one that is to take its place. */
struct place {
	int dirfd;
	char name[NAME_MAX + 1];
	char tmp[NAME_MAX + 1];
};

static int
fail(char *why, const char *what)
{
	(void)snprintf(why, KEYFILE_WHY, "%s", what);
	return (-1);
}

static int
fail_errno(char *why)
{
	if (errno == ELOOP)
		return (fail(why, "is a symbolic link"));
	return (fail(why, strerrordesc_np(errno)));
}

static int
lock(int fd, int how)
{
	int rc;

	do {
		rc = flock(fd, how);
	} while (rc == -1 && errno == EINTR);
	return (rc);
}

/* Is ${path} directly in the directory that systemd(1) keeps secrets in? */
static bool
is_credential(const char *path)
{
	const char *dir = secure_getenv("CREDENTIALS_DIRECTORY");
	const char *slash = strrchr(path, '/');

	return (dir != NULL && slash != NULL && slash > path &&
	    span_eq(span_str(dir), span_make(path, (size_t)(slash - path))));
}

static int
vet(int fd, const char *path, char *why)
{
	struct stat st;
	mode_t others = 077;

	if (fstat(fd, &st) == -1)
		return (fail_errno(why));
	if (!S_ISREG(st.st_mode))
		return (fail(why, "is not a regular file"));
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return (fail(why, "belongs to somebody else"));
	if (is_credential(path))
		others &= ~(mode_t)S_IRGRP;
	if ((st.st_mode & others) != 0)
		return (fail(why, "may be used by others: chmod 600"));
	return (0);
}

static int
read_key(int fd, struct keyfile *k, char *why)
{
	char text[KEYSTORE_MAX + 1];
	const ssize_t n = file_pread(fd, text, sizeof(text), 0);
	int rc;

	if (n == -1)
		rc = fail_errno(why);
	else if (n > KEYSTORE_MAX)
		rc = fail(why, "is too large for a key");
	else
		rc = keyfile_parse(span_make(text, (size_t)n), k, why);
	crypto_wipe(text, sizeof(text));
	return (rc);
}

int
keystore_load(const char *path, struct keyfile *k, char why[static KEYFILE_WHY])
{
	for (int i = 0; i < TRIES; i++) {
		const int fd = open(path, O_RDONLY | SAFELY);
		int rc = fd == -1 ? fail_errno(why) : vet(fd, path, why);
		bool still;

		if (rc == 0) {
			/*
			 * Without a lock, where there are none, it only takes
			 * more turns: who blanks a file has replaced it.
			 */
			(void)lock(fd, LOCK_SH);
			rc = read_key(fd, k, why);
		}
		still = fd == -1 || file_is(AT_FDCWD, path, fd);
		file_close(fd);
		if (rc == 0 && still)
			return (0);
		crypto_wipe(k, sizeof(*k));
		if (still)
			return (-1);
	}
	return (fail(why, "is replaced again and again"));
}

/* The directory of ${path} opened, and the names in it. */
static int
find(const char *path, struct place *p, char *why)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	const int n = slash == NULL ? 0 : (int)(name - path);
	char dir[PATH_MAX];

	p->dirfd = -1;
	if (*name == '\0' || strlen(name) + sizeof(".new") > NAME_MAX ||
	    n >= PATH_MAX)
		return (fail(why, "is not the name of a file"));
	(void)snprintf(p->name, sizeof(p->name), "%s", name);
	(void)snprintf(p->tmp, sizeof(p->tmp), ".%s.new", name);
	(void)snprintf(dir, sizeof(dir), "%.*s", n, path);
	p->dirfd = open(n == 0 ? "." : dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (p->dirfd == -1 ? fail_errno(why) : 0);
}

/* Throw away the file of one that was killed; its lock went with it. */
static int
remove_stale(const struct place *p)
{
	const int fd = openat(p->dirfd, p->tmp, O_RDONLY | SAFELY);
	int rc;

	if (fd == -1)
		return (errno == ENOENT ? 0 : -1);
	rc = lock(fd, LOCK_EX | LOCK_NB);
	if (rc == 0 && !file_is(p->dirfd, p->tmp, fd)) {
		errno = EWOULDBLOCK;
		rc = -1;
	}
	if (rc == 0)
		rc = unlinkat(p->dirfd, p->tmp, 0);
	file_close(fd);
	return (rc);
}

/* Make the new file. Its lock tells others that it is being filled. */
static int
make_tmp(const struct place *p, char *why)
{
	int fd = -1;

	if (remove_stale(p) == 0)
		fd = openat(p->dirfd, p->tmp,
		    O_RDWR | O_CREAT | O_EXCL | SAFELY, 0600);
	if (fd != -1) {
		PROBE("key.made");
		/* Somebody may have taken it for stale before it was locked. */
		if (lock(fd, LOCK_EX | LOCK_NB) == 0 && fchmod(fd, 0600) == 0) {
			if (file_is(p->dirfd, p->tmp, fd))
				return (fd);
			errno = EWOULDBLOCK;
		}
		file_close(fd);
	}
	if (errno == EEXIST || errno == EWOULDBLOCK)
		return (fail(why, "somebody else is writing it"));
	return (fail_errno(why));
}

static int
fill(int fd, const struct keyfile *k, char *why)
{
	char text[KEYFILE_TEXT];
	const size_t n = keyfile_write(k, text);
	int rc = 0;

	if (n == 0)
		rc = fail(why, "this is no key");
	else if (fd_write(fd, text, n) == -1)
		rc = fail_errno(why);
	crypto_wipe(text, sizeof(text));
	PROBE("key.written");
	if (rc == 0 && file_sync(fd) == -1)
		rc = fail_errno(why);
	PROBE("key.synced");
	return (rc);
}

/* Give up the new file, if it still is one. */
static void
drop_tmp(const struct place *p, int fd)
{
	if (fd != -1 && file_is(p->dirfd, p->tmp, fd))
		(void)unlinkat(p->dirfd, p->tmp, 0);
	file_close(fd);
}

static int
publish(const struct place *p, char *why)
{
	if (file_publish(p->dirfd, p->tmp, p->name) == -1)
		return (errno == EEXIST ? fail(why, "is there already") :
					  fail_errno(why));
	PROBE("key.replaced");
	return (file_sync(p->dirfd) == -1 ? fail_errno(why) : 0);
}

int
keystore_create(const char *path, const struct keyfile *k,
    char why[static KEYFILE_WHY])
{
	struct place p;
	struct stat st;
	int fd = -1, rc;

	if ((rc = find(path, &p, why)) == 0 &&
	    fstatat(p.dirfd, p.name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		rc = fail(why, "is there already");
	if (rc == 0 && (fd = make_tmp(&p, why)) == -1)
		rc = -1;
	if (rc == 0 && (rc = fill(fd, k, why)) == 0)
		rc = publish(&p, why);
	drop_tmp(&p, fd);
	file_close(p.dirfd);
	return (rc);
}

/*
 * Is ${k} to take the place of ${was}? 1: yes, 0: it has been stepped by
 * another. A file that was made anew meanwhile is of another line of keys.
 */
static int
compare(const struct keyfile *was, const struct keyfile *k, char *why)
{
	struct keyfile then = *was;
	int rc = 0;

	if (was->unit == k->unit &&
	    (was->epoch >= k->epoch ||
		(k->unit == EPOCH_NEVER &&
		    memcmp(was->key, k->key, CRYPTO_KEY) == 0)))
		rc = 0;
	else if (was->unit != k->unit || was->past != k->past)
		rc = fail(why, "is another key by now");
	else if (keyfile_step(&then, k->epoch) == -1)
		rc = fail(why, "the library for it fails");
	else if (memcmp(then.key, k->key, CRYPTO_KEY) != 0)
		rc = fail(why, "is another key by now");
	else
		rc = 1;
	crypto_wipe(&then, sizeof(then));
	return (rc);
}

/* Only its owner may read it: that the group is not ours to give is no loss. */
static int
dress(int old, int fd)
{
	struct stat was, st;

	if (fstat(old, &was) == -1 || fstat(fd, &st) == -1)
		return (-1);
	if (was.st_gid != st.st_gid && fchown(fd, (uid_t)-1, was.st_gid) == -1)
		errno = 0;
	if (was.st_uid != st.st_uid && fchown(fd, was.st_uid, (gid_t)-1) == -1)
		return (-1);
	return (0);
}

/* Overwrite what ${fd}, which has no name any longer, holds. */
static int
blank(int fd, char *why)
{
	static const char zero[KEYSTORE_MAX];
	const int64_t n = file_size(fd);

	if (n == -1 || n > KEYSTORE_MAX || lseek(fd, 0, SEEK_SET) == -1 ||
	    fd_write(fd, zero, (size_t)n) == -1 || file_sync(fd) == -1)
		return (fail(why, "the old key could not be overwritten"));
	PROBE("key.blanked");
	return (0);
}

/* The file, open and locked as ${old}, becomes ${k}; 1: it is not there. */
static int
replace(const struct place *p, int old, const struct keyfile *k, char *why)
{
	const int fd = make_tmp(p, why);
	int rc;

	if (fd == -1)
		return (-1);
	rc = dress(old, fd) == -1 ? fail_errno(why) : fill(fd, k, why);
	/* Nobody can make it anew while the file beside it is locked. */
	if (rc == 0 && !file_is(p->dirfd, p->name, old))
		rc = 1;
	if (rc == 0 && renameat(p->dirfd, p->tmp, p->dirfd, p->name) == -1)
		rc = fail_errno(why);
	if (rc == 0) {
		PROBE("key.replaced");
		rc = file_sync(p->dirfd) == -1 ? fail_errno(why) :
						 blank(old, why);
	}
	drop_tmp(p, fd);
	return (rc);
}

/* 1: the file was replaced while we waited for it. */
static int
advance(const struct place *p, const char *path, const struct keyfile *k,
    char *why)
{
	const int old = openat(p->dirfd, p->name, O_RDWR | SAFELY);
	struct keyfile was;
	int rc;

	if (old == -1)
		return (fail_errno(why));
	if ((rc = vet(old, path, why)) == 0 && lock(old, LOCK_EX) == -1)
		rc = fail_errno(why);
	if (rc == 0 && !file_is(p->dirfd, p->name, old))
		rc = 1;
	if (rc == 0 && (rc = read_key(old, &was, why)) == 0) {
		rc = compare(&was, k, why);
		crypto_wipe(&was, sizeof(was));
		if (rc == 1)
			rc = replace(p, old, k, why);
	}
	file_close(old);
	return (rc);
}

int
keystore_advance(const char *path, const struct keyfile *k,
    char why[static KEYFILE_WHY])
{
	struct place p;
	int rc = find(path, &p, why);

	if (rc == 0) {
		rc = 1;
		for (int i = 0; rc == 1 && i < TRIES; i++)
			rc = advance(&p, path, k, why);
		if (rc == 1)
			rc = fail(why, "is replaced again and again");
	}
	file_close(p.dirfd);
	return (rc);
}
