/* SPDX-License-Identifier: ISC */
#include "retain/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "model/stream.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"

static int
may_be_stream(const struct dirent *e)
{
	return ((e->d_type == DT_DIR || e->d_type == DT_UNKNOWN) &&
	    stream_is(span_str(e->d_name)));
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

static bool
is_dir(int dirfd, const struct dirent *e)
{
	struct stat st;

	if (e->d_type == DT_DIR)
		return (true);
	return (fstatat(dirfd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode));
}

int
tree_list(struct tree *t, int dirfd)
{
	struct dirent **found;
	const int n = scandirat(dirfd, ".", &found, may_be_stream, by_name);
	bool failed = false;

	*t = (struct tree){ 0 };
	if (n == -1)
		return (-1);
	t->name = calloc((size_t)n + 1, sizeof(*t->name));
	failed = t->name == NULL;
	for (int i = 0; i < n; i++) {
		if (!failed && is_dir(dirfd, found[i])) {
			t->name[t->n] = strdup(found[i]->d_name);
			failed = t->name[t->n] == NULL;
			t->n += !failed;
		}
		free(found[i]);
	}
	free(found);
	if (failed)
		errno = ENOMEM;
	return (failed ? -1 : 0);
}

void
tree_release(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->name[i]);
	free(t->name);
	*t = (struct tree){ 0 };
}

int
tree_open(int dirfd, const char *name)
{
	const int fd = openat(dirfd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

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
 * Is the directory ${dirfd} one of ${t}, which is in the directory ${above}?
 * What cannot be looked up may be it.
 */
static bool
is_one_of(const struct tree *t, int above, int dirfd)
{
	bool is = false;

	for (size_t i = 0; i < t->n && !is; i++) {
		errno = 0;
		is = file_is(above, t->name[i], dirfd) ||
		    (errno != 0 && errno != ENOENT);
	}
	return (is);
}

/* What cannot be listed may be called anything. */
static bool
has_stream(int above, int dirfd)
{
	const int fd = tree_open(above, TREE_ROOT);
	struct tree t;
	bool has;

	has = tree_list(&t, fd) == -1 || is_one_of(&t, fd, dirfd);
	tree_release(&t);
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
