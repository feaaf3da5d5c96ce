/* SPDX-License-Identifier: ISC */
/*
 * ipcrypt-pfx: addresses encrypted so that two that share their first n bits
 * share the first n bits after it, too, and no more. IPv4 stays IPv4, IPv6
 * stays IPv6. Who has the key can decrypt: it is a pseudonym, no more.
 *
 * Source: draft-denis-ipcrypt, section ipcrypt-pfx; the label for HKDF is the
 *         draft's name of the variant.
 */
#ifndef KEY_IPCRYPT_H
#define KEY_IPCRYPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "key/crypto.h"

struct ipcrypt;

/**
 * ipcrypt_new(key):
 * ${key} is K1 followed by K2.
 *
 * Returns: NULL when they are the same, as the draft demands, or when there is
 *          no memory.
 */
struct ipcrypt *ipcrypt_new(const uint8_t[static CRYPTO_KEY]);

/**
 * ipcrypt_run(x, a):
 * Encrypt ${a} in place. A v4-mapped address is IPv4, and becomes it.
 *
 * Returns: false when the library fails; ${a} is then all zero.
 */
bool ipcrypt_run(struct ipcrypt *, struct addr *);

/**
 * ipcrypt_free(x):
 * Wipe ${x} and give it back. NULL is allowed.
 */
void ipcrypt_free(struct ipcrypt *);

#endif
