/* SPDX-License-Identifier: ISC */
/*
 * spent FILE PROGRAM ARG...: run PROGRAM and write to FILE what it cost: seconds
 * of CPU time, user and system, and its peak memory in KiB. (A large parent's
 * memory counts as its child's; this one is small.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return ((double)t.tv_sec + (double)t.tv_usec / 1e6);
}

int
main(int argc, char **argv)
{
	struct rusage u;
	int status;
	pid_t pid;
	FILE *f;

	if (argc < 3)
		return (64);
	if ((pid = fork()) == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &u) != pid ||
	    (f = fopen(argv[1], "w")) == NULL)
		return (1);
	fprintf(f, "%.6f %.6f %ld\n", seconds(u.ru_utime), seconds(u.ru_stime),
	    u.ru_maxrss);
	if (fclose(f) != 0)
		return (1);
	return (WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}
