/* SPDX-License-Identifier: ISC */
/*
 * File descriptors: reads and writes that a signal does not cut short.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"

/**
 * fd_read(fd, p, n):
 * As read(2), again after EINTR.
 */
ssize_t fd_read(int, void *, size_t);

/**
 * fd_write(fd, p, n):
 * Write all ${n} bytes, in as many write(2) as it takes.
 *
 * Returns: 0, or -1 with errno set; then some bytes may be out.
 */
int fd_write(int, const void *, size_t);

/**
 * fd_slurp(path, b):
 * Append the whole file ${path} to ${b}, or standard input where it is "-".
 *
 * Returns: 0, or -1 with errno set (EFBIG: it is larger than ${b} may be).
 */
int fd_slurp(const char *, struct buf *);

#endif
