/* SPDX-License-Identifier: ISC */
/*
 * A row of the listing of what is held: a segment, or the sum of several, as
 * text or as JSON.
 */
#ifndef APP_HELD_H
#define APP_HELD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/segment.h"
#include "retain/hold.h"

/* The columns of names: those of streams and of classes. */
enum { HELD_NAMES = 2 };

struct held {
	int width[HELD_NAMES]; /* of the longest in all rows */
	const char *stream;
	const struct segment *segment; /* NULL: the sum */
	uint64_t segments;
	uint64_t streams;
	uint64_t bytes;
	uint64_t lines;
	uint64_t uncounted; /* segments whose lines are in no note */
	uint64_t held; /* segments that a hold is about */
	int64_t oldest; /* INT64_MAX: not known */
	int64_t newest; /* INT64_MIN: not known */
	int64_t expires; /* INT64_MAX: never */
	/* Of a segment: */
	struct hold_subject about; /* what it is to holds */
	const struct hold_list *holds;
	int64_t now;
};

/**
 * held_is_copy(r):
 * Is ${r} a segment that is being sealed? Its lines are those of the live one
 * beside it.
 */
bool held_is_copy(const struct held *);

/**
 * held_text(r, title):
 * Write ${r} to standard output as a line of columns, or their titles.
 */
void held_text(const struct held *, bool);

/**
 * held_json(r):
 * Write ${r} to standard output as an object of JSON.
 */
void held_json(const struct held *);

#endif
