/* SPDX-License-Identifier: ISC */
#include "key/cryptopan.h"

#include <stdlib.h>

#include "key/bits.h"

enum { BLOCKS = ADDR_V6_BITS };

/* What is encrypted on the way is here, so that it is wiped with the key. */
struct cryptopan {
	struct crypto_aes *aes;
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
	x->aes = crypto_aes_new(key);
	if (x->aes != NULL &&
	    crypto_aes_run(x->aes, key + CRYPTO_BLOCK, x->pad, 1) == 0)
		return (x);
	cryptopan_free(x);
	return (NULL);
}

/* One block for each bit: the bits before it, and from it on the pad. */
static void
prefixes(struct cryptopan *x, const struct addr *a)
{
	const unsigned n = bits_count(a);
	const struct bits pad = bits_load(x->pad), of = bits_of(a);
	struct bits before = { 0, 0 };

	for (unsigned i = 0; i < n; i++) {
		bits_store((struct bits){ pad.hi ^
				   ((pad.hi ^ of.hi) & before.hi),
			       pad.lo ^ ((pad.lo ^ of.lo) & before.lo) },
		    x->in[i]);
		before.lo = before.lo >> 1 | before.hi << 63;
		before.hi = before.hi >> 1 | UINT64_C(1) << 63;
	}
}

bool
cryptopan_run(struct cryptopan *x, struct addr *a)
{
	struct bits stream = { 0, 0 };
	unsigned n;

	bits_unmap(a);
	n = bits_count(a);
	prefixes(x, a);
	if (crypto_aes_run(x->aes, x->in[0], x->out[0], n) == -1) {
		*a = (struct addr){ .v6 = false };
		return (false);
	}
	for (unsigned i = 0; i < n; i++)
		stream = bits_push(stream, x->out[i][0] >> 7);
	bits_flip(a, stream);
	return (true);
}

void
cryptopan_free(struct cryptopan *x)
{
	if (x == NULL)
		return;
	crypto_aes_free(x->aes);
	crypto_wipe(x, sizeof(*x));
	free(x);
}
