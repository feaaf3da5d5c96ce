/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "key/cryptopan.h"
#include "unit/vectors.h"

/* One block at a time, a bit at a time. */
static void
slow(const uint8_t *key, struct addr *a)
{
	struct crypto_aes *aes = crypto_aes_new(key);
	const unsigned n = a->v6 ? 128 : 32;
	uint8_t pad[16], out[16] = { 0 };

	cr_assert(crypto_aes_run(aes, key + CRYPTO_BLOCK, pad, 1) == 0);
	for (unsigned i = 0; i < n; i++) {
		uint8_t block[16] = { 0 };

		for (unsigned k = 0; k < 128; k++) {
			const uint8_t bit = (uint8_t)(0x80 >> k % 8);
			const uint8_t from = k < i ? a->b[k / 8] : pad[k / 8];

			block[k / 8] =
			    (uint8_t)((block[k / 8] & ~bit) | (from & bit));
		}
		cr_assert(crypto_aes_run(aes, block, block, 1) == 0);
		out[i / 8] |= (uint8_t)((block[0] & 0x80) >> i % 8);
	}
	for (unsigned k = 0; k < n / 8; k++)
		a->b[k] ^= out[k];
	crypto_aes_free(aes);
}

/*
 * cryptopANT is not this: its key file has a pad of its own, which is shifted
 * instead of being masked, its IPv4 block is in another byte order, and it
 * takes the lowest bit of a byte of the block, not the highest. No key makes
 * one of the other, so its vectors are not here.
 */
static void
check(const struct vector *v)
{
	const struct addr want = vectors_addr(v->cell[4]);
	struct cryptopan *x = cryptopan_new(v->key);
	struct addr a = v->in;

	cr_assert(x != NULL);
	/* To us it is IPv4, to those who published it is not. */
	if (strncmp(v->cell[3], "::ffff:", 7) == 0)
		slow(v->key, &a);
	else
		cr_assert(cryptopan_run(x, &a));
	cr_expect(vectors_same(&a, &want), "%s", v->cell[3]);
	cryptopan_free(x);
}

Test(cryptopan, gives_what_was_published)
{
	cr_assert_eq(vectors_each("crypto-pan", check), 144);
}

Test(cryptopan, is_what_the_paper_describes)
{
	uint64_t seed = 2;

	for (int i = 0; i < 100; i++) {
		struct addr a = { .v6 = i % 2 == 0 }, b;
		uint8_t key[CRYPTO_KEY];
		struct cryptopan *x;

		vectors_fill(&seed, key, sizeof(key));
		vectors_fill(&seed, a.b, a.v6 ? 16 : 4);
		cr_assert((x = cryptopan_new(key)) != NULL);
		b = a;
		slow(key, &b);
		cr_assert(cryptopan_run(x, &a));
		cr_assert(vectors_same(&a, &b), "%d", i);
		cryptopan_free(x);
	}
	cryptopan_free(NULL);
}

Test(cryptopan, mapped_is_ipv4)
{
	const uint8_t key[CRYPTO_KEY] = { 1 };
	struct addr v4 = vectors_addr("192.0.2.7");
	struct addr mapped = vectors_addr("::ffff:192.0.2.7");
	struct addr near = vectors_addr("::fffe:192.0.2.7");
	struct cryptopan *x = cryptopan_new(key);

	cr_assert(x != NULL && cryptopan_run(x, &v4) &&
	    cryptopan_run(x, &mapped) && cryptopan_run(x, &near));
	cr_assert(!v4.v6 && vectors_same(&v4, &mapped) && near.v6);
	cryptopan_free(x);
}
