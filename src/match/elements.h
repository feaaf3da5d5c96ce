/* SPDX-License-Identifier: ISC */
/*
 * The parts of a directive while a dialect takes it apart: literal text and
 * variables in turn.
 *
 * Invariant: no two literals stand next to each other, no two variables
 * either (elements_field() refuses it), no literal is empty.
 */
#ifndef MATCH_ELEMENTS_H
#define MATCH_ELEMENTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "match/fields.h"
#include "match/parser.h"
#include "match/vars.h"

enum {
	ELEMENTS_MAX = 2 * PARSER_GROUPS_MAX + 1,
	ELEMENTS_WHY = 200,
	ELEMENTS_LAYOUT_MAX = 1024 /* of a time */
};

struct element {
	bool isfield;
	unsigned field; /* its place in the table of fields */
	struct span text; /* the literal */
};

struct elements {
	struct arena *arena;
	struct fields *fields;
	enum escape escape;
	enum dialect dialect;
	bool padded; /* two blanks of a literal stand for one or more */
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
 * Append a variable, written ${shown} in the directive (that is what errors,
 * overrides and `logfade check` say) and called ${name} in the table of
 * variables, which must live as long as es->arena. Times in a row, with or without a literal between, are one field.
 *
 * Returns: 0, or -1 with es->why set: it touches the variable before it, or
 *          there are too many.
 */
int elements_field(struct elements *, struct span, struct span);

/**
 * elements_show(es, out):
 * Append the directive to ${out}, each variable as <name>.
 */
void elements_show(const struct elements *, struct buf *);

#endif
