/* SPDX-License-Identifier: ISC */
/*
 * A hash to find a place in a table by: fast, and nothing more. It is no MAC;
 * a table compares the bytes as well. Whoever writes the log does not know the
 * seed, and so cannot choose which lines fall into the same place.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/**
 * hash_seed():
 * A number that nobody can guess; the same for the whole run.
 */
uint64_t hash_seed(void);

/**
 * hash_bytes(seed, tag, s):
 * The hash of ${s}, and of ${tag}, which says what it is.
 */
uint64_t hash_bytes(uint64_t, size_t, struct span);

#endif
