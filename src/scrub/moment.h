/* SPDX-License-Identifier: ISC */
/*
 * The time of a line: when it was, and what is written of it. Lines come in
 * bursts of the same second, so the last answer is remembered.
 *
 * Invariant: a moment belongs to one worker and one format.
 */
#ifndef SCRUB_MOMENT_H
#define SCRUB_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"
#include "model/rule.h"
#include "model/spelling.h"

enum { MOMENT_MAX = 128 }; /* bytes; no spelling of a time is as long */

struct moment {
	int64_t when; /* the event, */
	int64_t shown; /* and its time as generalised */
	int64_t date; /* that was written, in days since 1970-01-01 */
	struct buf text; /* what is written of it */
	size_t nraw; /* of raw; 0: nothing is remembered */
	char raw[MOMENT_MAX];
	struct spelling spelling; /* raw was read as, */
	enum action action; /* and generalised by */
};

/**
 * moment_init(m):
 * Make ${m} one that remembers nothing.
 */
void moment_init(struct moment *);

/**
 * moment_release(m):
 * Give the memory of ${m} back.
 */
void moment_release(struct moment *);

/**
 * moment_read(m, in, sp, now, action):
 * Set ${m} to the time ${in}, spelt as ${sp} and generalised by
 * ${action}. For ${now} see spelling_parse(); a time that is remembered is not
 * read anew for a later one.
 *
 * Returns: false when ${in} is no time, see spelling_parse().
 */
bool moment_read(struct moment *, struct span, const struct spelling *, int64_t,
    enum action);

#endif
