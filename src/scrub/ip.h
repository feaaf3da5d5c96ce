/* SPDX-License-Identifier: ISC */
/*
 * The address field: one client address, or a host name in its place.
 */
#ifndef SCRUB_IP_H
#define SCRUB_IP_H

#include "base/addr.h"
#include "scrub/scrub.h"

/**
 * ip_scrub(s, rule, in, out):
 * An address is kept, dropped (0.0.0.0), or replaced by what standin_addr()
 * says; brackets and port stay around it, a zone id goes. `-`, `unix:` and an
 * empty field stay. A host name goes by the policy's host rule; anything else
 * becomes 0.0.0.0.
 *
 * Source:  RFC 5952 for IPv6 output, RFC 4007 section 11 for zones.
 */
scrub_fn ip_scrub;

/**
 * ip_list_scrub(s, rule, in, out):
 * The same for a list with commas between, as X-Forwarded-For; what is no
 * address becomes 0.0.0.0.
 */
scrub_fn ip_list_scrub;

/**
 * ip_find(in, a):
 * Store in ${a} the address that the field ${in} is, whatever stands around
 * it; of a list, the first.
 *
 * Returns: false when there is none.
 */
bool ip_find(struct span, struct addr *);

#endif
