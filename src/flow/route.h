/* SPDX-License-Identifier: ISC */
/*
 * Which rules go for a line, and which stream and class it belongs to: looked
 * up line by line, for one worker. Lines of a vhost come in bursts, so the
 * last answer is remembered.
 *
 * Invariant: what was looked up before makes no difference.
 */
#ifndef FLOW_ROUTE_H
#define FLOW_ROUTE_H

#include <stdbool.h>

#include "flow/variants.h"

struct route;

struct routed {
	const struct variant *variant;
	const struct scope *vhost; /* NULL: none */
	const struct scope *class; /* NULL: none */
	struct span stream; /* by stream_name(); until the next route_line() */
};

/**
 * route_new(v):
 * For the variants ${v}, which must outlive it.
 *
 * Returns: NULL when there is no memory.
 */
struct route *route_new(const struct variants *);

/**
 * route_free(r):
 * Give ${r} back. NULL is allowed.
 */
void route_free(struct route *);

/**
 * route_line(r, record, to):
 * Where the line ${record} belongs.
 *
 * Returns: false when its class cannot be told, see match/classify.h: it must
 *          be withheld.
 */
bool route_line(struct route *, const struct record *, struct routed *);

#endif
