/* SPDX-License-Identifier: ISC */
/*
 * Where segments stand: in a directory, the root, which has the holds and the
 * ledger, and in the streams of it, its sub-directories, one level deep.
 *
 * See model/streamdir.h for what is a stream. One that has a ledger or holds of
 * its own is a root of its own.
 */
#ifndef RETAIN_TREE_H
#define RETAIN_TREE_H

#include <stdbool.h>
#include <stddef.h>

/* What the root itself is called where streams have names. */
#define TREE_ROOT "."

/**
 * tree_open(dirfd, name):
 * Open the stream ${name} of ${dirfd}, or ${dirfd} itself as TREE_ROOT.
 *
 * Returns: the descriptor, or -1 with errno set: ENOENT when it is gone, or
 *          something else by now.
 */
int tree_open(int, const char *);

/**
 * tree_is_root(dirfd):
 * Has the directory ${dirfd} a ledger or holds of its own?
 */
bool tree_is_root(int);

/**
 * tree_is_stream(dirfd):
 * Is the directory ${dirfd} a stream of the one above it, which has a ledger
 * or holds? Then they go for it, and nothing is to be deleted without them.
 */
bool tree_is_stream(int);

#endif
