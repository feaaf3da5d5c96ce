/* SPDX-License-Identifier: ISC */
#include "app/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void
sandbox_enter(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef LOGFADE_TEST
	/* The leak sanitizer and the fault tests attach to the test build. */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
