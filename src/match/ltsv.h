/* SPDX-License-Identifier: ISC */
/*
 * The dialect ltsv: `label:value` between tabs, in any order and number.
 *
 * Invariants:
 * - Labels are the format's own: letters, digits and `_.-`, a letter first.
 *   One that nobody knows has a value that is opaque.
 * - A line that lacks what the format needs, or that has a part without a
 *   label, does not match.
 *
 * Source: http://ltsv.org
 */
#ifndef MATCH_LTSV_H
#define MATCH_LTSV_H

#include "match/fields.h"
#include "match/need.h"
#include "match/parser.h"

/**
 * ltsv_new(fs, need, why):
 * A parser of such lines. Labels called as a field of ${fs} are that one; all
 * others the dialect knows are added to it. A line must have what ${need}
 * says.
 *
 * Shape:   the parser lives in fs->arena and borrows ${fs} and ${need}.
 * Returns: NULL with one line (static) in ${why}.
 */
struct parser *ltsv_new(struct fields *, const struct need *, const char **);

#endif
