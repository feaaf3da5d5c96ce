/* SPDX-License-Identifier: ISC */
/*
 * What bytes a text holds, found in one pass over it. Most texts lack the
 * bytes that a detector needs, and then it does not run at all: this is what
 * makes an ordinary line cheap.
 */
#ifndef SCRUB_BYTES_H
#define SCRUB_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* Members of the set. Letters count by case. */
#define BYTES_LOWER(c) (UINT64_C(1) << ((c) - 'a'))
#define BYTES_UPPER(c) (UINT64_C(1) << (26 + (c) - 'A'))
#define BYTES_DIGIT (UINT64_C(1) << 52)
#define BYTES_AT (UINT64_C(1) << 53)
#define BYTES_PLUS (UINT64_C(1) << 54)
#define BYTES_CODED (UINT64_C(1) << 55) /* %, \, or a UTF-8 lead byte */
#define BYTES_EQUALS (UINT64_C(1) << 56)
#define BYTES_COLON (UINT64_C(1) << 57)
#define BYTES_DOT (UINT64_C(1) << 58)
#define BYTES_UNDERLINE (UINT64_C(1) << 59)
#define BYTES_DASH (UINT64_C(1) << 60)
#define BYTES_BLANK (UINT64_C(1) << 61)
#define BYTES_SPLIT (UINT64_C(1) << 62) /* any of ? & ; # */
#define BYTES_QUOTE (UINT64_C(1) << 63)

struct bytes {
	uint64_t set;
	uint32_t digits; /* how many */
	uint32_t dots;
};

/**
 * bytes_scan(s):
 * The bytes of ${s}.
 */
struct bytes bytes_scan(struct span);

/* Does ${b} hold every member of ${set}? */
static inline bool
bytes_all(struct bytes b, uint64_t set)
{
	return ((b.set & set) == set);
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
