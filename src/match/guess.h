/* SPDX-License-Identifier: ISC */
/*
 * Which of the named formats a log is in.
 */
#ifndef MATCH_GUESS_H
#define MATCH_GUESS_H

#include "base/buf.h"
#include "base/span.h"
#include "match/catalog.h"

enum { GUESS_LINES = 256 };

enum guess {
	GUESS_FOUND,
	GUESS_NONE, /* no line matches any */
	GUESS_TIE, /* equally good ones read the lines differently */
	GUESS_WEAK /* the best one fits less than half of the lines */
};

/**
 * guess_format(c, head, found, names):
 * Hold the first GUESS_LINES lines of ${head} against every format of
 * ${c} and store the one in ${found} that matches most of them with fields that
 * hold what they claim (an address, a host); among those, the one that matches
 * most, with the fewest odd fields; and then, that knows most fields. Two
 * that read all lines alike are no tie: the more general of them is taken.
 *
 * Returns: see enum guess; with GUESS_TIE and GUESS_WEAK the names of the
 *          candidates, blanks between, are in ${names}.
 */
enum guess guess_format(struct catalog *, struct span,
    const struct formatfile **, struct buf *);

#endif
