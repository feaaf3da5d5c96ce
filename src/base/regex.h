/* SPDX-License-Identifier: ISC */
/*
 * Patterns, and the only user of PCRE2. Patterns are compiled once and
 * matched by machine code (JIT) where the system allows that, by the
 * interpreter where it does not; with a match limit either way, so no input
 * makes one line expensive.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct regex; /* immutable after regex_new(): may be shared */
struct regex_scratch; /* one worker's */

/**
 * regex_new(pattern, why):
 * Compile ${pattern}; bytes, not characters; `.` matches a newline too.
 *
 * Returns: NULL when it is no pattern; ${why} (at least 160 bytes) then holds
 *          one line of text.
 */
struct regex *regex_new(struct span, char[static 160]);

/**
 * regex_search(pattern, why):
 * The same for a pattern that may begin and end anywhere: for regex_find().
 */
struct regex *regex_search(struct span, char[static 160]);

/**
 * regex_free(r):
 * Give ${r} back. NULL is allowed.
 */
void regex_free(struct regex *);

/**
 * regex_groups(r):
 * The number of capturing groups of ${r}.
 */
size_t regex_groups(const struct regex *);

/**
 * regex_scratch_new(groups):
 * What a worker needs to match patterns of up to ${groups} groups.
 *
 * Returns: NULL when there is no memory.
 */
struct regex_scratch *regex_scratch_new(size_t);

/**
 * regex_scratch_free(s):
 * Give ${s} back. NULL is allowed.
 */
void regex_scratch_free(struct regex_scratch *);

/**
 * regex_match(r, s, subject, groups):
 * Match ${subject} against ${r}; store the capturing groups 1..n as spans of
 * ${subject} in ${groups}[0..n). A group that took no part has p == NULL.
 *
 * Returns: false when it does not match; also when a limit was reached, which
 *          is the same to whoever must not let a line through.
 */
bool regex_match(const struct regex *, struct regex_scratch *, struct span,
    struct span *);

/**
 * regex_offsets(r, s, subject):
 * The same, but return where the groups are: group i, counted from 1, from
 * offset [2 * i] of ${subject} up to [2 * i + 1]. All of them take part.
 *
 * Shape:   borrowed from ${s} until its next use.
 * Returns: NULL where regex_match() returns false.
 */
const size_t *regex_offsets(const struct regex *, struct regex_scratch *,
    struct span);

enum regex_found {
	REGEX_ABSENT,
	REGEX_FOUND,
	REGEX_UNKNOWN /* a limit was reached before it could be told */
};

enum { REGEX_FIND_MAX = 8192 }; /* bytes of a subject of regex_find() */

/**
 * regex_find(r, s, subject):
 * Does ${r}, which regex_search() made, match anywhere in ${subject}? More
 * than REGEX_FIND_MAX bytes are not looked at; REGEX_UNKNOWN then. A pattern
 * that somebody wrote by hand may need a number of steps that doubles with
 * each byte: what is given up here is given up within a second at the worst.
 */
enum regex_found regex_find(const struct regex *, struct regex_scratch *,
    struct span);

#endif
