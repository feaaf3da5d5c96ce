/* SPDX-License-Identifier: ISC */
/*
 * A query cut into its parameters. They end at `&`, `;`, `&amp;`, `\u0026` and
 * `#`; references such as `&#64;` are part of a value, and in a string of JSON
 * what looks like a mark is none, but for where another parameter begins for
 * certain.
 */
#ifndef SCRUB_PARAMS_H
#define SCRUB_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* A parameter as it stands in the query, all of it raw. */
struct param {
	struct span mark; /* what parts it from the one before */
	struct span all;
	struct span name;
	struct span value; /* empty p: there is no `=` */
};

/* A query being cut. */
struct params {
	struct span rest;
	size_t mark; /* the length of the mark that ${rest} begins with */
	unsigned set; /* of the bytes in all of it, see bytes.h */
	bool plain; /* all marks in it are what they look like */
};

/**
 * params_begin(text):
 * The query ${text}, nothing of it cut yet.
 */
struct params params_begin(struct span);

/**
 * params_next(q, p):
 * Cut the first parameter, with the mark before it, off ${q} into ${p}.
 *
 * Returns: false when there is none.
 */
bool params_next(struct params *, struct param *);

#endif
