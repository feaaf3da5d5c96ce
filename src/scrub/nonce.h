/* SPDX-License-Identifier: ISC */
/*
 * The detector of words that nobody could have thought of: ids of sessions,
 * nonces, hashes. For messages only, where other words are rare; see
 * scrub/detect.h for its shape.
 */
#ifndef SCRUB_NONCE_H
#define SCRUB_NONCE_H

#include "scrub/detect.h"

/**
 * nonce_find(text, from, f):
 * 20 or more letters and digits, with dashes between groups of hex digits as
 * in an UUID, that change between letters and digits often or are nothing but
 * hex digits of both sorts. Not in a path or URL: those have their own rule.
 */
bool nonce_find(struct span, size_t, struct found *);

#endif
