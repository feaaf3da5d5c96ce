/* SPDX-License-Identifier: ISC */
#include "base/thread.h"

#include <errno.h>
#include <signal.h>

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
