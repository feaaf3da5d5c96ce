/* SPDX-License-Identifier: ISC */
/* Request lines: method, target and protocol in one field. */
#ifndef SCRUB_REQUEST_H
#define SCRUB_REQUEST_H

#include "scrub/scrub.h"

/**
 * request_scrub(s, rule, in, out):
 * The action of a field that is a request line: uri_put() on its target. What
 * is no request line (TLS bytes, other protocols, `-`) is running text, see
 * text_scrub(). ${rule} is not looked at.
 *
 * Source:  RFC 9112 section 3; HTTP/0.9 for a line without a protocol.
 */
void request_scrub(struct scrub *, const struct rule *, struct span,
    struct buf *);

#endif
