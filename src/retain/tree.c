/* SPDX-License-Identifier: ISC */
#include "retain/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "model/streamdir.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"

int
tree_open(int dirfd, const char *name)
{
	const int fd = streamdir_open(dirfd, name);

	if (fd == -1 && (errno == ENOTDIR || errno == ELOOP))
		errno = ENOENT;
	return (fd);
}

static bool
is_there(int dirfd, const char *name)
{
	struct stat st;

	return (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

bool
tree_is_root(int dirfd)
{
	return (is_there(dirfd, LEDGER_NAME) || is_there(dirfd, HOLDFILE_NAME));
}

/*
 * Is the directory ${dirfd} one of ${streams}, which are in the directory
 * ${above}?
 * What cannot be looked up may be it.
 */
static bool
is_one_of(const struct dirnames *streams, int above, int dirfd)
{
	bool is = false;

	for (size_t i = 0; i < streams->n && !is; i++) {
		errno = 0;
		is = file_is(above, streams->name[i], dirfd) ||
		    (errno != 0 && errno != ENOENT);
	}
	return (is);
}

/* What cannot be listed may be called anything. */
static bool
has_stream(int above, int dirfd)
{
	const int fd = tree_open(above, TREE_ROOT);
	struct dirnames streams;
	bool has;

	has = streamdir_list(fd, &streams) == -1 ||
	    is_one_of(&streams, fd, dirfd);
	dirnames_release(&streams);
	file_close(fd);
	return (has);
}

bool
tree_is_stream(int dirfd)
{
	/* To look for names it need not be readable. */
	const int above = openat(dirfd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool is;

	/* What cannot be looked up may be one. */
	is = !tree_is_root(dirfd) &&
	    (above == -1 || (tree_is_root(above) && has_stream(above, dirfd)));
	file_close(above);
	return (is);
}
