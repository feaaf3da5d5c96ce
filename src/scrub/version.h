/* SPDX-License-Identifier: ISC */
/*
 * Version numbers in user agents, reduced the way browsers themselves now do:
 * the first component stays, later ones become 0, and there are as many of
 * them as before.
 */
#ifndef SCRUB_VERSION_H
#define SCRUB_VERSION_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * version_put(agent, at, out):
 * Append the number at ${at}, the first digit of its run, in ${agent}.
 *
 * Systems keep what their name needs: two components of Windows and of Mac
 * OS X 10. Versions that no longer change (AppleWebKit/537.36) stay, and
 * build ids (Mobile/..., Gecko/...) become the one that browsers froze.
 * The model in iPhone11,8 is left out.
 *
 * Returns: the offset behind what was read.
 */
size_t version_put(struct span, size_t, struct buf *);

#endif
