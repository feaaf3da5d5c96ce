/* SPDX-License-Identifier: ISC */
/*
 * The detectors of telephone numbers; see scrub/detect.h for their shape.
 * Digits alone are no telephone number, the international prefix or a URI
 * scheme has to say so. Blanks, dashes, dots, brackets and `+` (a blank in a
 * query) may stand between the digits, two at a time.
 */
#ifndef SCRUB_PHONE_H
#define SCRUB_PHONE_H

#include "scrub/detect.h"

/**
 * phone_plus(text, from, f):
 * `+` without a letter or digit before it, and 8 to 15 digits; not the date
 * or time stamp of a version, +20220123.
 *
 * Source:  ITU-T E.164.
 */
bool phone_plus(struct span, size_t, struct found *);

/**
 * phone_zeros(text, from, f):
 * `00` and 10 to 15 digits, the first of them without dots or brackets.
 * Shorter ones are mostly counters, and groups such as 0066 0067 are a list.
 */
bool phone_zeros(struct span, size_t, struct found *);

/**
 * phone_uri(text, from, f):
 * `tel:`, `sms:` or `callto:` and 5 to 15 digits; the digits and what is
 * between them are the hit.
 *
 * Source:  RFC 3966, RFC 5724.
 */
bool phone_uri(struct span, size_t, struct found *);

#endif
