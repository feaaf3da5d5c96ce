/* SPDX-License-Identifier: ISC */
/*
 * The class of a line: the first one of the policy whose conditions all hold.
 *
 * What a condition looks at may have been written by the client, and a regular
 * expression by hand. So a match ends at a limit (see regex_find()), and then
 * nobody can tell whether the line is of the class. It gets neither that class
 * nor none: the class may be the stricter one or the one that is kept longer,
 * and whoever guesses wrong publishes an address or keeps a line too long. It
 * is withheld and counted, as is all that cannot be understood. That happens
 * to no request a browser makes; and who provokes it loses his own line.
 *
 * Invariants:
 * - A pure function of the line; what was before makes no difference.
 * - struct classify is immutable after classify_new(): workers share it.
 */
#ifndef MATCH_CLASSIFY_H
#define MATCH_CLASSIFY_H

#include "match/subject.h"

struct classify;
struct classifying; /* one worker's */

enum { CLASSIFY_NONE = -1, CLASSIFY_UNKNOWN = -2 };

/**
 * classify_new(a, f, policy, why):
 * The classes and vhosts of ${policy} for lines of ${f}, in ${a}; all three
 * must outlive it.
 *
 * Returns: NULL with one line in ${why}: the format lacks what is asked for,
 *          no memory.
 */
struct classify *classify_new(struct arena *, const struct format *,
    const struct policy *, char[static 200]);

/**
 * classify_free(c):
 * Give back what ${c} compiled. NULL is allowed.
 */
void classify_free(struct classify *);

/**
 * classify_scratch():
 * What a worker needs.
 *
 * Returns: NULL when there is no memory; classify_scratch_free() gives it back.
 */
struct classifying *classify_scratch(void);

/**
 * classify_scratch_free(s):
 * Give ${s} back. NULL is allowed.
 */
void classify_scratch_free(struct classifying *);

/**
 * classify_vhost(c, r, s):
 * The virtual host of the record ${r} as the log has it; empty where there is
 * none. The rest of the line is remembered in ${s} for classify_line().
 */
struct span classify_vhost(const struct classify *, const struct record *,
    struct classifying *);

/**
 * classify_line(c, r, vhost, s):
 * The class of the record ${r}, the last of classify_vhost() with ${s}; its
 * virtual host, as stream_name() writes it, is ${vhost}.
 *
 * Returns: its index among the classes of the policy, CLASSIFY_NONE, or
 *          CLASSIFY_UNKNOWN: that could not be told.
 */
int classify_line(const struct classify *, const struct record *, struct span,
    struct classifying *);

#endif
