/* SPDX-License-Identifier: ISC */
#include "base/thread.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/ioprio.h, which the C library has no function for. */
#define IOPRIO_THIS_THREAD 1, 0
#define IOPRIO_IDLE (3 << 13)

int
thread_start(pthread_t *thread, void *(*f)(void *), void *arg)
{
	sigset_t all, old;
	int e;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &old);
	e = pthread_create(thread, NULL, f, arg);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = e;
	return (e == 0 ? 0 : -1);
}

void
thread_background(void)
{
	/* Linux has a nice value for each thread. */
	(void)setpriority(PRIO_PROCESS, 0, 19);
	(void)syscall(SYS_ioprio_set, IOPRIO_THIS_THREAD, IOPRIO_IDLE);
}
