/* SPDX-License-Identifier: ISC */
/*
 * Quarantined lines are deleted by the day, when that is as old as their keep.
 * A file is one when its name is one that withheld_parse() takes and it belongs
 * to the owner of the directory, to root or to us.
 */
#ifndef RETAIN_QUARANTINED_H
#define RETAIN_QUARANTINED_H

#include "model/policy.h"
#include "retain/relic.h"

/**
 * quarantined_sweep(q, options, count):
 * Delete the files in the quarantine of ${q} that have outlived its keep, and
 * add to ${count}. That there is no such directory yet is fine.
 *
 * Returns: 0, or -1, warned.
 */
int quarantined_sweep(const struct withholding *, const struct relic_options *,
    struct relic_count *);

#endif
