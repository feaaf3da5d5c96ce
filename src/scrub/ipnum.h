/* SPDX-License-Identifier: ISC */
/*
 * The detectors of IPv4 addresses written as inet_aton(3) and browsers read
 * them; see scrub/detect.h for their shape.
 */
#ifndef SCRUB_IPNUM_H
#define SCRUB_IPNUM_H

#include "scrub/detect.h"

/**
 * ipnum_dotted(text, from, f):
 * Four numbers with dots between them, at least one of them hexadecimal:
 * 0xC0.0.0x2.07.
 *
 * Source:  POSIX.1-2017 inet_addr(); the URL standard's IPv4 parser.
 */
bool ipnum_dotted(struct span, size_t, struct found *);

/**
 * ipnum_hex(text, from, f):
 * In a lone text: `0x` and eight hex digits, such as 0xC0000207.
 */
bool ipnum_hex(struct span, size_t, struct found *);

#endif
