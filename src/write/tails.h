/* SPDX-License-Identifier: ISC */
/*
 * Files that end in an append of ours: where there are many more streams than
 * files that may be open, most are closed and opened again all the time, and
 * to look for a torn tail means to walk all of a file.
 *
 * Who is not remembered is only looked at once more.
 */
#ifndef WRITE_TAILS_H
#define WRITE_TAILS_H

#include <stdbool.h>

struct tails;

/**
 * tails_new():
 * Remember nothing yet.
 *
 * Returns: NULL when there is no memory.
 */
struct tails *tails_new(void);

/**
 * tails_free(t):
 * Give ${t} back. NULL is allowed.
 */
void tails_free(struct tails *);

/**
 * tails_keep(t, fd):
 * Remember ${fd}, which is about to be closed, and where our last append to
 * it ended. NULL is allowed.
 */
void tails_keep(struct tails *, int);

/**
 * tails_has(t, fd):
 * Does ${fd} still end where our last append did? NULL is allowed.
 */
bool tails_has(const struct tails *, int);

#endif
