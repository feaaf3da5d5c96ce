/* SPDX-License-Identifier: ISC */
/*
 * How the times of one field are spelt, whichever way that is: a fixed
 * spelling, a strftime() layout, or each value as it likes.
 */
#ifndef MODEL_SPELLING_H
#define MODEL_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"
#include "model/layout.h"
#include "model/stamp.h"

struct spelling {
	enum timespelling kind;
	const struct layout *layout; /* where that is TIME_LAYOUT, else NULL */
};

/**
 * spelling_parse(sp, s, now, t):
 * Read all of ${s} into ${t}. ${now}, seconds since the epoch, matters to times
 * without a year or a date.
 *
 * Returns: false when ${s} is not such a time, see stamp_parse(),
 *          stamp_detect() for TIME_ANY, and layout_parse(); ${t} is then
 *          unspecified.
 */
bool spelling_parse(const struct spelling *, struct span, int64_t,
    struct stamp *);

/**
 * spelling_write(sp, t, original, out):
 * Append ${t} in the syntax of ${original}, which spelling_parse() has read
 * with ${sp}.
 */
void spelling_write(const struct spelling *, const struct stamp *, struct span,
    struct buf *);

/**
 * spelling_has_date(sp):
 * Do times spelt as ${sp} say the day?
 */
bool spelling_has_date(const struct spelling *);

#endif
