/* SPDX-License-Identifier: ISC */
/*
 * Where the frames of a zstd file are, and where it is damaged. Files are
 * read by their structure, a few bytes a block, without unpacking them.
 *
 * Invariant: whatever the file holds, time is bounded by a small multiple of
 * its size. A walk that would take longer stops looking for frames behind
 * the damage, and says so in ${tired}.
 *
 * Source: RFC 8878, sections 3.1.1 and 3.1.2.
 */
#ifndef BASE_ZWALK_H
#define BASE_ZWALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zframe.h"

struct zwalk {
	int fd;
	int64_t at;
	int64_t size;
	int64_t budget;
	bool tired;
	int64_t window_at;
	size_t window_n;
	uint8_t window[4096];
};

/**
 * zwalk_start(w, fd):
 * Start at the first byte of ${fd}, a regular file. Its size now is taken for
 * its end. The file offset of ${fd} is neither used nor moved.
 *
 * Returns: 0, or -1 with errno set.
 */
int zwalk_start(struct zwalk *, int);

/**
 * zwalk_next(w, at):
 * Store in ${at} what comes next. A frame is whole when its structure is;
 * whether its content is, zframe_decode() tells. Bytes that are no whole
 * frame are ZFRAME_DAMAGED up to the next one that also decodes, or to the
 * end of the file: that is a torn tail.
 *
 * Returns: 1, 0 at the end, or -1 with errno set.
 */
int zwalk_next(struct zwalk *, struct zframe_at *);

/**
 * zwalk_reject(w, at):
 * The frame ${at}, which zwalk_next() just gave, does not decode: make it
 * the damaged region that starts there, and go on behind that.
 *
 * Returns: 1, or -1 with errno set.
 */
int zwalk_reject(struct zwalk *, struct zframe_at *);

/**
 * zwalk_last(fd, max, at):
 * Find the ZFRAME_NOTE of at most ${max} (<= 65536) bytes that ends ${fd},
 * looking at its end alone.
 *
 * Returns: 1, 0 when there is none, or -1 with errno set.
 */
int zwalk_last(int, size_t, struct zframe_at *);

#endif
