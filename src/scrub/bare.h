/* SPDX-License-Identifier: ISC */
/*
 * Values of JSON that stand without quotes. What is written in their place is
 * a number, or null: that is valid wherever a number was, and says that there
 * is none.
 */
#ifndef SCRUB_BARE_H
#define SCRUB_BARE_H

#include <stddef.h>

#include "base/buf.h"

/**
 * bare_mend(out, start):
 * Make what stands in ${out} from ${start} on a number: zeros in front, as a
 * rounded time may have, go; what is no number at all becomes null.
 *
 * Source:  RFC 8259 section 6.
 */
void bare_mend(struct buf *, size_t);

/**
 * bare_quote(out, start):
 * Put what stands in ${out} from ${start} on, which needs no escapes, between
 * quotes.
 */
void bare_quote(struct buf *, size_t);

#endif
