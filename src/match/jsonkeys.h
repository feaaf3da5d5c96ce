/* SPDX-License-Identifier: ISC */
/*
 * JSON pointers (RFC 6901), compiled: where a key leads is looked up in a
 * table, and no pointer is ever put together from a line.
 *
 * A place in a document is a state; behind each of its keys is another one.
 * `*` in a pointer stands for any key or index. Names are compared without
 * regard to case. What is pointed at covers all below it, unless a pointer
 * that is more specific says otherwise: a longer one, or of two as long the
 * one that has a name where the other, from the left, first has a `*`.
 */
#ifndef MATCH_JSONKEYS_H
#define MATCH_JSONKEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum {
	JSONKEYS_STATES_MAX = 1024,
	JSONKEYS_KEYS_MAX = 2048,
	JSONKEYS_NAME_MAX = 128, /* bytes of a key */
	JSONKEYS_ROOT = 0, /* the state of the document itself */
	JSONKEYS_NONE = -1
};

/* What a format file says of a place. */
struct jsonpointer {
	struct span text;
	int field; /* or JSONKEYS_NONE */
	uint32_t needs; /* met where it is found: a set of bits */
};

struct jsonstate {
	int field; /* of what stands there, or JSONKEYS_NONE */
	uint32_t needs;
	unsigned other; /* the state behind what no pointer names */
	bool indexed; /* a pointer names an index here */
};

/* A key that a pointer names, in one place. */
struct jsonkey {
	struct span name;
	unsigned state; /* of the object it stands in */
	unsigned next; /* of what stands behind it */
	bool plain; /* JSON writes it without an escape */
};

struct jsonkeys {
	const struct jsonstate *state;
	size_t nstates;
	const struct jsonkey *key;
	size_t nkeys;
	const uint16_t *slot; /* hash to key + 1; 0: none */
	size_t mask;
};

/**
 * jsonkeys_new(a, pointers, n, why):
 * Compile ${pointers}[0..${n}) into ${a}. Of two that are the same the first
 * one's field counts.
 *
 * Returns: NULL with one line in ${why}.
 */
struct jsonkeys *jsonkeys_new(struct arena *, const struct jsonpointer *,
    size_t, char[static 200]);

/**
 * jsonkeys_find(ks, state, name):
 * The key ${name}, escapes undone, of the object at ${state}.
 *
 * Returns: NULL when no pointer names it.
 */
const struct jsonkey *jsonkeys_find(const struct jsonkeys *, unsigned,
    struct span);

#endif
