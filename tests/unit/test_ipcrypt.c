/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "key/ipcrypt.h"
#include "unit/vectors.h"

/* The draft's words for it, bit by bit and block by block, as slow as it is. */
static void
slow(const uint8_t *key, struct addr *a)
{
	struct crypto_aes *k1 = crypto_aes_new(key),
			  *k2 = crypto_aes_new(key + CRYPTO_BLOCK);
	uint8_t in[16], out[16] = { 0 }, block[16] = { 0 };
	const unsigned start = a->v6 ? 0 : 96;

	vectors_form(a, in);
	memcpy(out, in, start / 8);
	block[start == 0 ? 15 : 3] = 1;
	if (start != 0)
		block[14] = block[15] = 0xff;
	for (unsigned i = start; i < 128; i++) {
		const unsigned bit = in[i / 8] >> (7 - i % 8) & 1u;
		uint8_t e1[16], e2[16];

		cr_assert(crypto_aes_run(k1, block, e1, 1) == 0);
		cr_assert(crypto_aes_run(k2, block, e2, 1) == 0);
		out[i / 8] |=
		    (uint8_t)((bit ^ ((e1[15] ^ e2[15]) & 1u)) << (7 - i % 8));
		for (unsigned k = 0; k < 16; k++)
			block[k] = (uint8_t)(block[k] << 1 |
			    (k < 15 ? block[k + 1] >> 7 : bit));
	}
	memcpy(a->b, out + start / 8, a->v6 ? 16 : 4);
	crypto_aes_free(k1);
	crypto_aes_free(k2);
}

static void
check(const struct vector *v)
{
	const struct addr want = vectors_addr(v->cell[4]);
	struct ipcrypt *x = ipcrypt_new(v->key);
	struct addr a = v->in;

	cr_assert(x != NULL && ipcrypt_run(x, &a));
	cr_expect(vectors_same(&a, &want), "%s", v->cell[3]);
	ipcrypt_free(x);
}

Test(ipcrypt, gives_what_was_published)
{
	cr_assert_eq(vectors_each("ipcrypt-pfx", check), 16);
}

Test(ipcrypt, is_what_the_draft_describes)
{
	uint64_t seed = 1;

	for (int i = 0; i < 100; i++) {
		struct addr a = { .v6 = i % 2 == 0 }, b;
		uint8_t key[CRYPTO_KEY];
		struct ipcrypt *x;

		vectors_fill(&seed, key, sizeof(key));
		vectors_fill(&seed, a.b, a.v6 ? 16 : 4);
		cr_assert((x = ipcrypt_new(key)) != NULL);
		b = a;
		slow(key, &b);
		cr_assert(ipcrypt_run(x, &a));
		cr_assert(vectors_same(&a, &b), "%d", i);
		ipcrypt_free(x);
	}
}

Test(ipcrypt, one_key_twice_is_refused)
{
	uint8_t key[CRYPTO_KEY] = { 1, [CRYPTO_BLOCK] = 1 };
	struct ipcrypt *x;

	cr_assert(ipcrypt_new(key) == NULL);
	key[CRYPTO_KEY - 1] = 1;
	cr_assert((x = ipcrypt_new(key)) != NULL);
	ipcrypt_free(x);
	ipcrypt_free(NULL);
}

/* A 1 in front of the mapped prefix, or behind it, makes it another address. */
Test(ipcrypt, mapped_is_ipv4_and_what_is_near_it_is_not)
{
	const uint8_t key[CRYPTO_KEY] = { 1 };
	struct addr v4 = vectors_addr("192.0.2.7");
	struct addr mapped = vectors_addr("::ffff:192.0.2.7");
	static const char *const near[] = { "::192.0.2.7", "::fffe:192.0.2.7",
		"::1:ffff:192.0.2.7", "::ffff:0:192.0.2.7",
		"8000::ffff:192.0.2.7" };
	struct ipcrypt *x = ipcrypt_new(key);

	cr_assert(x != NULL && ipcrypt_run(x, &v4) && ipcrypt_run(x, &mapped));
	cr_assert(!v4.v6 && vectors_same(&v4, &mapped));
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		struct addr a = vectors_addr(near[i]);

		cr_assert(ipcrypt_run(x, &a) && a.v6, "%s", near[i]);
	}
	ipcrypt_free(x);
}
