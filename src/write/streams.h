/* SPDX-License-Identifier: ISC */
/*
 * The directories of the streams in an output directory: which one the lines
 * of a stream go to, and that there are never more than the operator wants.
 *
 * The directory itself is all the book there is: others make streams too, and
 * the sweep removes empty ones at any moment. Links are never followed. The
 * names are what clients sent, and stand in no message.
 */
#ifndef WRITE_STREAMS_H
#define WRITE_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/policy.h"

struct streams {
	const struct output *output;
	size_t n; /* how many there are, when they were last counted */
	bool counted;
	int64_t counted_at;
	bool told_full;
	bool told_obstacle;
};

/**
 * streams_init(s, output):
 * Start with what ${output} says of streams; it must outlive ${s}.
 */
void streams_init(struct streams *, const struct output *);

/**
 * streams_open(s, dirfd, name):
 * Open the directory that lines of the stream ${*name} go to, made in ${dirfd}
 * if need be (0750, of the owner and group of ${dirfd}), and store what it is
 * called in ${*name}. That is STREAM_OTHER where the stream is not one of the
 * known ones, is one too many, or something else has its name.
 *
 * Returns: the descriptor, or -1 with errno set.
 */
int streams_open(struct streams *, int, const char **);

#endif
