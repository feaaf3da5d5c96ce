/* SPDX-License-Identifier: ISC */
/*
 * Version numbers in user agents, reduced the way browsers themselves now do:
 * the first component stays, later ones become 0, and there are as many of
 * them as before.
 */
#ifndef SCRUB_VERSION_H
#define SCRUB_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

struct version {
	struct span number; /* what to write, of it */
	unsigned keep; /* so many components, the others as 0 */
	size_t end; /* the offset behind what was read */
};

/**
 * version_read(agent, at, v):
 * Store in ${v} what becomes of the number at ${at}, the first digit of its
 * run, in ${agent}.
 *
 * Systems keep what their name needs: two components of Windows, of Mac OS X
 * 10, and of CFNetwork and Darwin, by which the system of an application is
 * known. Versions that no longer change (AppleWebKit/537.36, iPhone OS 18_6)
 * stay, Mac OS X 10_15 and build ids (Mobile/..., Gecko/...) become the one
 * that browsers froze. Of a beta, 4.0b8pre, remains that it is one: 4.0b0.
 * The model in iPhone11,8 is left out.
 *
 * Returns: false when it stays as it is; only ${v}->end is then set.
 */
bool version_read(struct span, size_t, struct version *);

/**
 * version_put(v, out):
 * Append ${v}.
 */
void version_put(const struct version *, struct buf *);

#endif
