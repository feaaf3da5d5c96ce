/* SPDX-License-Identifier: ISC */
/*
 * Crypto-PAn, the original: prefix-preserving as ipcrypt-pfx, for those who
 * have to agree with other tools of old. IPv4 stays IPv4; IPv6 is encrypted
 * over all of its 128 bits.
 *
 * Source: Xu, Fan, Ammar, Moon, "Prefix-Preserving IP Address Anonymization",
 *         ICNP 2002, and its reference implementation.
 */
#ifndef KEY_CRYPTOPAN_H
#define KEY_CRYPTOPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "key/crypto.h"

struct cryptopan;

/**
 * cryptopan_new(key):
 * ${key} is the key of the cipher followed by what the pad is made of.
 *
 * Returns: NULL when there is no memory or the library fails.
 */
struct cryptopan *cryptopan_new(const uint8_t[static CRYPTO_KEY]);

/**
 * cryptopan_run(x, a):
 * Encrypt ${a} in place. A v4-mapped address is IPv4, and becomes it.
 *
 * Returns: false when the library fails; ${a} is then all zero.
 */
bool cryptopan_run(struct cryptopan *, struct addr *);

/**
 * cryptopan_free(x):
 * Wipe ${x} and give it back. NULL is allowed.
 */
void cryptopan_free(struct cryptopan *);

#endif
