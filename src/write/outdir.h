/* SPDX-License-Identifier: ISC */
/*
 * The directory of the output, which may go away or be replaced while
 * somebody works in it.
 */
#ifndef WRITE_OUTDIR_H
#define WRITE_OUTDIR_H

#include <stdbool.h>

/**
 * outdir_open(dir):
 * Open the directory ${dir}, made with its missing parents (0750) when it is
 * not there.
 *
 * Returns: the descriptor, or -1 with errno set, also where it may not be
 *          written to.
 */
int outdir_open(const char *);

/**
 * outdir_follow(dir, fd, make):
 * Where the path ${dir} no longer is the directory open as ${fd}, make ${fd}
 * the one it is now. One that is not there is made if ${make} says so, with
 * the mode of the old one, and by root with its owner.
 *
 * Returns: 1 when ${fd} is another directory now; 0 when it is as before,
 *          also because there is no better one; -1 with errno set when it was
 *          removed and there is no other.
 */
int outdir_follow(const char *, int, bool);

#endif
