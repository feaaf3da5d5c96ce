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
 * A field ends where the literal behind it starts. Where that literal's first
 * byte may stand inside the field (a blank in a user name), it ends the field
 * only if all of the literal and the fixed shape behind it follow.
 */
void pattern_write(const struct elements *, struct buf *);

/**
 * pattern_write_head(es, n, out):
 * The same of the first ${n} parts alone, with one group more for whatever
 * follows them. A line that matches it is one of the format up to there.
 */
void pattern_write_head(const struct elements *, size_t, struct buf *);

#endif
