/* SPDX-License-Identifier: ISC */
/*
 * The 128 bits of an address or of a block of AES, the most significant first:
 * what the ciphers that go bit by bit work on.
 */
#ifndef KEY_BITS_H
#define KEY_BITS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/addr.h"

struct bits {
	uint64_t hi;
	uint64_t lo;
};

/**
 * bits_load(p):
 * The 16 bytes at ${p}.
 */
static inline struct bits
bits_load(const uint8_t *p)
{
	struct bits b;

	memcpy(&b.hi, p, sizeof(b.hi));
	memcpy(&b.lo, p + sizeof(b.hi), sizeof(b.lo));
	return ((struct bits){ be64toh(b.hi), be64toh(b.lo) });
}

/**
 * bits_store(b, p):
 * Write ${b} as 16 bytes to ${p}.
 */
static inline void
bits_store(struct bits b, uint8_t *p)
{
	const uint64_t hi = htobe64(b.hi), lo = htobe64(b.lo);

	memcpy(p, &hi, sizeof(hi));
	memcpy(p + sizeof(hi), &lo, sizeof(lo));
}

/**
 * bits_push(b, bit):
 * ${b} without its first bit and with ${bit} behind its last.
 */
static inline struct bits
bits_push(struct bits b, unsigned bit)
{
	return ((struct bits){ b.hi << 1 | b.lo >> 63, b.lo << 1 | bit });
}

/**
 * bits_count(a):
 * How many bits ${a} has.
 */
static inline unsigned
bits_count(const struct addr *a)
{
	return (a->v6 ? ADDR_V6_BITS : ADDR_V4_BITS);
}

/**
 * bits_of(a):
 * ${a}, with zeros behind an IPv4 one.
 */
static inline struct bits
bits_of(const struct addr *a)
{
	uint8_t p[16] = { 0 };

	memcpy(p, a->b, bits_count(a) / 8);
	return (bits_load(p));
}

/**
 * bits_flip(a, b):
 * Flip the bits of ${a} that are 1 in ${b}, of which the last bits_count(${a})
 * count.
 */
static inline void
bits_flip(struct addr *a, struct bits b)
{
	const unsigned n = bits_count(a) / 8;
	uint8_t p[16];

	bits_store(b, p);
	for (unsigned i = 0; i < n; i++)
		a->b[i] ^= p[sizeof(p) - n + i];
}

/**
 * bits_unmap(a):
 * Make a v4-mapped ${a} the IPv4 address that it is.
 *
 * Source:  RFC 4291 section 2.5.5.2.
 */
static inline void
bits_unmap(struct addr *a)
{
	const struct bits b = a->v6 ? bits_load(a->b) : (struct bits){ 1, 0 };

	if (b.hi != 0 || b.lo >> 32 != 0xffff)
		return;
	memcpy(a->b, a->b + 12, 4);
	memset(a->b + 4, 0, sizeof(a->b) - 4);
	a->v6 = false;
}

#endif
