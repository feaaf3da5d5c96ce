/* SPDX-License-Identifier: ISC */
/*
 * A time in any layout that strftime(3) writes: compiled once, then read,
 * generalised and written back without a look at the layout's text.
 *
 * Conversions: those of POSIX in the C locale (%a %A %b %B %c %C %d %D %e %F %G
 * %h %H %I %j %m %M %n %p %r %R %S %t %T %u %U %V %w %W %x %X %y %Y %z %Z %%),
 * %k %l %P %s as in glibc, and
 *	%f	the digits of a fraction, 1 to 12; %3f exactly three
 *	%:z	+hh:mm, +hhmm or Z
 * E and O say nothing here. The flags - and _ (and %e %k %l, which have _) let
 * a number have a leading zero, a leading blank or neither; 0 takes that back.
 *
 * Choices:
 * - %Z is UTC for UT, UTC, GMT and Z, an offset for +hh and +hhmm; any other
 *   name is taken for no zone. Next to %z it says nothing.
 * - %y is a year from 1969 to 2068.
 * - Names are spelt as strftime() does, case and all.
 * - What a layout says twice must agree: a wrong weekday is no time.
 *
 * Invariant: what a layout reads ends in one place only, whatever follows.
 */
#ifndef MODEL_LAYOUT_H
#define MODEL_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "model/stamp.h"

enum {
	LAYOUT_WHY = 160, /* bytes for a reason */
	LAYOUT_MAX = 128 /* bytes of a time in any layout */
};

struct layout; /* immutable: may be shared */

/**
 * layout_new(arena, text, utc, why):
 * Compile ${text}. A time that has no zone is UTC if ${utc}, else of the local
 * zone (TZ).
 *
 * Shape:   lives in ${arena}; ${text} is copied.
 * Returns: NULL when ${text} is no layout, cannot be told where a number in it
 *          ends, or says neither a day nor an hour; ${why} then holds one
 *          line. Likewise when there is no memory.
 */
struct layout *layout_new(struct arena *, struct span, bool,
    char[static LAYOUT_WHY]);

/**
 * layout_escape(text, out):
 * Append the layout that stands for ${text}, byte for byte: two layouts and
 * the escaped text between them are a layout.
 */
void layout_escape(struct span, struct buf *);

/**
 * layout_has_date(l):
 * Does ${l} say the day, with or without the year?
 */
bool layout_has_date(const struct layout *);

/**
 * layout_parse(l, s, now, t):
 * Read all of ${s} into ${t}. Without a year it is of the latest in which it is
 * not more than a day after ${now}; without a date, of the day of ${now};
 * without a time of day, midnight. %s alone has offset 0.
 *
 * Units:   ${now} is in seconds since the epoch.
 * Returns: false when ${s} is not such a time, see stamp_parse(); ${t} is then
 *          unspecified.
 */
bool layout_parse(const struct layout *, struct span, int64_t, struct stamp *);

/**
 * layout_write(l, t, original, out):
 * Append ${t} as ${original}, which ${l} has read, is written: numbers padded
 * alike, the fraction as zeros, the same spelling of the zone.
 */
void layout_write(const struct layout *, const struct stamp *, struct span,
    struct buf *);

/**
 * layout_pattern(l, out):
 * Append a pattern for regex_new() without a group that captures. It matches
 * all that layout_parse() reads, and ends where that ends.
 */
void layout_pattern(const struct layout *, struct buf *);

#endif
