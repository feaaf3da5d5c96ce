/* SPDX-License-Identifier: ISC */
/*
 * The parser of a directive: literals and variables in a fixed order, as one
 * pattern (match/pattern.h).
 */
#ifndef MATCH_SEQUENCE_H
#define MATCH_SEQUENCE_H

#include "match/elements.h"
#include "match/parser.h"
#include "match/split.h"

/**
 * sequence_new(es, splits, why):
 * The parser of ${es}; what ${splits} says of one of its fields is done to it.
 * All of it lives in es->arena but the compiled pattern.
 *
 * Returns: NULL with one line in ${why}.
 */
struct parser *sequence_new(const struct elements *, const struct split *,
    char[static 200]);

#endif
