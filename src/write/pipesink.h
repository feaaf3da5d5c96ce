/* SPDX-License-Identifier: ISC */
/*
 * Standard output, or any other descriptor that takes one stream of bytes.
 *
 * Invariant: lines and frames come out whole. Where a write fails within one,
 * its rest is kept and goes first when writing succeeds again. Where that never
 * happens, what is out of it is taken back, if this is the end of a file.
 */
#ifndef WRITE_PIPESINK_H
#define WRITE_PIPESINK_H

#include <stdbool.h>

#include "base/buf.h"
#include "write/batch.h"

struct pipesink {
	int fd;
	bool frames; /* the unit is the part, not the line */
	struct buf rest; /* of the unit that was torn */
	size_t torn; /* bytes of it that are out */
};

/**
 * pipesink_init(s, fd, frames):
 * Write to ${fd}, which stays the caller's: lines, or zstd ${frames}.
 */
void pipesink_init(struct pipesink *, int, bool);

/**
 * pipesink_put(s, part):
 * Write ${part}.
 *
 * Returns: how many of its lines are not out, the torn one with them; errno
 *          is set where that is not 0.
 */
size_t pipesink_put(struct pipesink *, const struct part *);

/**
 * pipesink_close(s):
 * Take back what is torn, sync frames that went to a file, and give the memory of ${s} back.
 *
 * Returns: 0, or -1 with errno set.
 */
int pipesink_close(struct pipesink *);

#endif
