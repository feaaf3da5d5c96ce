/* SPDX-License-Identifier: ISC */
/*
 * What is done to one field of a format: its class's treatment and the
 * policy's rule for it. A plan has one op for each field.
 *
 * Invariant: immutable after op_compile(); workers share it.
 */
#ifndef SCRUB_OP_H
#define SCRUB_OP_H

#include "model/format.h"
#include "model/policy.h"
#include "model/spelling.h"
#include "scrub/leak.h"
#include "scrub/scrub.h"

/* How a class is treated, whatever its rule is. */
struct treatment {
	scrub_fn *scrub; /* NULL: time, see op_time() */
	size_t least; /* bytes an original must have to be protected */
	enum place place;
	bool client; /* a client may have written it: marked, spliced */
	bool shielded; /* protected unless the rule is keep */
	bool repeats; /* comes again and again: worth remembering */
};

struct op {
	const struct field *field;
	const struct treatment *how;
	struct rule rule;
	enum class class;
	enum guard guard;
	struct spelling time; /* where the class is time */
	bool dated; /* and it says the day */
	/* As in its treatment, but not where the shape is checked. */
	bool client;
	bool repeats; /* as in its treatment, and nothing in it is of a time */
	bool protect; /* its original must stand nowhere in the line */
};

/**
 * op_compile(op, policy, field, why):
 * Make ${op} what ${policy} says of ${field}.
 *
 * Shape:   ${op} borrows both.
 * Returns: 0, or -1 with one line in ${why}: an override that must not be.
 */
int op_compile(struct op *, const struct policy *, const struct field *,
    char[static 200]);

/**
 * op_value(op, s, c, out):
 * Append to ${out} what the action of ${op}, which is of no time, leaves of the
 * cut ${c}, written as the server would.
 */
void op_value(const struct op *, struct scrub *, const struct cut *,
    struct buf *);

/**
 * op_time(op, now, c, out):
 * The same for a time; ${now} as for spelling_parse().
 *
 * Returns: false when it is none.
 */
bool op_time(const struct op *, int64_t, const struct cut *, struct buf *);

/**
 * op_istimeless(value):
 * Is ${value} what stands where there is no time?
 */
bool op_istimeless(struct span);

#endif
