/* SPDX-License-Identifier: ISC */
/*
 * What stands in for an address or a name: with a key its pseudonym, with a
 * database the lowest address of the same place; and where an address is.
 *
 * Invariants:
 * - What is asked twice within an epoch is answered the same, by any worker of
 *   any host that has the same key file and database.
 * - Where there is no answer (its epoch's key is gone, the library fails) there
 *   is none: the caller drops what it has.
 * - A standin belongs to one worker.
 */
#ifndef SCRUB_STANDIN_H
#define SCRUB_STANDIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/span.h"
#include "key/keyring.h"
#include "model/policy.h"
#include "model/tally.h"

#define STANDIN_TODAY INT64_MIN

enum { STANDIN_PLACE_MAX = 16 }; /* bytes that standin_place() appends */

struct standin;

/**
 * standin_new(policy, keyring):
 * For ${policy}; ${keyring} is NULL where no rule needs a key. Both outlive
 * it. A database that cannot be opened is warned of once, and done without.
 *
 * Returns: NULL when there is no memory.
 */
struct standin *standin_new(const struct policy *, struct keyring *);

/**
 * standin_free(s):
 * Wipe ${s} and give it back. NULL is allowed.
 */
void standin_free(struct standin *);

/**
 * standin_tick(s, now, tally):
 * Time goes on: what is due is forgotten or opened anew. Counts go to
 * ${tally} from here on.
 */
void standin_tick(struct standin *, int64_t, struct tally *);

/**
 * standin_date(s, date):
 * What is asked next is of a line of ${date}, in days since 1970-01-01, or of
 * STANDIN_TODAY: it says none.
 */
void standin_date(struct standin *, int64_t);

/**
 * standin_addr(s, rule, a):
 * Replace ${a} as ${rule} says: truncated, with network, or a pseudonym.
 *
 * Returns: false when there is nothing to replace it with.
 */
bool standin_addr(struct standin *, const struct rule *, struct addr *);

/**
 * standin_host(s, name, a):
 * Store in ${a} the pseudonym of the host ${name}.
 *
 * Returns: false when there is none.
 */
bool standin_host(struct standin *, struct span, struct addr *);

/**
 * standin_text(s, class, text, out):
 * Append the pseudonym of ${text}, which is of CLASS_USER, CLASS_COOKIE,
 * CLASS_TOKEN or, the value of a parameter, CLASS_QUERY.
 *
 * Returns: false when there is none; nothing is then appended.
 */
bool standin_text(struct standin *, enum class, struct span, struct buf *);

/**
 * standin_place(s, a, out):
 * Append where ${a} is, as the policy's place says, or `-`. ${a} may be NULL.
 */
void standin_place(struct standin *, const struct addr *, struct buf *);

#endif
