/* SPDX-License-Identifier: ISC */
/*
 * What the applications of Meta add to an agent:
 * [FBAN/FBIOS;FBAV/390.1.0.38.101;FBDV/iPhone14,5;FBCR/Carrier].
 */
#ifndef SCRUB_INAPP_H
#define SCRUB_INAPP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * inapp_put(agent, at, out):
 * If there is such a list in ${agent} at ${at}, its opening bracket, append
 * the application's and the system's name and version in it, without the
 * closing bracket.
 *
 * Returns: the offset of the closing bracket or of the end; 0: there is none.
 */
size_t inapp_put(struct span, size_t, struct buf *);

#endif
