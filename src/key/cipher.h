/* SPDX-License-Identifier: ISC */
/*
 * What the key of one epoch makes of addresses and names.
 *
 * Invariants:
 * - For each purpose (each scheme, each class of pseudonym) a key of its own
 *   is derived, so that nothing can be told from one about another.
 * - The published test vectors were checked before the first use, and a cipher
 *   that fails them is none.
 * - A cipher belongs to one worker.
 */
#ifndef KEY_CIPHER_H
#define KEY_CIPHER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/span.h"
#include "key/crypto.h"

enum scheme {
	SCHEME_PSEUDONYM, /* HMAC-SHA256, 120 bits of it in fd00::/8 */
	SCHEME_PREFIX, /* ipcrypt-pfx */
	SCHEME_CRYPTOPAN
};

/* Pseudonyms of the same text in two classes are not to be linked. */
enum pseudonym {
	PSEUDONYM_ADDRESS,
	PSEUDONYM_HOST, /* a name where an address stands */
	PSEUDONYM_USER,
	PSEUDONYM_COOKIE,
	PSEUDONYM_TOKEN,
	PSEUDONYM_QUERY, /* the value of a parameter */
	PSEUDONYM_COUNT
};

enum { CIPHER_TEXT = 26 }; /* bytes of the pseudonym of a text */

struct cipher;

/**
 * cipher_selftest():
 * Check the ciphers against published vectors, once.
 *
 * Returns: false when one fails: nothing may be encrypted with it.
 */
bool cipher_selftest(void);

/**
 * cipher_new(key):
 * The cipher of the epoch whose key is ${key}, which is not needed any longer.
 *
 * Returns: NULL when there is no memory or the library or the self-test fails.
 */
struct cipher *cipher_new(const uint8_t[static CRYPTO_KEY]);

/**
 * cipher_addr(c, scheme, a):
 * Replace ${a} by what ${scheme} makes of it. A pseudonym is an IPv6 address
 * of fd00::/8 whose text does not end in `::`; a v4-mapped address has that of
 * its IPv4 one.
 *
 * Returns: false when the library fails; ${a} is then all zero.
 */
bool cipher_addr(struct cipher *, enum scheme, struct addr *);

/**
 * cipher_host(c, name, a):
 * Store the pseudonym of the host ${name}, case ignored, where an address has
 * to stand: one of fd00::/8.
 *
 * Returns: false when the library fails; ${a} is then all zero.
 */
bool cipher_host(struct cipher *, struct span, struct addr *);

/**
 * cipher_text(c, class, text, out):
 * Append the pseudonym of ${text}: CIPHER_TEXT letters a to z and digits 2 to
 * 7, 128 bits of the HMAC as base32 (RFC 4648, lower case, no padding).
 *
 * Returns: false when the library fails; nothing is then appended.
 */
bool cipher_text(struct cipher *, enum pseudonym, struct span, struct buf *);

/**
 * cipher_free(c):
 * Wipe ${c} and give it back. NULL is allowed.
 */
void cipher_free(struct cipher *);

#endif
