/* SPDX-License-Identifier: ISC */
/*
 * The dialect w3c: values in columns, which a header line in the stream names
 * (`#Fields: date time c-ip ...`), as often as it likes. Before the first
 * header the columns are those the format file says, if any.
 *
 * A line is matched with the header in force: that is all the state there is,
 * it depends on the last header line alone, and it is in struct columns.
 *
 * Invariants:
 * - A value goes to the column of its place, and only where there are as many
 *   values as columns, each of its column's shape.
 * - A header that cannot be read leaves no columns in force: what follows
 *   matches nothing.
 * - A stream with headers stands behind no framing.
 *
 * Source: https://www.w3.org/TR/WD-logfile.html
 */
#ifndef MATCH_COLUMNS_H
#define MATCH_COLUMNS_H

#include "match/fields.h"
#include "match/need.h"
#include "match/parser.h"

enum { COLUMNS_MAX = 256, COLUMNS_HEADER_MAX = 16 * 1024 };

/**
 * columns_new(fs, need, text, why):
 * A parser of lines with columns; ${text} names those before the first header,
 * and is empty where there are none. Columns called as a field of ${fs} are
 * that one; all others the dialect knows are added to it. A header must have
 * what ${need} says.
 *
 * Shape:   the parser lives in fs->arena and borrows ${fs} and ${need}.
 * Returns: NULL with one line (static) in ${why}.
 */
struct parser *columns_new(struct fields *, const struct need *, struct span,
    const char **);

/**
 * columns_state(void):
 * The columns of one stream, for struct matching: no header was seen.
 *
 * Returns: NULL when there is no memory; columns_free() gives it back.
 */
struct columns *columns_state(void);

/**
 * columns_free(c):
 * Give ${c} back. NULL is allowed.
 */
void columns_free(struct columns *);

/**
 * columns_reset(c):
 * Make ${c} as columns_state() made it.
 */
void columns_reset(struct columns *);

/**
 * columns_last(text):
 * The last line of ${text}, which starts at the start of a line, that is a
 * header; without its line ending.
 *
 * Shape:   borrowed from ${text}.
 * Returns: an empty span when there is none.
 */
struct span columns_last(struct span);

#endif
