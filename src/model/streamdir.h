/* SPDX-License-Identifier: ISC */
/*
 * The directories of streams, one level below another. Links are no
 * directories, and what stream_is() does not take is no stream.
 */
#ifndef MODEL_STREAMDIR_H
#define MODEL_STREAMDIR_H

#include "base/dirnames.h"

/**
 * streamdir_list(dirfd, list):
 * List the names of the streams that have a directory in ${dirfd}.
 *
 * Returns: as dirnames_list(), and dirnames_release() is due.
 */
int streamdir_list(int, struct dirnames *);

/**
 * streamdir_open(dirfd, name):
 * Open the directory of the stream ${name} in ${dirfd}.
 *
 * Returns: the descriptor, or -1 with errno set: ENOTDIR or ELOOP when it is
 *          something else.
 */
int streamdir_open(int, const char *);

#endif
