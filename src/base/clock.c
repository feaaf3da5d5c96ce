/* SPDX-License-Identifier: ISC */
#include "base/clock.h"

#include <time.h>

static int64_t shift; /* 0 but in the test build */

int64_t
clock_now(void)
{
	return ((int64_t)time(NULL) + shift);
}

int64_t
clock_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

#ifdef LOGFADE_TEST
void
clock_set(int64_t now)
{
	shift = now - (int64_t)time(NULL);
}
#endif
