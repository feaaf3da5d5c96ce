/* SPDX-License-Identifier: ISC */
/*
 * Ready-made policies, and the digest that tells one policy from another.
 */
#ifndef APP_PRESET_H
#define APP_PRESET_H

#include "base/span.h"
#include "model/policy.h"

/**
 * preset_apply(name, p):
 * Set the rules of ${p} to those of the preset ${name}.
 *
 * Returns: NULL, or the names there are, when ${name} is none of them.
 */
const char *preset_apply(struct span, struct policy *);

/**
 * preset_digest(p):
 * Fill in p->digest: FNV-1a, 64 bits, of what the policy says. It names the
 * policy a segment was written under; it is no secret and protects nothing.
 *
 * Source:  Fowler, Noll, Vo; RFC 9923.
 */
void preset_digest(struct policy *);

#endif
