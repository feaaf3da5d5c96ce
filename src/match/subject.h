/* SPDX-License-Identifier: ISC */
/*
 * What of a line decides where it belongs: its virtual host, and the path,
 * method and status of the request. Which field that is depends on the format
 * and on the classes the policy gives its fields.
 *
 * Of several fields the first counts that is not empty; a path is taken from
 * the request line before the request's URI before a path by itself. What
 * names files, upstreams or the machine is none of these.
 *
 * Invariant: immutable after subject_new(); workers share it.
 */
#ifndef MATCH_SUBJECT_H
#define MATCH_SUBJECT_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/format.h"
#include "model/policy.h"

struct subject;

/* The cuts of one line, NULL where there is none. */
enum subject_part {
	SUBJECT_VHOST,
	SUBJECT_REQUEST,
	SUBJECT_URI,
	SUBJECT_PATH,
	SUBJECT_METHOD,
	SUBJECT_STATUS,
	SUBJECT_PARTS
};

struct subject_cuts {
	const struct cut *of[SUBJECT_PARTS];
};

/**
 * subject_new(a, f, policy):
 * For lines of ${f} under ${policy}, in ${a}.
 *
 * Returns: NULL when there is no memory.
 */
struct subject *subject_new(struct arena *, const struct format *,
    const struct policy *);

/**
 * subject_has(s, what):
 * May a line have what a condition of the kind ${what}, which is not
 * CONDITION_FIELD, is about?
 */
bool subject_has(const struct subject *, int);

/**
 * subject_find(s, r, cuts):
 * Find the parts of the record ${r}.
 */
void subject_find(const struct subject *, const struct record *,
    struct subject_cuts *);

/**
 * subject_path(f, cuts, text, path):
 * The path of the request, without query and host, as the client meant it:
 * the escapes of the format ${f} undone, then the percent-encoding, once.
 * ${text} is where it is put if it was encoded.
 *
 * Returns: false when there is none, or it did not fit into ${text}, which has
 *          then failed.
 */
bool subject_path(const struct format *, const struct subject_cuts *,
    struct buf *, struct span *);

/**
 * subject_method(cuts):
 * The method of the request, empty when there is none.
 */
struct span subject_method(const struct subject_cuts *);

/**
 * subject_text(f, c, text):
 * The value of the cut ${c}, the escapes of the format ${f} undone.
 *
 * Shape:   borrowed from ${text}, or from the line.
 */
struct span subject_text(const struct format *, const struct cut *,
    struct buf *);

#endif
