/* SPDX-License-Identifier: ISC */
/*
 * Counts, and nothing but counts. A worker fills one for its chunk; the flow
 * adds them up.
 *
 * Invariant: lines == the sum of verdict[].
 */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/hit.h"
#include "model/period.h"
#include "model/verdict.h"

struct tally {
	uint64_t bytes_in;
	uint64_t bytes_out;
	uint64_t lines;
	uint64_t verdict[VERDICT_COUNT];
	uint64_t hits[KIND_COUNT][PLACE_COUNT];
	uint64_t keyless; /* values dropped: the key of their time is gone */
	uint64_t unplaced; /* addresses whose place may not have stayed */
	/* Of the clean lines, generalised; oldest > newest: there was none. */
	int64_t oldest;
	int64_t newest;
	/* When the first of them is no longer kept, and by which keep. */
	int64_t expires;
	struct keep keep;
};

/**
 * tally_init(t):
 * All counts 0.
 */
void tally_init(struct tally *);

/**
 * tally_add(t, more):
 * Add the counts of ${more} to ${t}.
 */
void tally_add(struct tally *, const struct tally *);

/**
 * tally_time(t, when):
 * A clean line was of ${when}, seconds since the epoch.
 */
void tally_time(struct tally *, int64_t);

/**
 * tally_keep(t, keep, oldest):
 * Of the clean lines that ${keep} goes for the oldest was of ${oldest}.
 */
void tally_keep(struct tally *, const struct keep *, int64_t);

/**
 * tally_withheld(t):
 * The lines that were not CLEAN.
 */
uint64_t tally_withheld(const struct tally *);

/**
 * tally_useless(t):
 * Was not one of the lines of use, and none merely too old? Then they were
 * read in the wrong format.
 */
bool tally_useless(const struct tally *);

#endif
