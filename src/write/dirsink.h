/* SPDX-License-Identifier: ISC */
/*
 * A directory of segments, and of streams that have segments, of which those
 * in use are open: no more than 64, however many streams there are.
 */
#ifndef WRITE_DIRSINK_H
#define WRITE_DIRSINK_H

#include "model/policy.h"
#include "write/batch.h"

struct dirsink;

/**
 * dirsink_open(output):
 * Open the directory of ${output}, made with its missing parents (0750) when
 * it is not there. It must be writable. Appends are synced as ${output} says,
 * which must outlive the sink.
 *
 * Returns: NULL with errno set, warned.
 */
struct dirsink *dirsink_open(const struct output *);

/**
 * dirsink_follow(d):
 * Go on in the directory that has taken the place of ${d}'s, or make it again
 * where it was removed. To be called before a batch is put.
 *
 * Returns: 0, or -1 with errno set when there is none to write to.
 */
int dirsink_follow(struct dirsink *);

/**
 * dirsink_put(d, part, now):
 * Append ${part} to the live segment of its stream, class and period; see
 * streams_open() for which streams there are. That it could not be synced is
 * for dirsink_tidy() to tell.
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
