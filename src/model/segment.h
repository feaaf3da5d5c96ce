/* SPDX-License-Identifier: ISC */
/*
 * Names of output segments. A name says what a file covers without opening
 * it, and it is all that a sweep goes by to tell our files from others.
 *
 *     access-2026-11-21.live.zst     still written to
 *     access-2026-11-21.log.zst      sealed
 *     access-2026-11-21.2.log.zst    sealed later: lines that came late
 *     access-2026-11-21T13...        one hour
 *     access-2026-W47...             one week (ISO 8601)
 *     access-2026-11...              one month
 *     access-contact-2026-11-21...   lines of the class `contact` alone
 *     .access-2026-11-21.seal.tmp    being sealed
 *
 * Invariant: segment_parse(segment_name(x)) == x, and segment_parse() takes
 * nothing that segment_name() would not write, byte for byte.
 */
#ifndef MODEL_SEGMENT_H
#define MODEL_SEGMENT_H

#include <stdbool.h>

#include "base/span.h"
#include "model/period.h"

enum {
	SEGMENT_NAME_MAX = 64,
	SEGMENT_SERIAL_MAX = 9999,
	SEGMENT_CLASS_MAX = 24
};

enum segment_state { SEGMENT_LIVE, SEGMENT_SEALED, SEGMENT_TMP };

struct segment {
	struct period period;
	enum segment_state state;
	unsigned serial; /* sealed: 1 has no number in the name; others 1 */
	char class[SEGMENT_CLASS_MAX + 1]; /* "": of lines without one */
};

/**
 * segment_class(s, name):
 * Make ${s} one of the class ${name}: empty, or a letter and up to 23 letters,
 * digits and `_`, all small.
 *
 * Returns: false when it is no name of a class; ${s} is then untouched.
 */
bool segment_class(struct segment *, struct span);

/**
 * segment_name(s, name):
 * Write the file name of ${s}, with its NUL, into ${name}.
 */
void segment_name(const struct segment *, char[static SEGMENT_NAME_MAX]);

/**
 * segment_date(period, date):
 * Write what stands for ${period} in names, such as `2026-11-21` or
 * `2026-W47`, with its NUL, into ${date}.
 */
void segment_date(const struct period *, char[static SEGMENT_NAME_MAX]);

/**
 * segment_parse(name, s):
 * Read the file name ${name} into ${s}.
 *
 * Returns: false when it is not one of ours; ${s} is then unspecified.
 */
bool segment_parse(struct span, struct segment *);

#endif
