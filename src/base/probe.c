/* SPDX-License-Identifier: ISC */
#include "base/probe.h"

#ifdef LOGFADE_TEST
#include <signal.h>

void
probe_reached(const char *name)
{
	const char *wanted = getenv("LOGFADE_PROBE");

	if (wanted != NULL && strcmp(wanted, name) == 0)
		(void)kill(getpid(), SIGKILL);
}
#endif
