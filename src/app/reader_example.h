/* SPDX-License-Identifier: ISC */
/*
 * Values that a line may have, for the samples that a reader wants to see.
 * Addresses and names are those set aside for documentation.
 */
#ifndef APP_READER_EXAMPLE_H
#define APP_READER_EXAMPLE_H

#include "base/buf.h"
#include "match/formatfile.h"

/**
 * reader_example(file, f, out):
 * Append a value of ${f}, a field of ${file}, to ${out}; a time is the one of
 * the format's own sample, if it has one.
 */
void reader_example(const struct formatfile *, const struct field *,
    struct buf *);

#endif
