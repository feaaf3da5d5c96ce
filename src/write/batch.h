/* SPDX-License-Identifier: ISC */
/*
 * The clean lines of one chunk, sorted into the streams, classes and periods
 * they belong to and finished into the bytes that will be appended: a worker's
 * whole result.
 *
 * Who writes the log may put thousands of vhosts into one chunk: what is kept
 * is bounded by the chunk, and beyond 8192 parts lines of further streams are
 * those of STREAM_OTHER.
 *
 * A batch knows nothing of files and shares nothing; the same lines give the
 * same bytes. batch_add() takes struct clean and nothing else.
 */
#ifndef WRITE_BATCH_H
#define WRITE_BATCH_H

#include <stddef.h>

#include "base/span.h"
#include "model/clean.h"
#include "model/period.h"
#include "model/policy.h"
#include "model/tally.h"

struct batch;

/* Where a line of a directory belongs, beside its time. */
struct destination {
	struct span stream; /* of model/stream.h; "": the directory itself */
	struct span class; /* the name of a class; "": none */
};

/* What goes to one file in one append. */
struct part {
	const char *stream; /* "": the directory itself */
	const char *class; /* "": none */
	struct period period; /* meaningless when the output is stdout */
	struct span bytes; /* plain text, or whole zstd frames */
	size_t lines;
};

/**
 * batch_new(output):
 * An empty batch for ${output}: plain text in one part (stdout), one frame in
 * one part (zstd), or one part for each stream, class and period (a
 * directory).
 *
 * Returns: NULL when there is no memory.
 */
struct batch *batch_new(const struct output *);

/**
 * batch_free(b):
 * Give ${b} back. NULL is allowed.
 */
void batch_free(struct batch *);

/**
 * batch_reset(b):
 * Forget the lines, keep the memory.
 */
void batch_reset(struct batch *);

/**
 * batch_add(b, c, to):
 * Add the line ${c}, which belongs ${to}; that is not looked at where the
 * output is no directory.
 *
 * Returns: 0, or -1 when there is no memory (the line is not in).
 */
int batch_add(struct batch *, const struct clean *, const struct destination *);

/**
 * batch_finish(b, tally):
 * Compress what was added. Where the output is a directory each part starts
 * with a skippable frame that says how many lines it has and of when; the
 * first one also carries the withheld counts of ${tally}.
 *
 * Returns: 0, or -1 when that failed: nothing of the batch may be written.
 */
int batch_finish(struct batch *, const struct tally *);

/**
 * batch_parts(b, n):
 * The finished parts, in the order of their first line; ${n} is how many.
 *
 * Shape:   borrowed from ${b} until the next batch_reset() or batch_free().
 */
const struct part *batch_parts(const struct batch *, size_t *);

#endif
