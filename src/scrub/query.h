/* SPDX-License-Identifier: ISC */
/*
 * Query strings. A parameter is a hit when its name is in the list and it has
 * a value, when a detector finds something in it, hidden or not, when a URL or
 * JSON in its value has such a parameter, or when it is what somebody looked
 * for (search.h). It is counted once, by its name's kind first. Its value goes
 * as a whole, but of a URL what was found.
 */
#ifndef SCRUB_QUERY_H
#define SCRUB_QUERY_H

#include <stdbool.h>

#include "scrub/scrub.h"

/**
 * query_put(s, rule, place, in, out):
 * Append what ${rule} leaves of the query ${in}, which has no `?`.
 *
 * Returns: false when the whole query goes, and what leads it with it.
 */
bool query_put(struct scrub *, const struct rule *, enum place, struct span,
    struct buf *);

/**
 * query_scrub(s, rule, in, out):
 * The action of a field that is a query. When the whole query goes, that
 * leaves nothing where the field begins with a `?` (Apache %q), else `-`.
 */
void query_scrub(struct scrub *, const struct rule *, struct span,
    struct buf *);

#endif
