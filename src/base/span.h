/* SPDX-License-Identifier: ISC */
/*
 * Borrowed bytes. A span points into memory that somebody else owns; it is
 * never NUL-terminated and never written through.
 *
 * Invariants: n == 0 may go with any p, NULL included; every byte value is
 * data, NUL as well. Who hands a span out says in its own header what ends
 * the span's life.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *p;
	size_t n;
};

/* A span over a string literal. */
#define SPAN(lit) ((struct span){ "" lit, sizeof(lit) - 1 })

/**
 * span_make(p, n):
 * A span over the ${n} bytes at ${p}.
 */
static inline struct span
span_make(const char *p, size_t n)
{
	return ((struct span){ p, n });
}

/**
 * span_str(s):
 * A span over the C string ${s}, without its NUL.
 */
static inline struct span
span_str(const char *s)
{
	return (span_make(s, strlen(s)));
}

/**
 * span_eq(a, b):
 * Are ${a} and ${b} equal, byte for byte?
 */
static inline bool
span_eq(struct span a, struct span b)
{
	return (a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

/**
 * span_starts(s, prefix):
 * Does ${s} start with ${prefix}?
 */
static inline bool
span_starts(struct span s, struct span prefix)
{
	return (s.n >= prefix.n && span_eq(span_make(s.p, prefix.n), prefix));
}

/**
 * span_ends(s, suffix):
 * Does ${s} end with ${suffix}?
 */
static inline bool
span_ends(struct span s, struct span suffix)
{
	return (s.n >= suffix.n &&
	    span_eq(span_make(s.p + (s.n - suffix.n), suffix.n), suffix));
}

/**
 * span_from(s, at):
 * The part of ${s} from offset ${at}, at most s.n, on.
 */
static inline struct span
span_from(struct span s, size_t at)
{
	/* NULL + 0 is not defined in C. */
	return (span_make(at == 0 ? s.p : s.p + at, s.n - at));
}

/**
 * span_index(s, c):
 * The offset of the first ${c} in ${s}, or s.n where there is none.
 */
static inline size_t
span_index(struct span s, char c)
{
	const char *q = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return (q == NULL ? s.n : (size_t)(q - s.p));
}

/**
 * span_caseeq(a, b):
 * Are ${a} and ${b} equal, ASCII letters compared without case?
 */
bool span_caseeq(struct span, struct span);

/**
 * span_find(s, needle):
 * The offset of the first ${needle} in ${s}, or s.n where there is none.
 * An empty needle is never found.
 */
size_t span_find(struct span, struct span);

/**
 * span_casefind(s, needle):
 * The same with ASCII letters compared without case.
 */
size_t span_casefind(struct span, struct span);

/**
 * span_trim(s):
 * ${s} without the blanks, tabs, CR and LF at both ends.
 *
 * Shape:   borrowed from ${s}.
 */
struct span span_trim(struct span);

/**
 * span_number(s, max, out):
 * Read all of ${s} as a decimal number of 1 to 19 digits into ${out}.
 *
 * Returns: false when ${s} is empty, holds anything but digits, or is above
 *          ${max}; ${out} is then untouched.
 */
bool span_number(struct span, unsigned long long, unsigned long long *);

#endif
