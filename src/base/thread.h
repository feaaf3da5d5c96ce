/* SPDX-License-Identifier: ISC */
/*
 * Threads that leave the signals to the one that reads.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

/**
 * thread_start(thread, f, arg):
 * Run ${f}(${arg}) in a new thread, in which all signals are blocked.
 *
 * Returns: 0, or -1 with errno set.
 */
int thread_start(pthread_t *, void *(*)(void *), void *);

/**
 * thread_background():
 * From here on this thread gets what the others leave of the processor and of
 * the disk, as far as the kernel lets it.
 */
void thread_background(void);

#endif
