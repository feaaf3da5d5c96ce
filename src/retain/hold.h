/* SPDX-License-Identifier: ISC */
/*
 * Holds: what a court or an authority wants kept is not swept. The file
 * `.logfade-holds` of a directory says which:
 *
 *     hold case-17 {
 *         reason "order of 12 May"
 *         vhost shop.example.org
 *         class contact
 *         from 2026-01-01
 *         to 2026-03-31
 *         until 2027-01-01
 *         added 2026-11-22
 *     }
 *
 * Without vhost, class, from or to, all of them are meant; without until, until
 * it is released. Days are local, the last one included.
 *
 * Invariant: hold_parse() takes what hold_write() writes, and nothing that
 * it does not understand: a hold that is half read is none.
 */
#ifndef RETAIN_HOLD_H
#define RETAIN_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/segment.h"
#include "model/stream.h"

enum { HOLD_NAME_MAX = 64, HOLD_REASON_MAX = 500, HOLD_MANY = 256 };

/* Days since 1970-01-01. */
#define HOLD_ALWAYS INT64_MIN /* as from */
#define HOLD_EVER INT64_MAX /* as to and until */

struct hold {
	char name[HOLD_NAME_MAX + 1];
	char reason[HOLD_REASON_MAX + 1];
	char vhost[STREAM_NAME_MAX]; /* as its stream is called; "": all */
	char class[SEGMENT_CLASS_MAX + 1]; /* "": all */
	int64_t from;
	int64_t to;
	int64_t until;
	int64_t added;
};

/* What may be covered: a segment. */
struct hold_subject {
	const char *stream; /* "": the root's own segments */
	const char *class; /* "": none */
	int64_t first; /* what happened from then on */
	int64_t end; /* and before then, in seconds since the epoch */
};

struct hold_list {
	struct hold hold[HOLD_MANY];
	size_t n;
};

/**
 * hold_set_name(h, s):
 * Call ${h} ${s}: 1 to 64 letters, digits, `.`, `_` and `-`.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *hold_set_name(struct hold *, struct span);

/**
 * hold_set_reason(h, s):
 * Give ${h} the reason ${s}: 1 to 500 bytes, none of them a control byte.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *hold_set_reason(struct hold *, struct span);

/**
 * hold_set_vhost(h, s):
 * Restrict ${h} to the vhost ${s}, the name of a host or STREAM_OTHER.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *hold_set_vhost(struct hold *, struct span);

/**
 * hold_set_class(h, s):
 * Restrict ${h} to the class ${s}.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *hold_set_class(struct hold *, struct span);

/**
 * hold_today(now):
 * The day that it is.
 */
int64_t hold_today(int64_t);

/**
 * hold_put_day(day, out):
 * Append ${day} as stamp_day() reads it.
 */
void hold_put_day(int64_t, struct buf *);

/**
 * hold_is_live(h, now):
 * Does ${h} still hold?
 */
bool hold_is_live(const struct hold *, int64_t);

/**
 * hold_is_about(h, subject, now):
 * Is ${h} live, and about any of ${subject}? What cannot be told to be of
 * another vhost is covered: the root's own segments, of when there were no
 * streams, and those of STREAM_OTHER, of when there were too many.
 */
bool hold_is_about(const struct hold *, const struct hold_subject *, int64_t);

/**
 * hold_covers(list, subject, now):
 * The first hold of ${list} that is about ${subject}, or NULL.
 */
const struct hold *hold_covers(const struct hold_list *,
    const struct hold_subject *, int64_t);

/**
 * hold_find(list, name):
 * The hold of that name, or NULL.
 */
struct hold *hold_find(struct hold_list *, struct span);

/**
 * hold_parse(text, list, line):
 * Read the file ${text} into ${list}.
 *
 * Returns: NULL, or one line (static) that says what is wrong, with its
 *          number in ${line}.
 */
const char *hold_parse(struct span, struct hold_list *, unsigned *);

/**
 * hold_write(list, out):
 * Append ${list} as hold_parse() reads it.
 */
void hold_write(const struct hold_list *, struct buf *);

#endif
