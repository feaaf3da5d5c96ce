/* SPDX-License-Identifier: ISC */
/*
 * What an action made of a field before. Actions are pure functions, and the
 * same agents, referers and requests come again and again: looking them up
 * costs a tenth of scrubbing them.
 *
 * Invariants:
 * - A memo belongs to one worker and the plans of one format, whose fields
 *   have numbers that no two of them share (plan_numbered()); its size is fixed.
 * - Two different fields are never taken for each other: the bytes are
 *   compared, the hash only finds the place. Whoever forges collisions gets
 *   misses and nothing else.
 * - It holds raw fields. They live in this process's memory alone, which is
 *   kept out of core dumps, and no longer than the process.
 */
#ifndef SCRUB_MEMO_H
#define SCRUB_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "scrub/leak.h"
#include "scrub/scrub.h"

struct memo;

/*
 * One field and what became of it. All of it is borrowed, from the memo until
 * the next memo_put() or, where the field stayed as it was, from the field.
 */
struct memo_entry {
	struct span out;
	const struct scrub_hits *hits;
	const struct leak_survey *survey; /* of ${out} */
};

/**
 * memo_new():
 * An empty memo.
 *
 * Returns: NULL when there is no memory.
 */
struct memo *memo_new(void);

/**
 * memo_free(m):
 * Give ${m} back. NULL is allowed.
 */
void memo_free(struct memo *);

/**
 * memo_key(m, op, in):
 * Where to look for what field ${op} of the plans made of ${in}. Its memory is
 * asked for, so it pays to do other things before memo_get().
 */
uint64_t memo_key(const struct memo *, size_t, struct span);

/**
 * memo_get(m, key, op, in, e):
 * Look up what field ${op} made of ${in}; ${key} is their memo_key().
 *
 * Returns: false when it is not remembered.
 */
bool memo_get(struct memo *, uint64_t, size_t, struct span,
    struct memo_entry *);

/**
 * memo_put(m, key, op, in, e):
 * Remember that field ${op} made ${e} of ${in}; ${key} is their memo_key().
 * What is empty or too long to be remembered is not.
 */
void memo_put(struct memo *, uint64_t, size_t, struct span,
    const struct memo_entry *);

#endif
