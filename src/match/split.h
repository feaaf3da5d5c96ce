/* SPDX-License-Identifier: ISC */
/*
 * Labelled parts inside of one field: the tail of an error log's message,
 * `..., client: 192.0.2.7, request: "GET / HTTP/1.1", host: "example.org"`.
 *
 * Nothing there is escaped, so a client can write what looks like a label.
 * That does not matter: each piece becomes a cut of its own, however many
 * there are of a label, and is treated as personal as the label says.
 */
#ifndef MATCH_SPLIT_H
#define MATCH_SPLIT_H

#include <stddef.h>

#include "match/parser.h"

/* One label; in the order of the format file. */
struct label {
	struct span open; /* what stands before the part: `, request: "` */
	struct span close; /* the quote behind it, or empty */
	unsigned field; /* the part is of */
};

enum { SPLIT_LABELS_MAX = 24 };

struct split {
	unsigned field; /* that holds the parts; before the first: its own */
	size_t
	    limit; /* the server cuts lines of so many bytes; 0: it does not */
	size_t n;
	struct label label[SPLIT_LABELS_MAX];
};

/**
 * split_run(split, m, line, at, value):
 * Append the cuts that ${value} falls into; ${at} is where the cut before it
 * ended, ${line} the line it is of. A part that the server cut off is marked
 * so: its closing quote is missing, or the line is as long as lines get. One
 * that nginx shortened, `... (36: File name too long)` near the end of such a
 * line, becomes two: the first is marked.
 *
 * Returns: what follows the last cut; NULL when there are too many.
 */
const char *split_run(const struct split *, struct matching *, struct span,
    const char *, struct span);

#endif
