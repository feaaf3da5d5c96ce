/* SPDX-License-Identifier: ISC */
#include "key/cryptopan.h"

#include <stdlib.h>

#include "key/bits.h"

enum { BLOCKS = ADDR_V6_BITS };

/* What is encrypted on the way is here, so that it is wiped with the key. */
struct cryptopan {
	struct aes *aes;
	uint8_t pad[CRYPTO_BLOCK];
	uint8_t in[BLOCKS][CRYPTO_BLOCK];
	uint8_t out[BLOCKS][CRYPTO_BLOCK];
};

struct cryptopan *
cryptopan_new(const uint8_t key[static CRYPTO_KEY])
{
	struct cryptopan *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return (NULL);
	x->aes = aes_new(key);
	if (x->aes != NULL &&
	    aes_run(x->aes, key + CRYPTO_BLOCK, x->pad, 1) == 0)
		return (x);
	cryptopan_free(x);
	return (NULL);
}

/* One block for each bit: the bits before it, and from it on the pad. */
static void
prefixes(struct cryptopan *x, const struct addr *a)
{
	struct bits p = bits_load(x->pad);

	for (unsigned i = 0; i < bits_count(a); i++) {
		const uint64_t bit = UINT64_C(1) << (63 - i % 64);
		uint64_t *half = i < 64 ? &p.hi : &p.lo;

		bits_store(p, x->in[i]);
		*half = bits_get(a, i) == 0 ? *half & ~bit : *half | bit;
	}
}

bool
cryptopan_run(struct cryptopan *x, struct addr *a)
{
	unsigned n;

	bits_unmap(a);
	n = bits_count(a);
	prefixes(x, a);
	if (aes_run(x->aes, x->in[0], x->out[0], n) == -1) {
		*a = (struct addr){ .v6 = false };
		return (false);
	}
	for (unsigned i = 0; i < n; i++)
		bits_flip(a, i, x->out[i][0] >> 7);
	return (true);
}

void
cryptopan_free(struct cryptopan *x)
{
	if (x == NULL)
		return;
	aes_free(x->aes);
	crypto_wipe(x, sizeof(*x));
	free(x);
}
