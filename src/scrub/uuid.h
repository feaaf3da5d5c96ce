/* SPDX-License-Identifier: ISC */
/* The detector of UUIDs; see scrub/detect.h for its shape. */
#ifndef SCRUB_UUID_H
#define SCRUB_UUID_H

#include "scrub/detect.h"

/**
 * uuid_find(text, from, f):
 * In a lone text, for in the path of a service they name resources: 32 hex
 * digits in groups of 8, 4, 4, 4 and 12, as advertising ids and the ids of
 * installations have them. The nil and the max UUID are none.
 *
 * Source:  RFC 9562 section 4.
 */
bool uuid_find(struct span, size_t, struct found *);

#endif
