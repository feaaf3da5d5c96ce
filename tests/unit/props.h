/* SPDX-License-Identifier: ISC */
/*
 * What the property tests share: numbers drawn from a seed, values as servers
 * write them, lines made of a format, and the whole way of a line through
 * match/ and scrub/.
 */
#ifndef UNIT_PROPS_H
#define UNIT_PROPS_H

#include <stdint.h>

#include "flow/worker.h"
#include "match/catalog.h"

/* Always the same numbers from the same seed. */
struct props_random {
	uint64_t state;
};

/**
 * props_draw(r, below):
 * A number of 0 to ${below} - 1.
 */
uint64_t props_draw(struct props_random *, uint64_t);

/* One part of a line: what stands before the value, and the value. */
struct props_part {
	struct span gap;
	const struct field *field;
	struct span value;
};

enum { PROPS_PARTS = 64 };

/* A line that is still in parts. */
struct props_line {
	enum escape escape;
	size_t n;
	struct props_part part[PROPS_PARTS];
	struct span tail;
	struct buf text; /* where values live */
	struct buf line; /* the parts, joined by props_join() */
	struct span client; /* a value of the class ip, or empty */
	struct span user; /* the same of user */
};

/**
 * props_template(l, r):
 * Make ${l} the line that ${r} is the record of.
 *
 * Shape:   its spans are those of ${r}.
 */
void props_template(struct props_line *, const struct record *);

/**
 * props_fill(l, r, sloppy):
 * Give every part of ${l} a new value, of the shape it has, escaped as the
 * server does. Unless ${sloppy}, none that is ambiguous by nature: see
 * props_is_ambiguous() in props.c.
 */
void props_fill(struct props_line *, struct props_random *, bool);

/**
 * props_join(l):
 * The line, against a page that cannot be read, until the next call.
 */
struct span props_join(struct props_line *);

/**
 * props_release(l):
 * Give the memory of ${l} back.
 */
void props_release(struct props_line *);

/* Catalog, policy and names, as `logfade` without a configuration has them. */
struct props {
	struct arena *arena;
	struct catalog *catalog;
	struct policy policy;
	const struct names *names;
	const struct search *search;
	struct matching *scratch;
};

enum { PROPS_NOW = 1795305600 };

/**
 * props_init(p):
 * Load all of it.
 */
void props_init(struct props *);

/**
 * props_free(p):
 * Give all of it back.
 */
void props_free(struct props *);

/**
 * props_formats(c, n):
 * All formats of ${c}, of which there are ${n}.
 */
const struct formatfile *props_formats(struct catalog *, size_t *);

/**
 * props_format(c, name):
 * The format of ${c} called ${name}.
 */
const struct formatfile *props_format(struct catalog *, struct span);

/**
 * props_worker(p, m):
 * A worker for lines of ${m}; it lives as long as p->arena.
 */
struct worker *props_worker(struct props *, const struct matcher *);

/**
 * props_run(w, line, v):
 * What becomes of ${line}, one without its newline, and in ${v} its verdict.
 * Nothing comes of a line that is not CLEAN: that is expected here.
 *
 * Shape:   borrowed from ${w} until its next run.
 */
struct span props_run(struct worker *, struct span, enum verdict *);

#endif
