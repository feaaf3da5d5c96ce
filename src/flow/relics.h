/* SPDX-License-Identifier: ISC */
/*
 * What the policy wants swept beside its output directory: rotated raw logs,
 * and the quarantine.
 */
#ifndef FLOW_RELICS_H
#define FLOW_RELICS_H

#include "match/catalog.h"
#include "match/matcher.h"
#include "model/policy.h"
#include "retain/relic.h"

struct relics {
	const struct policy *policy;
	struct catalog *catalog; /* for the time of the sweep, nobody else's */
	const struct matcher *matcher; /* NULL: formats are guessed */
};

/**
 * relics_any(policy):
 * Does ${policy} name any?
 */
bool relics_any(const struct policy *);

/**
 * relics_sweep(r, options, count):
 * Delete what has outlived its keep, and add to ${count}. To be done after a
 * sweep of the output directory, unless that has stopped: what is entered into
 * their common ledger here would make a clock that jumped look right.
 *
 * Returns: 0, or -1, warned.
 */
int relics_sweep(const struct relics *, const struct relic_options *,
    struct relic_count *);

#endif
