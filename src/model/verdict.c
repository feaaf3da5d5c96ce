/* SPDX-License-Identifier: ISC */
#include "model/verdict.h"

static const char *const names[VERDICT_COUNT] = {
	[VERDICT_CLEAN] = "clean",
	[VERDICT_UNMATCHED] = "unmatched",
	[VERDICT_TOO_LONG] = "too_long",
	[VERDICT_SPLICED] = "spliced",
	[VERDICT_FRAGMENT] = "fragment",
	[VERDICT_BINARY] = "binary",
	[VERDICT_LEAK] = "leak",
	[VERDICT_EXPIRED] = "expired",
	[VERDICT_DROPPED] = "dropped",
};

const char *
verdict_name(enum verdict v)
{
	return (names[v]);
}
