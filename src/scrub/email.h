/* SPDX-License-Identifier: ISC */
/* The detector of e-mail addresses; see scrub/detect.h for their shape. */
#ifndef SCRUB_EMAIL_H
#define SCRUB_EMAIL_H

#include "scrub/detect.h"

/**
 * email_find(text, from, f):
 * A local part, which may be quoted, `@`, and a domain with a dot and a top-
 * level domain of at least two letters, which may be UTF-8, or an address in
 * brackets. Control bytes and comments, `jo(x)@example.org`, may be on both
 * sides of the `@` and within. A name of a file such as `logo@2x.png` is none, nor is a release
 * (`vue@3.0.0-rc.next`); `me@example.org.json` is, up to the suffix.
 *
 * Source:  RFC 5321 section 4.1.2, RFC 5322 section 3.2.2 (comments), RFC 6531 for UTF-8.
 */
bool email_find(struct span, size_t, struct found *);

#endif
