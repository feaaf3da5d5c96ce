/* SPDX-License-Identifier: ISC */
/*
 * A compiled format, and the line it is held against.
 *
 * Invariant: immutable once loaded; any number of workers may use it, each
 * with a scratch of its own.
 */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "match/parser.h"
#include "model/format.h"

enum { MATCHER_FRAMES_MAX = 16 };

struct matcher;

/**
 * matcher_new(a, f, parsers):
 * A matcher of the format ${f} that tries ${parsers} in their order; all of
 * them must live as long as it does. ${a} holds the matcher, but not what the
 * parsers compiled: matcher_free() gives that back.
 *
 * Returns: NULL when there is no memory.
 */
struct matcher *matcher_new(struct arena *, const struct format *,
    struct parser *);

/**
 * matcher_free(m):
 * Give back what the parsers of ${m} hold. NULL is allowed.
 */
void matcher_free(struct matcher *);

/**
 * matcher_frame(m, a, frames, n):
 * Let a line of ${m} stand behind any of the ${n} framings ${frames}: what
 * syslog or a container runtime writes before it. A framing is the matcher of
 * a format whose last field is the rest of the line. The format of ${m} gets
 * their other fields as well. A format with headers, see matcher_header(),
 * stands behind none.
 *
 * Returns: 0, or -1: no memory, or too many of anything.
 */
int matcher_frame(struct matcher *, struct arena *,
    const struct matcher *const *, size_t);

/**
 * matcher_format(m):
 * The format of ${m}.
 */
const struct format *matcher_format(const struct matcher *);

/**
 * matcher_layout(m, i):
 * What a line of ${m} is made of, as the layout ${i} of its format has it,
 * counted from 0. The fields are those of the format's table.
 *
 * Returns: NULL behind the last one, and where lines name their fields.
 */
const struct elements *matcher_layout(const struct matcher *, size_t);

/**
 * matcher_scratch(void):
 * What a worker needs to match lines of any format. It remembers what the
 * last header line said of the lines behind it, so it is for one input.
 *
 * Returns: NULL when there is no memory; matcher_scratch_free() gives it back.
 */
struct matching *matcher_scratch(void);

/**
 * matcher_scratch_free(s):
 * Give ${s} back. NULL is allowed.
 */
void matcher_scratch_free(struct matching *);

/**
 * matcher_reset(s):
 * Make ${s} forget what it remembers, as at the start of an input.
 */
void matcher_reset(struct matching *);

/**
 * matcher_has_header(m):
 * May a line of ${m} say of the lines behind it what they hold?
 */
bool matcher_has_header(const struct matcher *);

/**
 * matcher_header(m, s, line):
 * Let ${line}, if it is such a line, say so to ${s}. matcher_line() does that
 * itself: this is for lines it does not get to see, and for a start in the
 * middle of an input. What was said before makes no difference any more.
 */
void matcher_header(const struct matcher *, struct matching *, struct span);

/**
 * matcher_line(m, s, line, r):
 * Match ${line}, without its line ending, and store the fields in ${r}.
 *
 * Shape:   ${r} is borrowed from ${s} until the next call with it; its spans
 *          from ${line}.
 * Returns: false when ${line} is not a line of the format.
 */
bool matcher_line(const struct matcher *, struct matching *, struct span,
    struct record *);

/**
 * matcher_stop(m, s, line, why):
 * Store in ${why} how far into ${line}, which does not match, the parser got
 * that got the furthest. Slow: for `logfade check`.
 */
void matcher_stop(const struct matcher *, struct matching *, struct span,
    struct stop *);

/**
 * matcher_closed(m):
 * Does every line of the format end in a literal, so that a line that matches
 * is known to be whole even when no newline follows it?
 */
bool matcher_closed(const struct matcher *);

#endif
