/* SPDX-License-Identifier: ISC */
/*
 * User agents with less in them: see version.h, device.h, handset.h and
 * inapp.h for what goes.
 */
#ifndef SCRUB_REDUCE_H
#define SCRUB_REDUCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * reduce_put(agent, out):
 * Append ${agent} with its versions reduced and its device left out. URLs in
 * it stay.
 */
void reduce_put(struct span, struct buf *);

/**
 * reduce_part(part, handset, out):
 * The same for a part of an agent, which may be one of a handset.
 */
void reduce_part(struct span, bool, struct buf *);

#endif
