/* SPDX-License-Identifier: ISC */
/*
 * Spans whose next byte cannot be read: a parser that looks past the end of
 * its input dies on the spot.
 */
#ifndef UNIT_GUARD_H
#define UNIT_GUARD_H

#include "base/span.h"

enum { GUARD_MAX = 4096 };

/**
 * guard_span(s):
 * A copy of ${s} (at most GUARD_MAX bytes) in front of an unreadable page,
 * until the next call.
 */
struct span guard_span(struct span);

/**
 * guard_str(s):
 * The same for a C string, without its NUL.
 */
struct span guard_str(const char *);

#endif
