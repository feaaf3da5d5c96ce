/* SPDX-License-Identifier: ISC */
/*
 * CPU time, for tests that something takes time linear in its length. Their
 * limits are many times what it takes on a slow machine, and a small part of
 * what quadratic time would be.
 */
#ifndef UNIT_CPUTIME_H
#define UNIT_CPUTIME_H

#include <criterion/criterion.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define CPUTIME_FACTOR 8
#else
#define CPUTIME_FACTOR 2
#endif

/* Of this process, in milliseconds. */
static inline long
cputime_ms(void)
{
	struct timespec t;

	cr_assert(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
	return ((long)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

#endif
