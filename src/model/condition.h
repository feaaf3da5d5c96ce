/* SPDX-License-Identifier: ISC */
/*
 * The values of `match` that are no regular expressions: what they may look
 * like, and what they stand for.
 */
#ifndef MODEL_CONDITION_H
#define MODEL_CONDITION_H

#include <stdbool.h>

#include "base/span.h"
#include "model/policy.h"

/**
 * condition_vhost_is(name):
 * May ${name} be that of a scope: what stream_name() writes, or `*.` and the
 * name of a host?
 */
bool condition_vhost_is(struct span);

/**
 * condition_vhost(value, name):
 * Does ${value}, which condition_vhost_is(), stand for ${name}, which
 * stream_name() wrote? `*.x` stands for what ends in `.x`, not for `x`.
 */
bool condition_vhost(struct span, struct span);

/**
 * condition_status(value, first, last):
 * Read `404`, `4xx` or `500-503` as the range from ${first} to ${last}.
 *
 * Returns: false when it is none of that within 100 to 999.
 */
bool condition_status(struct span, unsigned *, unsigned *);

/**
 * condition_method_is(value):
 * May ${value} be the method of a request?
 */
bool condition_method_is(struct span);

#endif
