/* SPDX-License-Identifier: ISC */
/*
 * Bytes of a descriptor, unpacked where they are gzip or zstd, as chunks of
 * whole lines. The first bytes decide whether they are.
 *
 * Three kinds of input end in three ways:
 * - A regular file ends at its end.
 * - A pipe ends when the last writer closes it. SIGTERM is no end: a web
 *   server's old children still write. What is there is handed on at once, and
 *   reading goes on to the end.
 * - A FIFO opened for reading and writing (systemd's ListenFIFO=) never ends.
 *   SIGTERM means: read what is there, then stop.
 *
 * Invariants:
 * - A chunk ends behind a newline, but for the last one of the input.
 * - Without a flush interval the chunks depend on the bytes alone, not on how
 *   they arrived or were compressed.
 * - Sizes of the input are those of what was read, not of what came out of it.
 * - A line that does not fit in a chunk is counted in ${toolong} and left out.
 */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum { CHUNK_SIZE = 1024 * 1024, CHUNK_HEADER_MAX = 16 * 1024 };

struct chunk {
	char *p;
	size_t n;
	uint64_t bytes; /* of the input that this chunk stands for */
	uint64_t toolong; /* lines left out, as they fit in no chunk */
	bool first; /* of an input whose start may have been missed */
	bool last; /* what follows the last newline is all there is */
	bool torn; /* what follows the last newline lost its end */
	bool binary; /* the input is compressed as nothing here unpacks */
	size_t
	    nheader; /* the last header line before the chunk; 0: none. It is */
	char header[CHUNK_HEADER_MAX]; /* not of the source: flow/header.h */
};

/* How far the operator's signals have gone; written by signal handlers. */
struct stopping {
	volatile sig_atomic_t term; /* hand on what is there */
	volatile sig_atomic_t stop; /* read no more */
};

struct source;

/**
 * source_open(fd, flush, stopping):
 * A source that reads ${fd}. It hands on what it has after ${flush}
 * milliseconds at the latest; 0: only when a chunk is full.
 *
 * Shape:   ${fd} stays the caller's; ${stopping} must outlive the source. The
 *          signals that write to it must be blocked but in here.
 * Returns: NULL with errno set.
 */
struct source *source_open(int, int, const struct stopping *);

/**
 * source_close(s):
 * Give ${s} back. NULL is allowed.
 */
void source_close(struct source *);

/**
 * source_next(s, c):
 * Fill ${c}, whose memory (CHUNK_SIZE bytes) the caller owns.
 *
 * Returns: 1; 0 at the end of the input, with nothing in ${c}; -1 with errno
 *          set when reading or unpacking failed, after what came before was
 *          handed on; see source_warn().
 */
int source_next(struct source *, struct chunk *);

/**
 * source_warn(s, name):
 * Say why source_next() failed; the operator knows the input as ${name}.
 */
void source_warn(const struct source *, const char *);

/**
 * source_size(s):
 * The size of the input in bytes when it is a regular file, otherwise 0.
 */
uint64_t source_size(const struct source *);

/**
 * source_is_file(s):
 * Is the input a regular file?
 */
bool source_is_file(const struct source *);

/**
 * source_was_cut(s):
 * Did source_next() end before the end of the input, by order of a signal?
 * Draining a FIFO that has no end is not that.
 */
bool source_was_cut(const struct source *);

/**
 * source_compression(s):
 * The name of the compression the input begins with and that nothing here
 * unpacks, such as "bzip2", or NULL.
 */
const char *source_compression(const struct source *);

#endif
