/* SPDX-License-Identifier: ISC */
/*
 * The tokens of JSON, strictly as RFC 8259 has them, but for one thing: bytes
 * from 0x80 on are taken as they are, since servers write what they got.
 *
 * Invariant: no byte at or behind ${end} is read.
 */
#ifndef BASE_JSONTEXT_H
#define BASE_JSONTEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * jsontext_string(p, end, escaped):
 * Where the string ends whose first byte, behind the quote, is at ${p}: at its
 * closing quote. ${escaped} is set when a backslash stands in it, and else
 * left alone.
 *
 * Returns: NULL when there is no end, a raw control byte or a bad escape.
 */
const char *jsontext_string(const char *, const char *, bool *);

/**
 * jsontext_number(p, end):
 * Where the number ends that starts at ${p}.
 *
 * Returns: NULL when there is none.
 */
const char *jsontext_number(const char *, const char *);

/**
 * jsontext_escape(s):
 * How long the escape is that ${s} starts with: 2, or 6 for \uHHHH.
 *
 * Returns: 0 when there is none.
 */
size_t jsontext_escape(struct span);

/**
 * jsontext_undo(s, out):
 * Append the text that ${s}, the inside of a string, stands for. What is no
 * whole escape, half of a surrogate pair included, stays as it is.
 */
void jsontext_undo(struct span, struct buf *);

#endif
