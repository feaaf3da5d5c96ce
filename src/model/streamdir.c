/* SPDX-License-Identifier: ISC */
#include "model/streamdir.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "model/stream.h"

static bool
is_streamdir(void *arg, const char *name)
{
	const int *dirfd = arg;
	struct stat st;

	return (stream_is(span_str(name)) &&
	    fstatat(*dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode));
}

int
streamdir_list(int dirfd, struct dirnames *l)
{
	return (dirnames_list(dirfd, is_streamdir, &dirfd, l));
}

int
streamdir_open(int dirfd, const char *name)
{
	return (openat(dirfd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}
