/* SPDX-License-Identifier: ISC */
/*
 * A format as one pattern: a capturing group a field, every repeat
 * possessive, so that matching a line takes time linear in its length.
 */
#ifndef MATCH_PATTERN_H
#define MATCH_PATTERN_H

#include "base/buf.h"
#include "match/elements.h"

/**
 * pattern_write(es, out):
 * Append the pattern of ${es}, for regex_new(), to ${out}.
 *
 * A field of a fixed shape (a number, a time) is as long as it can be. Any
 * other ends where the literal behind it first stands. Where that literal's
 * first byte may stand inside the field (a blank in a user name), it ends the
 * field only if all of the literal follows, and the fixed shape behind that
 * with its literal, or the end of the line. A literal of one byte before
 * another field that is not fixed ends the field in any case.
 */
void pattern_write(const struct elements *, struct buf *);

/**
 * pattern_write_named(es, names, out):
 * The same with the groups named, that of the field in es->e[i] ${names}[i].
 */
void pattern_write_named(const struct elements *, const struct span *,
    struct buf *);

/**
 * pattern_write_head(es, n, out):
 * The same of the first ${n} parts alone, with one group more for whatever
 * follows them. A line that matches it is one of the format up to there.
 */
void pattern_write_head(const struct elements *, size_t, struct buf *);

#endif
