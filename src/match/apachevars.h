/* SPDX-License-Identifier: ISC */
/*
 * The ${variables} of an Apache configuration: those of Define, then those of
 * the environment.
 *
 * Invariant: of a variable that a condition may have set to something else,
 * no value is known. Names are compared without case.
 */
#ifndef MATCH_APACHEVARS_H
#define MATCH_APACHEVARS_H

#include "match/serverfiles.h"

struct apachevars {
	struct serverfiles *files; /* for its arena and its environment */
	struct apachevars_define *first;
};

/**
 * apachevars_set(v, name, value, maybe):
 * Give ${name} the value ${value}, which both live as long as ${v}; a NULL
 * in value.p takes its value away. ${maybe}: only under some condition.
 *
 * Returns: 0, or -1 with errno set.
 */
int apachevars_set(struct apachevars *, struct span, struct span, bool);

/**
 * apachevars_at(s, name):
 * Does ${s} start with a `${name}`?
 *
 * Returns: how many bytes that takes, or 0.
 */
size_t apachevars_at(struct span, struct span *);

/**
 * apachevars_in(s):
 * Is there a `${name}` anywhere in ${s}?
 */
bool apachevars_in(struct span);

/**
 * apachevars_expand(v, s, out):
 * Append ${s} to ${out}, variables replaced by their values, but for those
 * that have none.
 *
 * Source:  server/core.c, ap_resolve_env().
 */
void apachevars_expand(const struct apachevars *, struct span, struct buf *);

#endif
