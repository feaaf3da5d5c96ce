/* SPDX-License-Identifier: ISC */
/*
 * IPv4 addresses as one number, 3221225991 or C0000207, for the leak check:
 * only the one of a protected address is told from all other numbers.
 */
#ifndef SCRUB_NUMERAL_H
#define SCRUB_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "scrub/shapes.h"

/**
 * numeral_next(text, at, hit):
 * Find the first word of ${text} at or behind offset ${at} that is eight hex
 * digits, `0x` before them or not, or a decimal number of 9 or 10 digits that
 * fits into 32 bits: a KIND_VALUE.
 *
 * Returns: false when there is none.
 */
bool numeral_next(struct span, size_t, struct shape_hit *);

#endif
