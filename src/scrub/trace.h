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

struct sight {
	enum kind kind;
	enum means means;
	size_t cut; /* of the record */
	size_t n; /* bytes; 0: it is not known where it stands */
	size_t start; /* offset in the cut */
};

struct trace {
	struct span
	    field; /* under way: its text, where hits have their place */
	size_t cut; /* of which it is the text */
	size_t nhits; /* may be above what there is room for */
	struct sight hit[TRACE_HITS_MAX];
	size_t ncuts; /* may be above what there is room for, too */
	struct {
		size_t start; /* offset in the line as it was assembled */
		size_t n; /* bytes, after the leak check */
	} left[TRACE_CUTS_MAX];
};

/**
 * trace_begin(t):
 * A new line: nothing recorded.
 */
void trace_begin(struct trace *);

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
 * trace_cut(t, gap, field, start):
 * Behind ${gap}, at ${start} of the line as it is assembled, ${field} comes.
 */
void trace_cut(struct trace *, struct span, struct span, size_t);

/**
 * trace_end(t, end):
 * What is left of the last field ends at ${end}.
 */
void trace_end(struct trace *, size_t);

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
 * trace_cuts(t):
 * How many cuts of ${t} there are to be looked at.
 */
size_t trace_cuts(const struct trace *);

/**
 * trace_sights(t):
 * How many hits of ${t} there are to be looked at.
 */
size_t trace_sights(const struct trace *);

#endif
