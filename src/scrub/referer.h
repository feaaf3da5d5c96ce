/* SPDX-License-Identifier: ISC */
/* Referers: URLs of other pages, or anything a client cares to send. */
#ifndef SCRUB_REFERER_H
#define SCRUB_REFERER_H

#include "scrub/scrub.h"

/**
 * referer_scrub(s, rule, in, out):
 * The action of a field that is a referer. SAME: uri_put() without the
 * fragment; ORIGIN: scheme, host and port, `-` where there are none. An empty
 * field and `-` stay.
 */
void referer_scrub(struct scrub *, const struct rule *, struct span,
    struct buf *);

#endif
