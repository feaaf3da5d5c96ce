/* SPDX-License-Identifier: ISC */
/*
 * One step of a compiled layout: a literal or one conversion. Only
 * model/layout.c uses it.
 *
 * Invariant: layoutop_take() reads greedily, and never gives back; so does
 * what layoutop_pattern() writes.
 */
#ifndef MODEL_LAYOUTOP_H
#define MODEL_LAYOUTOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/layoutpart.h"

enum opkind {
	OP_LITERAL,
	OP_NUMBER,
	OP_NAME, /* of a month or weekday, am or pm */
	OP_FRACTION,
	OP_ZONE, /* +hhmm */
	OP_ISOZONE, /* +hh:mm, +hhmm or Z */
	OP_ZONENAME
};

#define LAYOUTOP_NOTHING INT64_MIN

enum pad { PAD_ZERO, PAD_NONE, PAD_BLANK };

/* The values of a part that has names: the first is ${first}, and so on. */
struct opnames {
	const char *const *name;
	int count;
	int first;
	size_t len; /* of the name that is written; 0: all */
};

struct op {
	enum opkind kind;
	enum part part;
	size_t min, max; /* bytes */
	enum pad pad; /* of a number; other than PAD_ZERO, of any width */
	const struct opnames *names;
	struct span literal;
};

/**
 * layoutop_take(o, s, v):
 * Read ${o} off the front of ${s}, its value into ${v}.
 *
 * Returns: its length, 0 where ${s} does not start so. ${v} is LAYOUTOP_NOTHING
 *          for what tells nothing: a literal, a name that is no known zone.
 */
size_t layoutop_take(const struct op *, struct span, int64_t *);

/**
 * layoutop_write(o, t, piece, out):
 * Append ${o} of ${t}, spelt as ${piece}, which layoutop_take() has read.
 */
void layoutop_write(const struct op *, const struct stamp *, struct span,
    struct buf *);

/**
 * layoutop_pattern(o, out):
 * Append a pattern for all that layoutop_take() reads.
 */
void layoutop_pattern(const struct op *, struct buf *);

/**
 * layoutop_runs_into(o, next):
 * May ${o} be followed by a ${next} whose start looks like more of ${o}?
 */
bool layoutop_runs_into(const struct op *, const struct op *);

#endif
