/* SPDX-License-Identifier: ISC */
/*
 * What becomes of one line, field by field and hit by hit, for whoever
 * explains a policy. Where s->trace is NULL, as it is in the filter, nothing
 * is recorded.
 *
 * Invariant: a trace holds no byte of the line, only where things stand in it.
 */
#ifndef SCRUB_TRACE_H
#define SCRUB_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/hit.h"

enum { TRACE_HITS_MAX = 256, TRACE_CUTS_MAX = 1024 };

/* How a hit was recognised. */
enum means {
	MEANS_CONTENT, /* it looks like what it is */
	MEANS_NAME, /* by a name or a word in front of it */
	MEANS_LEAK /* by the leak check, in what the action had left */
};

struct sight {
	enum kind kind;
	enum means means;
	size_t cut; /* of the record */
	size_t n; /* bytes; 0: it is not known where it stands */
	size_t start; /* offset in the cut */
};

struct trace {
	size_t cut; /* the one under way, */
	struct span field; /* and its text, in which hits have their place */
	size_t nhits; /* may be above what there is room for */
	struct sight hit[TRACE_HITS_MAX];
	size_t ncuts;
	struct {
		size_t start; /* offset in the line as it was assembled */
		size_t n; /* bytes, after the leak check */
	} left[TRACE_CUTS_MAX];
};

/**
 * trace_hit(t, k):
 * Record a hit of kind ${k}, found by content, its place unknown.
 */
void trace_hit(struct trace *, enum kind);

/**
 * trace_place(t, means, at):
 * The hit that was recorded last was found by ${means} and stands at ${at}.
 */
void trace_place(struct trace *, enum means, struct span);

/**
 * trace_left(t, start, end):
 * Of the cut under way [${start}, ${end}) of the line is left.
 */
void trace_left(struct trace *, size_t, size_t);

/**
 * trace_part(t, start, text):
 * The leak check looks at ${text}, left of the cut that starts at ${start}.
 */
void trace_part(struct trace *, size_t, struct span);

/**
 * trace_masked(t, n):
 * It leaves ${n} bytes of it.
 */
void trace_masked(struct trace *, size_t);

/**
 * trace_sights(t):
 * How many hits of ${t} there are to be looked at.
 */
static inline size_t
trace_sights(const struct trace *t)
{
	return (t->nhits < TRACE_HITS_MAX ? t->nhits : TRACE_HITS_MAX);
}

#endif
