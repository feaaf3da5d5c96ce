/* SPDX-License-Identifier: ISC */
/*
 * Preloaded into a program: a disk with faults. In the directory that the
 * environment's FAULTS names, a file `write`, `fsync`, `fdatasync` or `syncfs`
 * that holds the number of an errno makes that call fail with it, writes only
 * of what is appended to regular files. `calls` tells which files were synced,
 * one line each: the call, `d` for a directory or `f`, and the path. `pause`
 * holds how many seconds it takes to sync a directory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
path_in(char path[static 256], const char *name)
{
	const char *dir = getenv("FAULTS");

	(void)snprintf(path, 256, "%s/%s", dir == NULL ? "/none" : dir, name);
}

/* The errno that ${call} is to fail with, or 0; or the seconds of `pause`. */
static int
fault(const char *call)
{
	char path[256], text[16] = "";
	int fd;

	path_in(path, call);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return (0);
	if (read(fd, text, sizeof(text) - 1) == -1)
		text[0] = '\0';
	(void)close(fd);
	return (atoi(text));
}

static int
is_file(int fd, int flags)
{
	const int mode = fcntl(fd, F_GETFL);
	struct stat st;

	return (mode != -1 && (mode & flags) == flags && fstat(fd, &st) == 0 &&
	    S_ISREG(st.st_mode));
}

static void
note(const char *call, int fd)
{
	char path[256], self[64], name[512] = "", text[640];
	int to;

	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	if (readlink(self, name, sizeof(name) - 1) == -1)
		name[0] = '\0';
	path_in(path, "calls");
	to = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
	(void)snprintf(text, sizeof(text), "%s %c %s\n", call,
	    is_file(fd, 0) ? 'f' : 'd', name);
	if (to != -1 && syscall(SYS_write, to, text, strlen(text)) == -1)
		abort();
	(void)close(to);
}

static int
sync_call(const char *call, long number, int fd)
{
	const int e = fault(call);

	note(call, fd);
	if (!is_file(fd, 0))
		(void)sleep((unsigned)fault("pause"));
	if (e == 0)
		return ((int)syscall(number, fd));
	errno = e;
	return (-1);
}

int
fsync(int fd)
{
	return (sync_call("fsync", SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	return (sync_call("fdatasync", SYS_fdatasync, fd));
}

int
syncfs(int fd)
{
	return (sync_call("syncfs", SYS_syncfs, fd));
}

ssize_t
write(int fd, const void *p, size_t n)
{
	const int was = errno;
	const int e = is_file(fd, O_APPEND) ? fault("write") : 0;

	errno = e == 0 ? was : e;
	return (e == 0 ? syscall(SYS_write, fd, p, n) : -1);
}
