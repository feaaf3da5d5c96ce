/* SPDX-License-Identifier: ISC */
/*
 * IPv4 and IPv6 addresses as text. Strict: what inet_pton(3) accepts and no
 * more, so no octal, hexadecimal or short IPv4 forms, no zone, no port, no
 * brackets (those belong to whoever found the text).
 *
 * Invariants: bytes are in network order; an IPv4 address uses b[0..3] only.
 */
#ifndef BASE_ADDR_H
#define BASE_ADDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum { ADDR_V4_BITS = 32, ADDR_V6_BITS = 128, ADDR_TEXT_MAX = 46 };

struct addr {
	uint8_t b[16];
	bool v6;
};

/**
 * addr_parse(s, a):
 * Read all of ${s} as one IPv4 or IPv6 address.
 *
 * Returns: false when ${s} is anything else; ${a} is then unspecified.
 * Source:  RFC 4291 section 2.2; inet_pton(3) is the oracle in the tests.
 */
bool addr_parse(struct span, struct addr *);

/**
 * addr_format(a, out):
 * Append ${a} as text; IPv6 as RFC 5952, v4-mapped with a dotted tail.
 */
void addr_format(const struct addr *, struct buf *);

/**
 * addr_truncate(a, bits4, bits6):
 * Keep the first ${bits4} (of IPv4) or ${bits6} (of IPv6) bits and zero the
 * rest. An IPv4 address hidden in an IPv6 one (mapped, compatible, 6to4,
 * NAT64, Teredo, ISATAP) keeps at most its own first ${bits4} bits; a mapped
 * one is IPv4 and only that.
 *
 * Units:   bits; 0 to 32 and 0 to 128.
 * Source:  RFC 4291 2.5.5 (mapped, compatible), RFC 3056 (6to4), RFC 6052
 *          and RFC 8215 (NAT64), RFC 4380 (Teredo), RFC 5214 (ISATAP).
 */
void addr_truncate(struct addr *, unsigned, unsigned);

/**
 * addr_hasv4(a):
 * Is ${a} an IPv6 address in which addr_truncate() finds an IPv4 one?
 */
bool addr_hasv4(const struct addr *);

/**
 * addr_unmap(a, v4):
 * Store in ${v4} the IPv4 address that ${a} is the mapped form of.
 *
 * Returns: false when ${a} is no mapped address; ${v4} is as it was.
 */
bool addr_unmap(const struct addr *, struct addr *);

/**
 * addr_next(a, bits, within):
 * Make ${a}, the lowest address of a network of ${bits} bits, the lowest one
 * behind that network.
 *
 * Returns: false when that is not in the same block of ${within} bits; ${a} is
 *          then the lowest of the block.
 */
bool addr_next(struct addr *, unsigned, unsigned);

#endif
