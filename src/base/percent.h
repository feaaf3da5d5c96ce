/* SPDX-License-Identifier: ISC */
/* Percent-encoding: RFC 3986 section 2.1. */
#ifndef BASE_PERCENT_H
#define BASE_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/**
 * percent_any(s):
 * Is anything in ${s} percent-encoded?
 */
bool percent_any(struct span);

/**
 * percent_undo(p, n):
 * Undo the percent-encoding in the ${n} bytes at ${p}, once. A percent sign
 * without two digits stays.
 *
 * Returns: how many bytes are left.
 */
size_t percent_undo(char *, size_t);

#endif
