/* SPDX-License-Identifier: ISC */
/*
 * One way to take a line of a format apart. A format has one or more, tried
 * in their order; each dialect makes its own kind, in a file of its own, with
 * this as its first member.
 *
 * Invariants:
 * - A parser is immutable once made; what changes from line to line is in the
 *   struct matching of the worker.
 * - All spans of a cut point into the line, whose bytes gap and value of each
 *   cut and the tail cover in order.
 */
#ifndef MATCH_PARSER_H
#define MATCH_PARSER_H

#include <stdbool.h>

#include "base/regex.h"
#include "base/span.h"
#include "model/format.h"

enum { PARSER_GROUPS_MAX = 64 }; /* fields that one pattern may have */

struct elements; /* match/elements.h: literals and fields in turn */
struct columns; /* match/columns.h: what the last header line said */
struct keys; /* match/json.h: keys as they came in the lines before */

/* What a worker matches lines with. */
struct matching {
	struct regex_scratch *regex;
	struct columns *columns;
	struct keys *keys; /* made when first needed */
	size_t ncuts;
	struct cut cut[RECORD_CUTS_MAX];
	struct span group[PARSER_GROUPS_MAX + 1]; /* and what is behind them */
};

/* Why a line does not match. */
struct stop {
	struct span field; /* that stopped it; empty: none, the line itself */
	size_t offset; /* in bytes from the start of the line */
};

struct parser {
	struct parser *next; /* tried when this one does not match */
	bool closed; /* a line that matches is whole: see matcher_closed() */
	const struct elements *elements; /* NULL: lines name their fields */
	/*
	 * Append the cuts of the line to those there are and store what stands
	 * behind the last one. False: no match, and whoever called takes back
	 * the cuts that were appended.
	 */
	bool (*run)(const struct parser *, struct matching *, struct span,
	    struct span *);
	/* Where and why run() gave up; the cuts are its own. */
	void (*stop)(const struct parser *, struct matching *, struct span,
	    struct stop *);
	/*
	 * Where a line may say of the lines behind it what they hold: take
	 * what this one says, if it is such. NULL: none does.
	 */
	void (*header)(const struct parser *, struct matching *, struct span);
	void (*release)(struct parser *); /* what is not of the arena */
};

/**
 * parser_cut(m, at, value, field):
 * Append the cut ${value}, of the field ${field}, and what stands before it
 * from ${at} on.
 *
 * Returns: what follows it; NULL when a line has too many.
 */
static inline const char *
parser_cut(struct matching *m, const char *at, struct span value,
    unsigned field)
{
	struct cut *c = &m->cut[m->ncuts];

	if (m->ncuts == RECORD_CUTS_MAX)
		return (NULL);
	c->gap = span_make(at, (size_t)(value.p - at));
	c->value = value;
	c->field = field;
	c->partial = false;
	c->bare = false;
	m->ncuts++;
	return (value.p + value.n);
}

#endif
