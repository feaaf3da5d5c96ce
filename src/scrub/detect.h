/* SPDX-License-Identifier: ISC */
/*
 * Personal data in a text, recognised by what it looks like. One row of a
 * table and one small file a detector; which of them run is decided by the
 * bytes the text holds.
 *
 * What looks like nothing else is found in any text. What might be a plain
 * number as well (one weak check digit, a date) is found in a lone text only:
 * one that is the whole value of a parameter whose name does not say that it
 * is harmless, or that stands behind a label in a path.
 *
 * Invariants of struct hits: in order, not empty, not overlapping. When there
 * are more than fit, neighbours are made one: what was found stays covered.
 */
#ifndef SCRUB_DETECT_H
#define SCRUB_DETECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/hit.h"
#include "scrub/bytes.h"

enum { DETECT_MAX = 32 };

struct found {
	enum kind kind;
	size_t start; /* offsets in the text; end is behind the last byte */
	size_t end;
	enum means means;
};

struct hits {
	size_t n;
	struct found at[DETECT_MAX];
};

/**
 * detect_text(text, set, h):
 * Add to ${h} all personal data in ${text}, which is decoded and has the bytes
 * ${set} (bytes_scan()).
 *
 * Shape:   what every detector X has is bool X(text, from, f): store the
 *          first hit that begins at ${from} or later in ${f}, all but the
 *          kind; ${from} is 0 or the end of the hit before.
 */
void detect_text(struct span, unsigned, struct hits *);

/**
 * detect_lone(text, set, h):
 * The same for what is found in a lone text only.
 */
void detect_lone(struct span, unsigned, struct hits *);

/**
 * detect_add(h, f):
 * Add ${f} to ${h}; where it overlaps others, they become one, of the kind
 * of the first.
 */
void detect_add(struct hits *, struct found);

#endif
