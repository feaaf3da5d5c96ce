/* SPDX-License-Identifier: ISC */
/*
 * Request targets and other URIs: the path and query rules applied to their
 * parts. A fragment is treated like query text. Userinfo always goes.
 */
#ifndef SCRUB_URI_H
#define SCRUB_URI_H

#include "scrub/scrub.h"

struct uri_places {
	enum place path; /* and the authority */
	enum place query;
};

/**
 * uri_put(s, places, in, out):
 * Append what the policy's rules for paths and queries leave of ${in}: a path
 * with or without a query, an absolute URI, `host:port`, or `*`.
 *
 * Source:  RFC 9112 section 3.2 (the forms of a request target).
 */
void uri_put(struct scrub *, struct uri_places, struct span, struct buf *);

/**
 * uri_scrub(s, rule, in, out):
 * The action of a field that is a request target; ${rule} is not looked at.
 */
void uri_scrub(struct scrub *, const struct rule *, struct span, struct buf *);

#endif
