/* SPDX-License-Identifier: ISC */
/*
 * The comment of a user agent that names a device: of Android and of Windows
 * Phone. What is in it besides the system and the browser (model, build,
 * locale) goes; `K` stands for it, as in the agents of Chrome.
 */
#ifndef SCRUB_DEVICE_H
#define SCRUB_DEVICE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * device_put(agent, at, out):
 * Append the comment whose opening bracket is at ${at} in ${agent}, if it is
 * one that names a device.
 *
 * Returns: the offset behind the last part; 0, and nothing was appended, when
 *          it is no such comment.
 */
size_t device_put(struct span, size_t, struct buf *);

#endif
