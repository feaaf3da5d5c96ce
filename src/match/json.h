/* SPDX-License-Identifier: ISC */
/*
 * Logs of one JSON object a line (RFC 8259). Fields are JSON pointers.
 *
 * Invariants:
 * - What no pointer names is not known: strings and numbers of more than a
 *   few digits are cuts of the field `*`, which is redacted; smaller numbers
 *   are cuts of `*number`, keys that are no plain identifier of `*key`. So a
 *   gap holds brackets, commas, blanks, true, false, null, empty strings,
 *   `-`, and keys that are named or plain.
 * - A string's value is what stands between its quotes, escapes as they are.
 */
#ifndef MATCH_JSON_H
#define MATCH_JSON_H

#include "match/fields.h"
#include "match/need.h"
#include "match/parser.h"

enum { JSON_DEPTH_MAX = 32 };

/**
 * json_new(fs, need, why):
 * The parser of the fields ${fs}, to which `*`, `*number` and `*key` are
 * added. The names of ${need} are pointers. All of it lives in fs->arena, and
 * borrows ${need}.
 *
 * Returns: NULL with one line in ${why}.
 */
struct parser *json_new(struct fields *, const struct need *, char[static 200]);

#endif
