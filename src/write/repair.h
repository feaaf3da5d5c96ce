/* SPDX-License-Identifier: ISC */
/*
 * Live segments whose last append did not get to its end.
 */
#ifndef WRITE_REPAIR_H
#define WRITE_REPAIR_H

#include <stdint.h>

/**
 * repair_tail(fd):
 * Cut off what stands behind the last whole frame of ${fd}, open for reading
 * and appending and locked by the caller so that nobody else writes, and
 * leave a note that it was done. A last append that does not decode goes too:
 * that is what a power cut can leave. Damage that whole frames follow is not
 * touched: sealing sets it aside.
 *
 * Returns: how many bytes were cut, or -1 with errno set.
 */
int64_t repair_tail(int);

/**
 * repair_void(fd, start, end):
 * Make the bytes [${start}, ${end}) of ${fd} one skippable frame, in place.
 * They are a part of what this process appended, so that no other process
 * has to do with them, whatever it appends meanwhile.
 *
 * Returns: 0, or -1 with errno set (EINVAL: too few bytes for a header).
 */
int repair_void(int, int64_t, int64_t);

#endif
