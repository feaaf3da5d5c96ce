/* SPDX-License-Identifier: ISC */
/*
 * The policy as it goes for lines of a vhost and a class: the rules of all,
 * overlaid with those of the vhost, overlaid with those of the class. All of
 * them are compiled before the first line, so that what is wrong is found
 * then; lines for which the same rules go share one plan, however many vhosts
 * there are.
 *
 * Invariant: immutable after variants_new(); workers share it.
 */
#ifndef FLOW_VARIANTS_H
#define FLOW_VARIANTS_H

#include "base/arena.h"
#include "match/classify.h"
#include "model/format.h"
#include "model/policy.h"
#include "scrub/plan.h"

struct variants;

struct variant {
	const struct plan *plan;
	const struct policy *policy; /* with the rules of the plan */
	size_t keep; /* for variants_keep() */
	const struct scope *vhost; /* one that orders the same, or NULL */
	const struct scope *class; /* NULL: of no class */
};

/**
 * variants_new(a, f, policy, why):
 * Compile ${policy} for ${f} into ${a}; all three must outlive it.
 *
 * Returns: NULL with one line in ${why}: see plan_new() and classify_new();
 *          too many different keeps, or one that a file cannot have.
 */
struct variants *variants_new(struct arena *, const struct format *,
    const struct policy *, char[static 200]);

/**
 * variants_free(v):
 * Give back what is not of the arena. NULL is allowed.
 */
void variants_free(struct variants *);

/**
 * variants_base(v):
 * What goes for lines of no vhost and no class.
 */
const struct variant *variants_base(const struct variants *);

/**
 * variants_of(v, vhost, class):
 * What goes for lines of the scope ${vhost} of the policy, or NULL, and of the
 * class ${class}, an index, or CLASSIFY_NONE.
 */
const struct variant *variants_of(const struct variants *, const struct scope *,
    int);

/**
 * variants_keep(v, i):
 * Keep ${i} of those that differ, counted from 0; NULL behind the last.
 */
const struct keep *variants_keep(const struct variants *, size_t);

/**
 * variants_classify(v):
 * What tells of which class a line is.
 */
const struct classify *variants_classify(const struct variants *);

/**
 * variants_policy(v):
 * The policy they were made of.
 */
const struct policy *variants_policy(const struct variants *);

/**
 * variants_plans(v):
 * How many plans there are.
 */
size_t variants_plans(const struct variants *);

#endif
