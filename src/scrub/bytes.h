/* SPDX-License-Identifier: ISC */
/*
 * What bytes a text holds, found in one pass over it. Most texts lack the
 * bytes that a detector needs, and then it does not run at all: this is what
 * makes an ordinary line cheap.
 */
#ifndef SCRUB_BYTES_H
#define SCRUB_BYTES_H

#include <stdbool.h>

#include "base/span.h"

/* Members of a set of bytes. */
enum {
	BYTES_AT = 1 << 0,
	BYTES_PLUS = 1 << 1,
	BYTES_COLON = 1 << 2,
	BYTES_DOT = 1 << 3,
	BYTES_DIGIT = 1 << 4,
	BYTES_EQUALS = 1 << 5,
	BYTES_QUOTE = 1 << 6,
	BYTES_B = 1 << 7,
	BYTES_CODED = 1 << 8 /* % or \, or what may begin overlong UTF-8 */
};

/**
 * bytes_scan(s):
 * The set of the bytes in ${s}.
 */
unsigned bytes_scan(struct span);

/* Does ${set} hold every member of ${members}? */
static inline bool
bytes_all(unsigned set, unsigned members)
{
	return ((set & members) == members);
}

static inline bool
bytes_isdigit(char c)
{
	return ((unsigned char)(c - '0') < 10);
}

static inline bool
bytes_isalpha(char c)
{
	return ((unsigned char)((c | 0x20) - 'a') < 26);
}

static inline bool
bytes_isalnum(char c)
{
	return (bytes_isdigit(c) || bytes_isalpha(c));
}

static inline bool
bytes_ishex(char c)
{
	return (bytes_isdigit(c) || (unsigned char)((c | 0x20) - 'a') < 6);
}

#endif
