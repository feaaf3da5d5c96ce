/* SPDX-License-Identifier: ISC */
#include "key/ipcrypt.h"

#include <stdlib.h>
#include <string.h>

#include "key/bits.h"

enum { BLOCKS = ADDR_V6_BITS };

/* What is encrypted on the way is here, so that it is wiped with the keys. */
struct ipcrypt {
	struct crypto_aes *k1;
	struct crypto_aes *k2;
	uint8_t prefix[BLOCKS][CRYPTO_BLOCK];
	uint8_t one[BLOCKS][CRYPTO_BLOCK];
	uint8_t two[BLOCKS][CRYPTO_BLOCK];
};

struct ipcrypt *
ipcrypt_new(const uint8_t key[static CRYPTO_KEY])
{
	struct ipcrypt *x;

	/* The two streams would cancel out, and nothing be encrypted. */
	if (memcmp(key, key + CRYPTO_BLOCK, CRYPTO_BLOCK) == 0)
		return (NULL);
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return (NULL);
	x->k1 = crypto_aes_new(key);
	x->k2 = crypto_aes_new(key + CRYPTO_BLOCK);
	if (x->k1 != NULL && x->k2 != NULL)
		return (x);
	ipcrypt_free(x);
	return (NULL);
}

/*
 * One block for each bit to be encrypted: the bits before it behind a 1. The
 * first 96 bits of an IPv4 address are those of a v4-mapped one, and stay.
 */
static void
prefixes(struct ipcrypt *x, const struct addr *a)
{
	const unsigned n = bits_count(a);
	struct bits rest = bits_of(a);
	struct bits p = a->v6 ?
	    (struct bits){ 0, 1 } :
	    (struct bits){ UINT64_C(1) << 32, UINT64_C(0xffff) };

	for (unsigned i = 0; i < n; i++) {
		bits_store(p, x->prefix[i]);
		p = bits_push(p, rest.hi >> 63);
		rest = bits_push(rest, 0);
	}
}

bool
ipcrypt_run(struct ipcrypt *x, struct addr *a)
{
	enum { LAST = CRYPTO_BLOCK - 1 };
	struct bits stream = { 0, 0 };
	unsigned n;

	bits_unmap(a);
	n = bits_count(a);
	prefixes(x, a);
	if (crypto_aes_run(x->k1, x->prefix[0], x->one[0], n) == -1 ||
	    crypto_aes_run(x->k2, x->prefix[0], x->two[0], n) == -1) {
		*a = (struct addr){ .v6 = false };
		return (false);
	}
	for (unsigned i = 0; i < n; i++)
		stream =
		    bits_push(stream, (x->one[i][LAST] ^ x->two[i][LAST]) & 1u);
	bits_flip(a, stream);
	return (true);
}

void
ipcrypt_free(struct ipcrypt *x)
{
	if (x == NULL)
		return;
	crypto_aes_free(x->k1);
	crypto_aes_free(x->k2);
	crypto_wipe(x, sizeof(*x));
	free(x);
}
