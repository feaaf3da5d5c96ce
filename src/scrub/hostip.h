/* SPDX-License-Identifier: ISC */
/*
 * The detectors of addresses that only messages hold: in the names of dial-up
 * hosts, and short ones. See scrub/detect.h for their shape.
 */
#ifndef SCRUB_HOSTIP_H
#define SCRUB_HOSTIP_H

#include "scrub/detect.h"

/**
 * hostip_find(text, from, f):
 * Four numbers up to 255 with dashes or underlines between them, as part of a
 * host name: `192-0-2-7.dsl.example.org`. A fifth number makes it none.
 */
bool hostip_find(struct span, size_t, struct found *);

/**
 * hostip_short(text, from, f):
 * An IPv6 address of two groups, such as 2001::7: a word of its own, and with
 * a digit in its first group, or else `std::dec` would be one.
 */
bool hostip_short(struct span, size_t, struct found *);

#endif
