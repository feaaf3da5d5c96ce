/* SPDX-License-Identifier: ISC */
/* The detector of credentials in URLs; see scrub/detect.h for its shape. */
#ifndef SCRUB_USERINFO_H
#define SCRUB_USERINFO_H

#include "scrub/detect.h"

/**
 * userinfo_find(text, from, f):
 * What stands between `://` and `@` in a URL within ${text}.
 *
 * Source:  RFC 3986 section 3.2.1.
 */
bool userinfo_find(struct span, size_t, struct found *);

#endif
