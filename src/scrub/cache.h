/* SPDX-License-Identifier: ISC */
/*
 * Short answers that cost too much to be worked out again: what stands in for
 * an address or a name, and where an address is. One table for all of them, of
 * a fixed size; what is not used gives way.
 *
 * Invariants:
 * - A cache belongs to one worker.
 * - Two different questions are never taken for each other: the bytes are
 *   compared, and the tag says what was asked.
 * - It holds raw addresses and names. They are in no core dump, and wiped by
 *   cache_wipe() and cache_free().
 */
#ifndef SCRUB_CACHE_H
#define SCRUB_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { CACHE_IN_MAX = 64, CACHE_OUT_MAX = 32 }; /* bytes */

struct cache;

/**
 * cache_new():
 * An empty cache.
 *
 * Returns: NULL when there is no memory.
 */
struct cache *cache_new(void);

/**
 * cache_get(c, tag, in, out):
 * The answer to ${in}, asked as ${tag}: stored in ${out}, which is borrowed
 * until the next cache_put().
 *
 * Returns: false when it is not remembered.
 */
bool cache_get(const struct cache *, uint64_t, struct span, struct span *);

/**
 * cache_put(c, tag, in, out):
 * Remember that ${out} is the answer to ${in}, asked as ${tag}. What is too
 * long is not remembered.
 */
void cache_put(struct cache *, uint64_t, struct span, struct span);

/**
 * cache_wipe(c):
 * Forget everything.
 */
void cache_wipe(struct cache *);

/**
 * cache_free(c):
 * Wipe ${c} and give it back. NULL is allowed.
 */
void cache_free(struct cache *);

#endif
