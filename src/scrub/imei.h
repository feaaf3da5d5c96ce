/* SPDX-License-Identifier: ISC */
/* The detector of mobile equipment; see scrub/detect.h for its shape. */
#ifndef SCRUB_IMEI_H
#define SCRUB_IMEI_H

#include "scrub/detect.h"

/**
 * imei_find(text, from, f):
 * In a lone text: all of it is an equipment identity (15 digits, the last of
 * them right, one in 60 of such numbers) or one with a software version (16
 * digits, of the bodies that allocate today only, one in 25), written as it
 * is or in groups (49-015420-323751-8).
 *
 * Source:  3GPP TS 23.003 section 6.2; GSMA TS.06 (reporting bodies).
 */
bool imei_find(struct span, size_t, struct found *);

#endif
