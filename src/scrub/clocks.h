/* SPDX-License-Identifier: ISC */
/*
 * Times of day in running text: what an application writes into an error log
 * says when just as well as the line's own time does.
 */
#ifndef SCRUB_CLOCKS_H
#define SCRUB_CLOCKS_H

#include <stddef.h>

#include "base/buf.h"
#include "model/rule.h"

/**
 * clocks_blur(out, start, action):
 * Set to zero what ${action} (ACTION_MINUTE to ACTION_MONTH) does not leave of
 * each hh:mm:ss in ${out} from ${start} on, fractions included. Nothing gets
 * longer or shorter. What has colons or digits of its own on either side, such
 * as a hardware address, is none; behind the year of `22/Nov/2026:05:10:13` it
 * is one.
 */
void clocks_blur(struct buf *, size_t, enum action);

#endif
