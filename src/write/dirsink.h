/* SPDX-License-Identifier: ISC */
/*
 * A directory of segments, and of streams that have segments, of which those
 * in use are open: no more than 64, however many streams there are.
 */
#ifndef WRITE_DIRSINK_H
#define WRITE_DIRSINK_H

#include "write/batch.h"

struct dirsink;

/**
 * dirsink_open(output):
 * Open the directory of ${output}, made with its missing parents (0750) when
 * it is not there. It must be writable. ${output} must outlive the sink.
 *
 * Returns: NULL with errno set, warned.
 */
struct dirsink *dirsink_open(const struct output *);

/**
 * dirsink_put(d, part, now):
 * Append ${part} to the live segment of its stream, class and period; see
 * streams_open() for which streams there are.
 *
 * Returns: 0, or -1 with errno set: none of it is written.
 */
int dirsink_put(struct dirsink *, const struct part *, int64_t);

/**
 * dirsink_tidy(d, now):
 * Close what sink_tidy() says.
 *
 * Returns: 0, or -1 with errno set when a write came to light as failed.
 */
int dirsink_tidy(struct dirsink *, int64_t);

/**
 * dirsink_fd(d):
 * The descriptor of the directory; it stays the sink's.
 */
int dirsink_fd(const struct dirsink *);

/**
 * dirsink_close(d):
 * Close all; everything written is on the disk afterwards.
 *
 * Returns: 0, or -1 with errno set.
 */
int dirsink_close(struct dirsink *);

#endif
