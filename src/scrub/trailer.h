/* SPDX-License-Identifier: ISC */
/*
 * One more field at the end of a line, written as its format writes fields: a
 * member `"place":"NL"` of a JSON object, a labelled field of LTSV, a column
 * `x-place` of W3C, a word behind a blank elsewhere.
 */
#ifndef SCRUB_TRAILER_H
#define SCRUB_TRAILER_H

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"

/**
 * trailer_put(r, word, out):
 * Append the tail of ${r}, and ${word} as one more field in it or behind it. A
 * header names it; other lines of comment stay as they are. The format has a
 * trailer.
 */
void trailer_put(const struct record *, struct span, struct buf *);

#endif
