/* SPDX-License-Identifier: ISC */
/*
 * What running text holds of the things that have rules of their own: request
 * lines, URLs, absolute paths and queries, quoted or not. They are found in
 * the text as the server wrote it, so that they begin and end between its
 * escapes.
 */
#ifndef SCRUB_UNITS_H
#define SCRUB_UNITS_H

#include <stdbool.h>

#include "scrub/scrub.h"

/**
 * units_put(s, in, out):
 * Append ${in} with each request line, URL, path and query in it treated as
 * the policy says. All other text stays.
 */
void units_put(struct scrub *, struct span, struct buf *);

/**
 * units_last(in):
 * Where the last word of ${in} begins: what is behind the last blank or
 * quote, with the numbers before it where it is one. It is empty when ${in}
 * ends in a quote.
 */
size_t units_last(struct span);

#endif
