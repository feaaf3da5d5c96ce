/* SPDX-License-Identifier: ISC */
/*
 * User agents as one browser or bot and one system, such as
 * Firefox/115.0 Linux: what GoAccess and Matomo need to know them by.
 */
#ifndef SCRUB_FAMILY_H
#define SCRUB_FAMILY_H

#include "base/buf.h"
#include "base/span.h"

/**
 * family_put(agent, out):
 * Append the browser in ${agent} with its major version and its system, or
 * the name of the bot; `-` when there is nothing of the kind.
 */
void family_put(struct span, struct buf *);

#endif
