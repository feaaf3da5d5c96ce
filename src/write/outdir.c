/* SPDX-License-Identifier: ISC */
#include "write/outdir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { DIR_MODE = 0750 };

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
int
outdir_open(const char *dir)
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

/* What is made in the place of ${old} looks like it, as far as we may. */
static void
dress(int fd, const struct stat *old)
{
	if (geteuid() == 0 && fchown(fd, old->st_uid, old->st_gid) == -1)
		return;
	(void)fchmod(fd, old->st_mode & 07777);
}

int
outdir_follow(const char *dir, int fd, bool make)
{
	struct stat there, here;
	bool gone;
	int next, rc;

	if (fstat(fd, &here) == -1)
		return (-1);
	gone = stat(dir, &there) == -1;
	if (!gone && there.st_dev == here.st_dev && there.st_ino == here.st_ino)
		return (0);
	/* Where it cannot be told, or must not be made: the one we have. */
	if (gone && (errno != ENOENT || !make))
		return (0);
	if ((next = outdir_open(dir)) == -1)
		return (here.st_nlink == 0 ? -1 : 0);
	if (gone)
		dress(next, &here);
	rc = dup3(next, fd, O_CLOEXEC) == -1 ? -1 : 1;
	file_close(next);
	return (rc);
}
