/* SPDX-License-Identifier: ISC */
/*
 * The grammar that the policy file and the format files share:
 *
 *     name arg "arg" 'arg' { name arg; name arg }   # comment
 *
 * A statement ends at the end of its line, at `;` or at `}`. A line that
 * starts with a quote goes on with the arguments of the statement before it,
 * the way nginx.conf writes a log_format over several lines. In "..." and
 * '...' a backslash before the same quote or before a backslash is taken
 * away, any other one stays. A `{name}` of small letters within an argument,
 * not at its start, is part of it: `/var/log/{vhost}`. Names called raw take the rest of their line as
 * one argument, as it is.
 *
 * Invariants: spans live as long as the arena; line and column count from 1.
 */
#ifndef BASE_DIRECTIVE_H
#define BASE_DIRECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

enum { DIRECTIVE_ARGS_MAX = 256, DIRECTIVE_DEPTH_MAX = 4 };

struct directive {
	struct span name;
	struct span *args;
	size_t nargs;
	bool block; /* has { }, which may be empty */
	struct directive *children; /* NULL: none */
	struct directive *next;
	unsigned line;
	unsigned column;
};

struct directive_error {
	unsigned line;
	unsigned column;
	const char *what; /* static */
};

/**
 * directive_parse(a, text, israw, list, err):
 * Parse ${text} into a list that lives in ${a}. ${israw} (NULL: none) says of
 * a name whether it is raw.
 *
 * Returns: 0 with the list (NULL when it is empty) in ${list}, or -1 with
 *          ${err} filled in.
 */
int directive_parse(struct arena *, struct span, bool (*)(struct span),
    struct directive **, struct directive_error *);

/**
 * directive_nearest(name, known, n):
 * The one of ${known}[0..${n}) that ${name} is most likely a misspelling of.
 *
 * Returns: NULL when none is near (Levenshtein distance above 2, or above a
 *          third of the length).
 */
const char *directive_nearest(struct span, const char *const *, size_t);

#endif
