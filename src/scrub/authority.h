/* SPDX-License-Identifier: ISC */
/* The part of a URL between `://` and the path: [userinfo@]host[:port]. */
#ifndef SCRUB_AUTHORITY_H
#define SCRUB_AUTHORITY_H

#include <stdbool.h>

#include "scrub/scrub.h"

/**
 * authority_cut(in, scheme, authority):
 * Split off ${in} its `scheme://` and the authority behind it.
 *
 * Returns: the rest; all of ${in}, with both empty, when it is not absolute.
 */
struct span authority_cut(struct span, struct span *, struct span *);

/**
 * authority_put(s, place, in, out):
 * Append ${in} without its userinfo, and with {ip} for a host that is an
 * address in any of the forms a browser takes, or for the part of its name
 * that is one (hostip_name()).
 *
 * Source:  RFC 3986 section 3.2; the URL standard's "ends in a number".
 */
void authority_put(struct scrub *, enum place, struct span, struct buf *);

#endif
