/* SPDX-License-Identifier: ISC */
/*
 * The detectors of addresses in their usual spellings; see scrub/detect.h for
 * their shape, scrub/ipnum.h and scrub/hostip.h for the others. What is longer
 * than an address (1.2.3.4.5) holds none.
 */
#ifndef SCRUB_IPFIND_H
#define SCRUB_IPFIND_H

#include "scrub/detect.h"

/**
 * ipfind_v4(text, from, f):
 * Four decimal numbers up to 255, with or without leading zeros, or octal ones
 * of four digits. A version is none: behind `v`, `ver`, `version` and the
 * like, in the name of a program's file (jquery-1.2.3.4.js), and
 * Chrome/104.0.0.0. Where letters are joined to it, only what is no version
 * (ip1.2.3.4, x192.0.2.7) is one.
 */
bool ipfind_v4(struct span, size_t, struct found *);

/**
 * ipfind_v6(text, from, f):
 * What addr_parse() takes and has at least two colons and three groups, so
 * that neither a time nor `::` is one. A port or a word may be joined to it
 * with a colon; a zone id is a part of it.
 */
bool ipfind_v6(struct span, size_t, struct found *);

/**
 * ipfind_short(text, from, f):
 * An IPv6 address of two groups, such as 2001::7: a word of its own, and with
 * a digit in its first group, or else `std::dec` would be one.
 */
bool ipfind_short(struct span, size_t, struct found *);

#endif
