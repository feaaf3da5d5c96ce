/* SPDX-License-Identifier: ISC */
/*
 * `network V4 V6`: an address is replaced by the lowest one of its block that
 * lies in the same country (or autonomous system), so that all of that place
 * in the block share one, and the place can still be told from the clean log.
 */
#ifndef SCRUB_NETWORK_H
#define SCRUB_NETWORK_H

#include <stdbool.h>

#include "base/addr.h"
#include "scrub/place.h"

enum {
	NETWORK_V4_LEAST = 256, /* addresses that have to share one, */
	NETWORK_V6_LEAST = 48 /* or a block of that many bits */
};

/**
 * network_truncate(p, a, bits4, bits6):
 * Replace ${a}: see above. By addr_truncate() where fewer than NETWORK_V4_LEAST
 * addresses or a /48 would share the answer, where the place of ${a} is not
 * known, where the block takes too long to be searched, and where ${a} has an
 * IPv4 address within it; but a mapped one is IPv4 and stays a mapped one. The
 * answer never has one within it otherwise.
 *
 * ${p} may be NULL: there is no database, truncate.
 *
 * Returns: false when it was addr_truncate(): the place may not be the same.
 */
bool network_truncate(const struct place_db *, struct addr *, unsigned,
    unsigned);

#endif
