/* SPDX-License-Identifier: ISC */
/* User agents with less in them: see version.h and device.h for what goes. */
#ifndef SCRUB_REDUCE_H
#define SCRUB_REDUCE_H

#include "base/buf.h"
#include "base/span.h"

/**
 * reduce_put(agent, out):
 * Append ${agent}, or a part of one, with its versions reduced and its device
 * left out. URLs in it stay.
 */
void reduce_put(struct span, struct buf *);

#endif
