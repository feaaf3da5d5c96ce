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

enum guess { GUESS_FOUND, GUESS_NONE, GUESS_TIE };

/**
 * guess_format(c, head, found, names):
 * Hold the first GUESS_LINES whole lines of ${head} against every format of
 * ${c} and store the one that matches most of them in ${found}; among those
 * that match equally many, the one whose address fields hold addresses most
 * often; among those, one that matches all samples of the others: Apache's
 * combined takes every line of nginx's.
 *
 * Returns: GUESS_FOUND; GUESS_NONE when no line matched any; GUESS_TIE with
 *          the names of the candidates, blanks between, in ${names}.
 */
enum guess guess_format(const struct catalog *, struct span,
    const struct formatfile **, struct buf *);

#endif
