/* SPDX-License-Identifier: ISC */
#include "model/tally.h"

void
tally_init(struct tally *t)
{
	*t = (struct tally){ .oldest = INT64_MAX,
		.newest = INT64_MIN,
		.expires = INT64_MAX,
		.keep = { .unit = KEEP_FOREVER } };
}

void
tally_add(struct tally *t, const struct tally *more)
{
	t->bytes_in += more->bytes_in;
	t->bytes_out += more->bytes_out;
	t->lines += more->lines;
	for (int v = 0; v < VERDICT_COUNT; v++)
		t->verdict[v] += more->verdict[v];
	for (int k = 0; k < KIND_COUNT; k++)
		for (int p = 0; p < PLACE_COUNT; p++)
			t->hits[k][p] += more->hits[k][p];
	t->keyless += more->keyless;
	t->unplaced += more->unplaced;
	if (more->oldest < t->oldest)
		t->oldest = more->oldest;
	if (more->newest > t->newest)
		t->newest = more->newest;
	if (more->expires < t->expires) {
		t->expires = more->expires;
		t->keep = more->keep;
	}
}

void
tally_time(struct tally *t, int64_t when)
{
	if (when < t->oldest)
		t->oldest = when;
	if (when > t->newest)
		t->newest = when;
}

void
tally_keep(struct tally *t, const struct keep *keep, int64_t oldest)
{
	const int64_t expires = period_expiry(keep, oldest);

	if (expires >= t->expires)
		return;
	t->expires = expires;
	t->keep = *keep;
}

uint64_t
tally_withheld(const struct tally *t)
{
	return (t->lines - t->verdict[VERDICT_CLEAN]);
}

bool
tally_useless(const struct tally *t)
{
	return (t->lines > 0 && t->verdict[VERDICT_CLEAN] == 0 &&
	    t->verdict[VERDICT_EXPIRED] == 0);
}
