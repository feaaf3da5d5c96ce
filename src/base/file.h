/* SPDX-License-Identifier: ISC */
/*
 * Files that stand in a directory others can write to as well: they are
 * reached through the directory's descriptor, links are not followed, and
 * that a name still is the file that was opened is asked again before it
 * matters.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/span.h"

/**
 * file_pread(fd, p, n, at):
 * Read ${n} bytes at offset ${at}; fewer only at the end of the file.
 *
 * Returns: how many, or -1 with errno set.
 */
ssize_t file_pread(int, void *, size_t, int64_t);

/**
 * file_open(dirfd, name, flags):
 * Open the regular file ${name} that is there, as ${flags} (O_RDONLY, O_RDWR
 * | O_APPEND) say, and close-on-exec. Never waits, never follows a link.
 *
 * Returns: the descriptor, or -1 with errno set: EINVAL when it is no regular
 *          file, EMLINK when it has other names.
 */
int file_open(int, const char *, int);

/**
 * file_create(dirfd, name, mode):
 * Create ${name}, which must not be there, for reading and appending, with
 * exactly ${mode} whatever the umask. root gives it to the owner and group of
 * the directory.
 *
 * Returns: the descriptor, or -1 with errno set, and then no file is there.
 */
int file_create(int, const char *, mode_t);

/**
 * file_born(dirfd, name, mode, first):
 * The same, but with the bytes ${first} in it from the first moment that
 * anybody can see it; on a file system that cannot make files without a name,
 * from the moment after.
 *
 * Returns: the descriptor, or -1 with errno set, and then no file is there.
 */
int file_born(int, const char *, mode_t, struct span);

/**
 * file_is(dirfd, name, fd):
 * Is ${name} still the file that is open as ${fd}?
 */
bool file_is(int, const char *, int);

/**
 * file_size(fd):
 * The size of ${fd}.
 *
 * Returns: -1 with errno set where that cannot be told.
 */
int64_t file_size(int);

/**
 * file_sync(fd):
 * fsync(2), of a file or of a directory. What cannot be synced (a pipe, some
 * network file systems' directories) is fine as it is.
 *
 * Returns: 0, or -1 with errno set.
 */
int file_sync(int);

/**
 * file_sync_data(fd):
 * The same by fdatasync(2), which is enough for what was appended.
 */
int file_sync_data(int);

/**
 * file_publish(dirfd, from, to):
 * Rename ${from} to ${to}, which must not be there.
 *
 * Returns: 0, or -1 with errno set (EEXIST).
 */
int file_publish(int, const char *, const char *);

/**
 * file_close(fd):
 * close(2), with errno kept; -1 is allowed.
 */
void file_close(int);

#endif
