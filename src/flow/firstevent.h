/* SPDX-License-Identifier: ISC */
/*
 * When the oldest event of a raw log was, by its first lines. Only the time
 * that the server wrote counts, never what a client could have put into a
 * line.
 *
 * The file is not read as an input is: that would let signals in, which
 * belong to the thread that reads one.
 */
#ifndef FLOW_FIRSTEVENT_H
#define FLOW_FIRSTEVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "match/catalog.h"
#include "match/matcher.h"

enum { FIRSTEVENT_LINES = 1000 };

struct firstevent;

/**
 * firstevent_new(catalog, matcher):
 * What looks for lines of ${matcher}, and where there is none of them, or no
 * ${matcher} (NULL), for those of the format of ${catalog} that fits best. Both
 * must outlive it, and the catalog is its own for as long.
 *
 * Returns: NULL with errno set.
 */
struct firstevent *firstevent_new(struct catalog *, const struct matcher *);

/**
 * firstevent_free(e):
 * Give ${e} back. NULL is allowed.
 */
void firstevent_free(struct firstevent *);

/**
 * firstevent_find(e, fd, now, when):
 * Store in ${when} the smallest time among the first FIRSTEVENT_LINES lines of
 * the regular file ${fd}, unpacked where it is gzip or zstd, that are lines of
 * the format; no more than its first CHUNK_SIZE bytes are looked at. ${e} is a
 * struct firstevent; the offset of ${fd} is neither used nor moved.
 *
 * Returns: false when there is none: what cannot be read or unpacked, is of no
 *          known format, or has no times.
 */
bool firstevent_find(void *, int, int64_t, int64_t *);

#endif
