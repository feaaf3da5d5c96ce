/* SPDX-License-Identifier: ISC */
#include "base/clock.h"

#include <stdbool.h>
#include <time.h>

#ifdef LOGFADE_TEST
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What a test expects does not depend on how long the program takes. */
static bool stopped;
static int64_t stopped_at;

/*
 * By how much the clock is wrong: the seconds in the file that LOGFADE_CLOCK
 * names. It is read each time, so that a test can set the clock of a program
 * that runs.
 */
static int64_t
wrong_by(void)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv() */
	const char *path = getenv("LOGFADE_CLOCK");
	char text[24] = "";
	const int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return (0);
	if (read(fd, text, sizeof(text) - 1) == -1)
		text[0] = '\0';
	(void)close(fd);
	return (strtoll(text, NULL, 10));
}
#endif

int64_t
clock_now(void)
{
#ifdef LOGFADE_TEST
	if (stopped)
		return (stopped_at);
#endif
#ifdef LOGFADE_TEST
	return ((int64_t)time(NULL) + wrong_by());
#else
	return ((int64_t)time(NULL));
#endif
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
