/* SPDX-License-Identifier: ISC */
/*
 * A growing byte buffer with a stated maximum.
 *
 * Invariants:
 * - n <= cap <= max; p is NULL only while cap is 0.
 * - The first append that would pass ${max}, or that finds no memory, sets
 *   ${failed}; from then on appends do nothing. Callers append freely and
 *   look at ${failed} once, before they use the bytes.
 * - buf_reset() keeps the memory and clears ${failed}.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/span.h"

struct buf {
	char *p;
	size_t n;
	size_t cap;
	size_t max;
	bool failed;
};

/**
 * buf_init(b, max):
 * Make ${b} an empty buffer that never holds more than ${max} bytes.
 */
void buf_init(struct buf *, size_t);

/**
 * buf_release(b):
 * Give the memory of ${b} back; ${b} is as after buf_init().
 */
void buf_release(struct buf *);

/**
 * buf_reserve(b, n):
 * Make room for ${n} more bytes.
 *
 * Returns: false (and ${b} is failed) when there is none.
 */
bool buf_reserve(struct buf *, size_t);

/**
 * buf_addf(b, fmt, ...):
 * Append as printf does, without the NUL.
 */
void buf_addf(struct buf *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * buf_addjson(b, s):
 * Append ${s} as the inside of a JSON string: quotes, backslashes, control
 * bytes and bytes that are not ASCII are written as escapes.
 *
 * Source:  RFC 8259 section 7.
 */
void buf_addjson(struct buf *, struct span);

/**
 * buf_reset(b):
 * Empty ${b}, and not failed; the memory stays.
 */
static inline void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

/**
 * buf_add(b, p, n):
 * Append the ${n} bytes at ${p}, which must not be of ${b} itself.
 */
static inline void
buf_add(struct buf *b, const char *p, size_t n)
{
	if (n == 0 || b->failed)
		return;
	if (b->cap - b->n < n && !buf_reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/**
 * buf_addspan(b, s):
 * Append ${s}, which must not be of ${b} itself.
 */
static inline void
buf_addspan(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.n);
}

/**
 * buf_addc(b, c):
 * Append the byte ${c}.
 */
static inline void
buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

/**
 * buf_span(b):
 * The bytes so far.
 *
 * Shape:   borrowed; the next append ends the span's life.
 */
static inline struct span
buf_span(const struct buf *b)
{
	return (span_make(b->p, b->n));
}

#endif
