/* SPDX-License-Identifier: ISC */
/*
 * The detectors of hardware addresses (MAC, EUI-48, EUI-64); see
 * scrub/detect.h for their shape. Nobody's are none: all zeros, and broadcast.
 */
#ifndef SCRUB_HWADDR_H
#define SCRUB_HWADDR_H

#include "scrub/detect.h"

/**
 * hwaddr_colons(text, from, f):
 * Six or eight times two hex digits with colons between: 00:00:5E:00:53:01.
 *
 * Source:  IEEE 802-2014 section 8.1, RFC 9542.
 */
bool hwaddr_colons(struct span, size_t, struct found *);

/**
 * hwaddr_dashes(text, from, f):
 * The same with dashes; what may be a date and a time is none.
 */
bool hwaddr_dashes(struct span, size_t, struct found *);

/**
 * hwaddr_dots(text, from, f):
 * Three or four times four hex digits with dots between, 02a0.5e0c.53f1, where
 * each group has letters and digits or a word `mac` stands before them.
 */
bool hwaddr_dots(struct span, size_t, struct found *);

/**
 * hwaddr_lone(text, from, f):
 * In a lone text: three or four times four hex digits with dots or dashes
 * between (0000.5e00.5301), letters and digits among them; or nothing but
 * twelve, two letters at least.
 */
bool hwaddr_lone(struct span, size_t, struct found *);

#endif
