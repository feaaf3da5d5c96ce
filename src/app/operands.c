/* SPDX-License-Identifier: ISC */
#include "app/operands.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/warn.h"
#include "model/rotated.h"

enum { PATH_BYTES = 8192 };

static int
open_dir(const char *path)
{
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		warn_errno("%s", path);
	return (fd);
}

static int
each_file(const struct operands *o, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	char dir[PATH_BYTES] = ".";
	bool ok;
	int fd;

	if (slash != NULL)
		(void)snprintf(dir, sizeof(dir), "%.*s",
		    (int)(slash - path) + 1, path);
	if ((fd = open_dir(dir)) == -1)
		return (-1);
	ok = o->file(o->arg, fd, name, path);
	file_close(fd);
	return (ok ? 0 : -1);
}

static int
is_rotated(const struct dirent *e)
{
	return (rotated_is(span_str(e->d_name)));
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

/* Of a directory, what is no file is none of our business. */
static bool
entry(const struct operands *o, int fd, const char *dir, const char *name)
{
	char path[PATH_BYTES];
	const size_t n = strlen(dir);
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(st.st_mode))
		return (true);
	(void)snprintf(path, sizeof(path), "%s%s%s", dir,
	    n > 0 && dir[n - 1] == '/' ? "" : "/", name);
	return (o->file(o->arg, fd, name, path));
}

static int
each_entry(const struct operands *o, const char *dir)
{
	struct dirent **found;
	const int fd = open_dir(dir);
	bool ok = true;
	int n;

	if (fd == -1)
		return (-1);
	if ((n = scandirat(fd, ".", &found, is_rotated, by_name)) == -1) {
		warn_errno("%s", dir);
		file_close(fd);
		return (-1);
	}
	for (int i = 0; i < n; i++) {
		ok = ok && entry(o, fd, dir, found[i]->d_name);
		free(found[i]);
	}
	free(found);
	file_close(fd);
	return (ok ? 0 : -1);
}

/* ${path} is there, whatever it is. */
static int
each_path(const struct operands *o, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return (each_entry(o, path));
	return (each_file(o, path));
}

static int
each_match(const struct operands *o, const char *pattern)
{
	glob_t g = { 0 };
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
	const int rc = glob(pattern, GLOB_ERR, NULL, &g);
	int all = 0;

	if (rc == GLOB_NOMATCH && !o->quiet)
		warn_msg("%s: nothing matches", pattern);
	else if (rc != 0 && rc != GLOB_NOMATCH) {
		warn_msg("%s: cannot be matched", pattern);
		all = -1;
	}
	for (size_t i = 0; rc == 0 && i < g.gl_pathc; i++)
		if (each_path(o, g.gl_pathv[i]) == -1)
			all = -1;
	globfree(&g);
	return (all);
}

int
operands_each(const struct operands *o, const char *operand)
{
	struct stat st;

	if (strlen(operand) >= PATH_BYTES / 2) {
		errno = ENAMETOOLONG;
		warn_errno("operand");
		return (-1);
	}
	if (lstat(operand, &st) == -1 && errno == ENOENT &&
	    strpbrk(operand, "*?[") != NULL)
		return (each_match(o, operand));
	return (each_path(o, operand));
}
