/* SPDX-License-Identifier: ISC */
/*
 * A field's text, without the way its format writes it: JSON's escapes, plus
 * signs for blanks, percent-encoding of a whole field. Actions work on the
 * text; what they leave is written the same way again. nginx's and Apache's
 * escapes are not undone here: actions know those themselves.
 *
 * Invariants:
 * - A value that an action leaves alone stays byte for byte as it was.
 * - What is written cannot end the field it stands in: no raw quote, no raw
 *   control byte, no blank where blanks are coded.
 * - One struct recode belongs to one worker.
 */
#ifndef SCRUB_RECODE_H
#define SCRUB_RECODE_H

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"

struct recode;

/**
 * recode_new(void):
 * Returns: NULL when there is no memory.
 */
struct recode *recode_new(void);

/**
 * recode_free(rc):
 * Give ${rc} back. NULL is allowed.
 */
void recode_free(struct recode *);

/**
 * recode_undo(rc, escape, coding, raw):
 * The text that ${raw} stands for.
 *
 * Shape:   borrowed from ${rc} until the next recode_undo(); ${raw} itself
 *          where there is nothing to undo.
 * Source:  RFC 8259 section 7; RFC 3986 section 2.1.
 */
struct span recode_undo(struct recode *, enum escape, enum coding, struct span);

/**
 * recode_clean(rc):
 * An empty buffer for what an action makes of the text.
 */
struct buf *recode_clean(struct recode *);

/**
 * recode_redo(rc, out):
 * Append what is in recode_clean() to ${out}, written as the raw text of the
 * last recode_undo() was. Where it is too long for that ${out} has failed.
 */
void recode_redo(struct recode *, struct buf *);

#endif
