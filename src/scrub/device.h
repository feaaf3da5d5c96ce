/* SPDX-License-Identifier: ISC */
/*
 * Comments of user agents, the parts between brackets, when they describe the
 * visitor's device: Android's and other telephones', televisions', Internet
 * Explorer's. What is not known there (model, build, locale, carrier, toolbars
 * and what an employer wrote into it) goes; for a device `K` stands for it, as
 * in the agents of Chrome. Parts of bots stay.
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
	bool handset; /* not a computer's */
	bool closed; /* there is a closing bracket */
	bool television; /* its parts are fields, in order */
};

/**
 * device_read(agent, at, handset, d):
 * Does the comment whose opening bracket is at ${at} in ${agent} describe the
 * device? It is stored in ${d}. ${handset}: the agent is one of a handset.
 */
bool device_read(struct span, size_t, bool, struct device *);

/**
 * device_put(d, out):
 * Append what is left of ${d}, from its opening bracket to d->end.
 */
void device_put(const struct device *, struct buf *);

#endif
