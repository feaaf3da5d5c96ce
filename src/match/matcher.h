/* SPDX-License-Identifier: ISC */
/*
 * One compiled format, and the line it is held against.
 *
 * Invariant: immutable after matcher_new(); any number of workers may use it,
 * each with a scratch of its own.
 */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/regex.h"
#include "base/span.h"
#include "model/format.h"

struct matcher;

/**
 * matcher_new(a, f, why):
 * Compile ${f}, which must live as long as the matcher. ${a} holds the
 * matcher, but not the compiled pattern: matcher_free() gives that back.
 *
 * Returns: NULL with one line in ${why} when it is no usable format.
 */
struct matcher *matcher_new(struct arena *, const struct format *,
    char[static 200]);

/**
 * matcher_free(m):
 * Give the pattern of ${m} back. NULL is allowed.
 */
void matcher_free(struct matcher *);

/**
 * matcher_format(m):
 * The format of ${m}.
 */
const struct format *matcher_format(const struct matcher *);

/**
 * matcher_scratch(void):
 * What a worker needs to match lines of any format.
 *
 * Returns: NULL when there is no memory; regex_scratch_free() gives it back.
 */
struct regex_scratch *matcher_scratch(void);

/**
 * matcher_line(m, s, line, r):
 * Match ${line}, without its line ending, and store the fields in ${r}.
 *
 * Shape:   the spans of ${r} are borrowed from ${line}.
 * Returns: false when ${line} is not a line of the format.
 */
bool matcher_line(const struct matcher *, struct regex_scratch *, struct span,
    struct record *);

/**
 * matcher_closed(m):
 * Does every line of the format end in a literal, so that a line that matches
 * is known to be whole even when no newline follows it?
 */
bool matcher_closed(const struct matcher *);

#endif
