/* SPDX-License-Identifier: ISC */
/*
 * The header line in force where a chunk starts, for formats whose streams say
 * themselves what their lines hold. The reader, who sees all chunks in order,
 * hands it to each: what a worker makes of a chunk depends on nothing else.
 */
#ifndef FLOW_HEADER_H
#define FLOW_HEADER_H

#include "match/matcher.h"
#include "read/source.h"

struct header {
	size_t n;
	char text[CHUNK_HEADER_MAX];
};

/**
 * header_pass(h, m, c):
 * Give ${c}, the next chunk of an input of ${m}, the header in force at its
 * start, and keep in ${h}, which is zero at the start of an input, the one in
 * force at its end.
 */
void header_pass(struct header *, const struct matcher *, struct chunk *);

#endif
