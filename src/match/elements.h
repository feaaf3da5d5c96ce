/* SPDX-License-Identifier: ISC */
/*
 * The parts of a format while a dialect takes a directive apart: literal
 * text and variables in turn.
 *
 * Invariant: no two literals stand next to each other, no two variables
 * either (elements_field() refuses it), no literal is empty.
 */
#ifndef MATCH_ELEMENTS_H
#define MATCH_ELEMENTS_H

#include "base/arena.h"
#include "base/span.h"
#include "model/format.h"

enum { ELEMENTS_MAX = 2 * FORMAT_FIELDS_MAX + 1, ELEMENTS_WHY = 200 };

struct elements {
	struct arena *arena;
	enum escape escape;
	struct element e[ELEMENTS_MAX];
	size_t n;
	size_t nfields;
	char why[ELEMENTS_WHY]; /* what the last failed call found wrong */
};

/**
 * elements_literal(es, text):
 * Append the literal ${text} to ${es}.
 *
 * Returns: 0, or -1 with es->why set: too many parts, no memory.
 */
int elements_literal(struct elements *, struct span);

/**
 * elements_field(es, shown, name):
 * Append a variable, written ${shown} in the directive (that is what errors
 * and `logfade check` say) and called ${name} in the table of variables.
 *
 * Shape:   ${name} must live as long as es->arena: a layout may point there.
 * Returns: 0, or -1 with es->why set: it touches the variable before it, or
 *          there are too many.
 */
int elements_field(struct elements *, struct span, struct span);

/**
 * elements_finish(es, format):
 * Copy the parts into ${format}, which keeps its name and title.
 *
 * Returns: 0, or -1 with es->why set: no variable at all, no memory.
 */
int elements_finish(struct elements *, struct format *);

#endif
