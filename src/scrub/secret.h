/* SPDX-License-Identifier: ISC */
/*
 * The detectors of tokens and credentials by their well-known beginnings;
 * see scrub/detect.h for their shape.
 */
#ifndef SCRUB_SECRET_H
#define SCRUB_SECRET_H

#include "scrub/detect.h"

/**
 * secret_find(text, from, f):
 * A JSON web token, or a token of a provider whose tokens can be told by how
 * they begin; the last parts of the address of a webhook of Slack or Discord.
 *
 * Source:  RFC 7515 section 3.1; the providers' documentation.
 */
bool secret_find(struct span, size_t, struct found *);

/**
 * secret_scheme(text, from, f):
 * `Bearer`, `Basic` and the like, in any case, and the credentials behind it; a
 * key between -----BEGIN and -----END, or up to the end of the text.
 *
 * Source:  RFC 6750 section 2.1, RFC 7617 section 2, RFC 4559; RFC 7468.
 */
bool secret_scheme(struct span, size_t, struct found *);

#endif
