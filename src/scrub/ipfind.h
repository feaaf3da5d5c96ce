/* SPDX-License-Identifier: ISC */
/*
 * The detectors of addresses in text; see scrub/detect.h for their shape.
 * Neither finds a part of a longer number or word.
 */
#ifndef SCRUB_IPFIND_H
#define SCRUB_IPFIND_H

#include "scrub/detect.h"

/**
 * ipfind_v4(text, from, f):
 * Four decimal numbers up to 255, with or without leading zeros.
 */
bool ipfind_v4(struct span, size_t, struct found *);

/**
 * ipfind_v6(text, from, f):
 * What addr_parse() takes and has at least two colons and three groups, so
 * that neither a time nor `::` is one. A port or a word may be joined to it
 * with a colon.
 */
bool ipfind_v6(struct span, size_t, struct found *);

#endif
