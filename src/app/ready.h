/* SPDX-License-Identifier: ISC */
/*
 * Everything that is read before the first byte of the input: policy,
 * formats, names.
 */
#ifndef APP_READY_H
#define APP_READY_H

#include "app/options.h"
#include "base/arena.h"
#include "key/keyring.h"
#include "match/catalog.h"
#include "scrub/names.h"
#include "scrub/search.h"

struct ready {
	struct arena *arena;
	struct options options;
	struct catalog *catalog;
	const struct matcher *matcher; /* NULL: to be guessed */
	struct matcher *own; /* of a directive, not the catalog's */
	const struct names *names;
	const struct search *search;
	struct keyring *keyring; /* NULL: no rule needs a key */
};

/**
 * ready_init(r):
 * Make ${r} empty, its options at their defaults.
 *
 * Returns: 0, or -1, warned.
 */
int ready_init(struct ready *);

/**
 * ready_load(r):
 * Load what the options of ${r} name.
 *
 * Returns: 0, or -1, warned.
 */
int ready_load(struct ready *);

/**
 * ready_needs(r):
 * Load the key that the rules of ${r}, which was loaded, need, if they do, and
 * see that the databases they need are named.
 *
 * Returns: 0, or -1, warned.
 */
int ready_needs(struct ready *);

/**
 * ready_find(r, name):
 * The format called ${name}.
 *
 * Returns: NULL, warned; which one may have been meant, too.
 */
const struct formatfile *ready_find(struct ready *, struct span);

/**
 * ready_format(r, arg):
 * The format that ${arg} is or names, as -f takes it; not `auto`. One that is
 * not of the catalog takes the place of r->own.
 *
 * Returns: NULL, warned.
 */
const struct formatfile *ready_format(struct ready *, struct span);

/**
 * ready_release(r):
 * Give back what ${r} holds.
 */
void ready_release(struct ready *);

#endif
