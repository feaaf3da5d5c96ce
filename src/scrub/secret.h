/* SPDX-License-Identifier: ISC */
/* The detector of tokens and credentials by their well-known beginnings. */
#ifndef SCRUB_SECRET_H
#define SCRUB_SECRET_H

#include "scrub/detect.h"

/**
 * secret_needed(b):
 * Might a token begin in a text that holds ${b}?
 */
bool secret_needed(struct bytes);

/**
 * secret_find(text, from, f):
 * A JSON web token, a token of a provider whose tokens can be told by how
 * they begin, or what follows `Bearer ` or `Basic `; see scrub/detect.h.
 *
 * Source:  RFC 7515 section 3.1, RFC 6750 section 2.1, RFC 7617 section 2;
 *          the providers' documentation of their token formats.
 */
bool secret_find(struct span, size_t, struct found *);

#endif
