/* SPDX-License-Identifier: ISC */
/*
 * User agents. Whatever the action, but for KEEP, what the detectors find in
 * one (contact addresses of bots, for the most part), hidden or not, values
 * behind names in the list, installation ids of 16 hex digits or more and
 * equipment identities are replaced by their word.
 */
#ifndef SCRUB_AGENT_H
#define SCRUB_AGENT_H

#include "scrub/scrub.h"

/**
 * agent_scrub(s, rule, in, out):
 * The action of a field that is a user agent. REDUCE: reduce_put(), FAMILY:
 * family_put(), DROP: `-`. An empty field and `-` stay.
 */
void agent_scrub(struct scrub *, const struct rule *, struct span,
    struct buf *);

#endif
