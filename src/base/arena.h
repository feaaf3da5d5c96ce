/* SPDX-License-Identifier: ISC */
/*
 * Memory that is given back all at once: what is read at start-up (formats,
 * policy, names) lives in one arena for the whole run.
 *
 * Invariants: what arena_alloc() returns is zeroed, aligned for any type and
 * lives until arena_free(). There is no way to give one object back.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/span.h"

struct arena;

/**
 * arena_new(max):
 * An empty arena that hands out at most ${max} bytes.
 *
 * Returns: NULL when there is no memory.
 */
struct arena *arena_new(size_t);

/**
 * arena_free(a):
 * Give back ${a} and all that came from it. NULL is allowed.
 */
void arena_free(struct arena *);

/**
 * arena_alloc(a, n):
 * ${n} zeroed bytes.
 *
 * Returns: NULL with errno ENOMEM when the maximum or the memory is reached.
 */
void *arena_alloc(struct arena *, size_t);

/**
 * arena_dup(a, s):
 * A copy of ${s}, followed by a NUL that is not counted.
 *
 * Returns: a span whose p is NULL when there is no memory.
 */
struct span arena_dup(struct arena *, struct span);

#endif
