/* SPDX-License-Identifier: ISC */
/*
 * The comment of a user agent that names a device: of Android and of Windows
 * Phone. What is in it besides the system and the browser (model, build,
 * locale) goes; `K` stands for it, as in the agents of Chrome.
 */
#ifndef SCRUB_DEVICE_H
#define SCRUB_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

struct device {
	struct span parts; /* what is between the brackets */
	size_t end; /* the offset of the closing bracket, or the end */
};

/**
 * device_read(agent, at, d):
 * Is the comment whose opening bracket is at ${at} in ${agent} one that names
 * a device? It is stored in ${d}.
 */
bool device_read(struct span, size_t, struct device *);

/**
 * device_put(d, out):
 * Append what is left of ${d}, from its opening bracket to d->end.
 */
void device_put(const struct device *, struct buf *);

#endif
