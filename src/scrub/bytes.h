/* SPDX-License-Identifier: ISC */
/*
 * What bytes a text holds, and whether some sorts of them in long runs, found
 * in one pass over it. Most texts lack what a detector needs, and then it does
 * not run at all: this is what makes an ordinary line cheap.
 */
#ifndef SCRUB_BYTES_H
#define SCRUB_BYTES_H

#include <stdbool.h>

#include "base/span.h"

/* Members of a set of bytes and of runs. */
enum {
	BYTES_AT = 1 << 0,
	BYTES_PLUS = 1 << 1,
	BYTES_COLON = 1 << 2,
	BYTES_PAIRS = 1 << 3, /* = or " */
	BYTES_CODED = 1 << 4, /* %, \, & with ; or #, or UTF-8 */
	/* runs of at least so many bytes of a sort; see run.h */
	BYTES_PLAIN = 1 << 5, /* digits, blanks, + and - */
	BYTES_QUAD = 1 << 6, /* digits, and . - _ */
	BYTES_TOKEN = 1 << 7, /* letters, digits, and - _ . */
	BYTES_FIGURE = 1 << 8, /* digits, blanks, and + - . / ( ) */
	BYTES_COMMA = 1 << 9,
	BYTES_BLANK = 1 << 10, /* blank, + ( or [ */
	BYTES_WORD = 1 << 11, /* as BYTES_TOKEN and +, but shorter */
	BYTES_DIGIT = 1 << 12
};

/* How long these runs are. */
enum {
	BYTES_PLAIN_MIN = 12,
	BYTES_QUAD_MIN = 7,
	BYTES_TOKEN_MIN = 16,
	BYTES_WORD_MIN = 12,
	BYTES_FIGURE_MIN = 7
};

/**
 * bytes_scan(s):
 * The set of the bytes and the runs in ${s}.
 */
unsigned bytes_scan(struct span);

/**
 * bytes_all(set, members):
 * Does ${set} hold every member of ${members}?
 */
static inline bool
bytes_all(unsigned set, unsigned members)
{
	return ((set & members) == members);
}

#endif
