/* SPDX-License-Identifier: ISC */
/*
 * libcrypto, behind five things: random bytes, SHA-256, HKDF, HMAC and AES.
 * The only file that knows the library.
 *
 * Invariants:
 * - No configuration file of OpenSSL is read, and no engine loaded.
 * - What is freed was wiped before.
 *
 * Source: FIPS 180-4 (SHA-256), RFC 5869 (HKDF), RFC 2104 (HMAC), FIPS 197
 *         (AES).
 */
#ifndef KEY_CRYPTO_H
#define KEY_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Bytes. */
enum { CRYPTO_KEY = 32, CRYPTO_MAC = 32, CRYPTO_HASH = 32, CRYPTO_BLOCK = 16 };

struct crypto_mac; /* HMAC-SHA256 with one key */
struct crypto_aes; /* AES-128 with one key, block by block */

/**
 * crypto_random(p, n):
 * Fill ${n} bytes at ${p}; up to 256.
 *
 * Returns: 0, or -1 when the system has none to give.
 */
int crypto_random(void *, size_t);

/**
 * crypto_sha256(s, out):
 * The SHA-256 of ${s}, without a key: for what anybody may check.
 *
 * Returns: 0, or -1 when the library fails; ${out} is then zero.
 */
int crypto_sha256(struct span, uint8_t[static CRYPTO_HASH]);

/**
 * crypto_derive(key, info, out, n):
 * HKDF-SHA256 of ${key} without salt: ${n} bytes for the purpose ${info} go to
 * ${out}. From them nobody can compute ${key}, or those of another purpose.
 *
 * Returns: 0, or -1 when the library fails; ${out} is then wiped.
 */
int crypto_derive(const uint8_t[static CRYPTO_KEY], struct span, uint8_t *,
    size_t);

/**
 * crypto_mac_new(key):
 * Returns: NULL when there is no memory or the library fails.
 */
struct crypto_mac *crypto_mac_new(const uint8_t[static CRYPTO_KEY]);

/**
 * crypto_mac_run(m, a, b, out):
 * The HMAC of ${a} followed by ${b}.
 *
 * Returns: 0, or -1 when the library fails; ${out} is then zero.
 */
int crypto_mac_run(struct crypto_mac *, struct span, struct span,
    uint8_t[static CRYPTO_MAC]);

/**
 * crypto_mac_free(m):
 * Wipe ${m} and give it back. NULL is allowed.
 */
void crypto_mac_free(struct crypto_mac *);

/**
 * crypto_aes_new(key):
 * Returns: NULL when there is no memory or the library fails.
 */
struct crypto_aes *crypto_aes_new(const uint8_t[static CRYPTO_BLOCK]);

/**
 * crypto_aes_run(a, in, out, n):
 * Encrypt ${n} blocks, each by itself; ${out} may be ${in}. All at once costs a
 * tenth of one by one.
 *
 * Returns: 0, or -1 when the library fails.
 */
int crypto_aes_run(struct crypto_aes *, const uint8_t *, uint8_t *, size_t);

/**
 * crypto_aes_free(a):
 * Wipe ${a} and give it back. NULL is allowed.
 */
void crypto_aes_free(struct crypto_aes *);

/**
 * crypto_wipe(p, n):
 * Zero ${n} bytes at ${p}, whatever the optimiser thinks of it.
 */
void crypto_wipe(void *, size_t);

/**
 * crypto_lock():
 * Keep all of this process out of swap from here on, where we may: the library
 * has its keys, too, in memory that is not ours to lock.
 */
void crypto_lock(void);

/**
 * crypto_pages(n):
 * ${n} zero bytes for a key: in no core dump, in no child, and, as far as
 * RLIMIT_MEMLOCK allows, never swapped out.
 *
 * Returns: NULL when there is no memory.
 */
void *crypto_pages(size_t);

/**
 * crypto_pages_free(p, n):
 * Wipe and give back what crypto_pages(${n}) returned. NULL is allowed.
 */
void crypto_pages_free(void *, size_t);

#endif
