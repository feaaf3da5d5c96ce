/* SPDX-License-Identifier: ISC */
#include "base/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

enum lease
lease_take(int fd)
{
	/* It would be SIGIO, which ends who does not expect it. */
	(void)fcntl(fd, F_SETSIG, SIGURG);
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
		return (LEASE_TAKEN);
	return (errno == EAGAIN ? LEASE_HELD_UP : LEASE_UNKNOWN);
}

void
lease_give(int fd)
{
	/* Without one there is nothing to give, which is no error. */
	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
}

bool
lease_is_young(int fd, unsigned seconds)
{
	struct timespec now;
	struct stat st;

	/* Not clock_now(): what a test says does not bind the file system. */
	if (clock_gettime(CLOCK_REALTIME, &now) == -1 || fstat(fd, &st) == -1)
		return (true);
	return (now.tv_sec - st.st_mtim.tv_sec < (time_t)seconds);
}

bool
lease_is_held(int fd, unsigned settle)
{
	switch (lease_take(fd)) {
	case LEASE_TAKEN:
		lease_give(fd);
		return (false);
	case LEASE_HELD_UP:
		return (true);
	case LEASE_UNKNOWN:
		break;
	}
	return (lease_is_young(fd, settle));
}
