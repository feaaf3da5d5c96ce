/* SPDX-License-Identifier: ISC */
/*
 * `-f auto`: which format the input is in, and what to say when that cannot
 * be told, or when the format lacks what the policy needs.
 */
#ifndef FLOW_CHOOSE_H
#define FLOW_CHOOSE_H

#include "flow/pipeline.h"
#include "match/guess.h"
#include "read/source.h"
#include "scrub/plan.h"

/**
 * choose_format(p, c, names):
 * Guess the format of the lines of ${c} and store it in p->matcher; ${names}
 * gets the candidates of a tie.
 */
enum guess choose_format(struct pipeline *, const struct chunk *, struct buf *);

/**
 * choose_warn(source, g, names):
 * Say why no format was chosen.
 */
void choose_warn(const struct source *, enum guess, const struct buf *);

/**
 * choose_streams(policy, plan, f):
 * See that ${f}, which ${plan} was made of, has what the output of ${policy}
 * needs: a vhost, where there is a stream for each.
 *
 * Returns: 0, or -1, warned.
 */
int choose_streams(const struct policy *, const struct plan *,
    const struct format *);

#endif
