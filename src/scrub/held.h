/* SPDX-License-Identifier: ISC */
/*
 * Values of the line under way that became pseudonyms though they stand in the
 * middle of a text: they must stand nowhere else in the line, or else it would
 * say whose pseudonym it is.
 *
 * Invariant: held values belong to one worker.
 */
#ifndef SCRUB_HELD_H
#define SCRUB_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

enum { HELD_MAX = 16, HELD_BYTES = 64 * 1024 };

struct held {
	struct buf text; /* all of them, one behind the other */
	size_t n;
	size_t end[HELD_MAX]; /* of each, in the text */
};

/**
 * held_init(h):
 * Make ${h} empty; held_release() gives its memory back.
 */
void held_init(struct held *);

/**
 * held_release(h):
 * Wipe ${h} and give its memory back.
 */
void held_release(struct held *);

/**
 * held_begin(h):
 * A new line: nothing is held.
 */
void held_begin(struct held *);

/**
 * held_add(h, value):
 * Hold a copy of ${value}.
 *
 * Returns: false when there is no room: it must not become a pseudonym.
 */
bool held_add(struct held *, struct span);

/**
 * held_at(h, i):
 * Value ${i} of h->n; borrowed until the next call of another function.
 */
struct span held_at(const struct held *, size_t);

#endif
