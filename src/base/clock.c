/* SPDX-License-Identifier: ISC */
#include "base/clock.h"

#include <stdbool.h>
#include <time.h>

#ifdef LOGFADE_TEST
/* What a test expects does not depend on how long the program takes. */
static bool stopped;
static int64_t stopped_at;
#endif

int64_t
clock_now(void)
{
#ifdef LOGFADE_TEST
	if (stopped)
		return (stopped_at);
#endif
	return ((int64_t)time(NULL));
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
	stopped = true;
	stopped_at = now;
}
#endif
