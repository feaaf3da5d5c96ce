/* SPDX-License-Identifier: ISC */
#include "scrub/standin.h"

#include <sys/stat.h>

#include "unit/keys.h"
#include "unit/scratch.h"
#include "unit/scrub_fixture.h"

#define NOON(date) (((date)*INT64_C(86400)) + 43200)

/* A standin with the key of KEYS_DAY, on the day of which it is. */
struct fixed {
	struct fixture f;
	struct keyring *ring;
	struct standin *standin;
	int64_t today; /* in days */
	char path[SCRATCH_MAX];
};

static void
begin(struct fixed *x)
{
	char why[KEYFILE_WHY];
	struct keyfile k = keys_at(KEYS_DAY, 0);

	fixture_init(&x->f);
	x->today = stamp_days(2026, 11, 22);
	scratch_path("key", x->path);
	cr_assert(keyfile_create(x->path, &k, why) == 0, "%s", why);
	x->ring = keyring_open(x->path, NOON(x->today), why);
	cr_assert(x->ring != NULL, "%s", why);
	x->standin = standin_new(&x->f.policy, x->ring);
	cr_assert(x->standin != NULL);
	standin_tick(x->standin, NOON(x->today), &x->f.tally);
}

static void
end(struct fixed *x)
{
	standin_free(x->standin);
	keyring_free(x->ring);
	fixture_release(&x->f);
}
