/* SPDX-License-Identifier: ISC */
/*
 * Two records in one line. Writes of more than PIPE_BUF bytes to a pipe may
 * interleave: then a field of one client's line holds the start of another
 * client's line, address and all.
 */
#ifndef SCRUB_SPLICE_H
#define SCRUB_SPLICE_H

#include "base/span.h"

/**
 * splice_count(text):
 * How many time stamps of records ${text} holds, 2 for more than one:
 * `[10/Oct/2000:13:55:36 -0700`, or an ISO 8601 one behind a quote, a bracket
 * or a brace. A whole line has one, a field that a client wrote none.
 *
 * Source:  write(2) and PIPE_BUF in pipe(7).
 */
unsigned splice_count(struct span);

#endif
