/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "key/cipher.h"
#include "unit/vectors.h"

static struct cipher *
cipher(uint8_t first)
{
	uint8_t key[CRYPTO_KEY];
	struct cipher *c;

	for (unsigned i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(first + i);
	cr_assert((c = cipher_new(key)) != NULL);
	return (c);
}

static struct addr
run(struct cipher *c, enum scheme scheme, struct addr a)
{
	cr_assert(cipher_addr(c, scheme, &a));
	return (a);
}

Test(cipher, the_selftest_passes_again_and_again)
{
	cr_assert(cipher_selftest());
	cr_assert(cipher_selftest());
}

/*
 * The key is 00 01 to 1f. HKDF and HMAC by Python's hmac, base32 by its base64,
 * the two other schemes by a program of their own on another library's AES.
 * Whatever comes out otherwise agrees with no log that was ever written.
 */
static const struct {
	enum scheme scheme;
	const char *in;
	const char *out;
} addresses[] = {
	{ SCHEME_PSEUDONYM, "192.0.2.7",
	    "fd20:e050:c6a6:2273:ed6a:36d4:88a2:97c3" },
	{ SCHEME_PSEUDONYM, "::ffff:192.0.2.7",
	    "fd20:e050:c6a6:2273:ed6a:36d4:88a2:97c3" },
	{ SCHEME_PSEUDONYM, "198.51.100.255",
	    "fd50:4fa2:28f4:3599:b46f:b0e2:ff95:5d34" },
	{ SCHEME_PSEUDONYM, "2001:db8::7",
	    "fd52:89b1:9101:420e:3ee2:99f7:2299:79f3" },
	{ SCHEME_PSEUDONYM, "::", "fd28:3fd0:5d2d:414a:6e88:3a87:c9b1:59f5" },
	{ SCHEME_PREFIX, "192.0.2.7", "110.171.101.193" },
	{ SCHEME_PREFIX, "2001:db8::7",
	    "8dbf:2a28:4669:6634:1d65:a731:301a:5aac" },
	{ SCHEME_CRYPTOPAN, "192.0.2.7", "186.11.237.231" },
	{ SCHEME_CRYPTOPAN, "2001:db8::7",
	    "2386:85c8:e40:f0e3:e300:60fb:4003:fce7" },
};

Test(cipher, an_address_is_what_it_has_always_been)
{
	struct cipher *c = cipher(0);

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		const struct addr want = vectors_addr(addresses[i].out);
		const struct addr a =
		    run(c, addresses[i].scheme, vectors_addr(addresses[i].in));

		cr_expect(vectors_same(&a, &want), "%zu", i);
	}
	cipher_free(c);
	cipher_free(NULL);
}

static const struct {
	enum pseudonym class;
	const char *in;
	const char *out;
} texts[] = {
	{ PSEUDONYM_ADDRESS, "jdoe1", "2la7kt3r45ml4zmyuqmxadhcqu" },
	{ PSEUDONYM_HOST, "jdoe1", "lntidpagebejpxbu542izrqj4u" },
	{ PSEUDONYM_USER, "jdoe1", "2rg26h65axv4phrg3v4m6p6eyu" },
	{ PSEUDONYM_COOKIE, "jdoe1", "pahptzv3ru5kvdqxweaxttc3fu" },
	{ PSEUDONYM_TOKEN, "jdoe1", "atvv2hnkc2j7ika7omsor3k4zm" },
	{ PSEUDONYM_QUERY, "jdoe1", "qzq2pipne6ofgkm47bsnu3quaq" },
	{ PSEUDONYM_USER, "", "vvncexoceihndfcqrz2anclrgi" },
	{ PSEUDONYM_USER, "j\xc3\xbcrgen", "dtzvkxr2jqujl3ypnskdllhagq" },
};

Test(cipher, a_text_is_what_it_has_always_been)
{
	struct cipher *c = cipher(0);
	struct buf out;

	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		buf_reset(&out);
		buf_addc(&out, '<');
		cr_assert(cipher_text(c, texts[i].class, span_str(texts[i].in),
		    &out));
		cr_expect(out.n == 1 + CIPHER_TEXT);
		cr_expect(span_eq(span_from(buf_span(&out), 1),
			      span_str(texts[i].out)),
		    "%zu", i);
	}
	buf_release(&out);
	cipher_free(c);
}

Test(cipher, a_host_is_one_whatever_its_case)
{
	static const char *const same[] = { "www.example.org",
		"WWW.Example.ORG", "www.eXample.org" };
	const struct addr want =
	    vectors_addr("fd4d:4cd3:bdef:1838:7212:55d8:ccb:a395");
	struct cipher *c = cipher(0);
	struct addr a, b;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		cr_assert(cipher_host(c, span_str(same[i]), &a));
		cr_expect(vectors_same(&a, &want), "%s", same[i]);
	}
	/* Only letters have case: these differ in the same bit. */
	cr_assert(cipher_host(c, SPAN("[]@"), &a));
	cr_assert(cipher_host(c, SPAN("{}`"), &b));
	cr_assert(!vectors_same(&a, &b));
	cipher_free(c);
}

Test(cipher, a_host_may_have_any_length)
{
	const struct addr want =
	    vectors_addr("fd4e:5042:8836:2ef2:9616:7c3c:712:92e6");
	struct cipher *c = cipher(0);
	struct addr a, seen[300];
	char name[300];

	memset(name, 'x', sizeof(name));
	for (size_t n = 0; n <= sizeof(name); n++) {
		cr_assert(cipher_host(c, span_make(name, n), &a));
		for (size_t i = 0; i < n; i++)
			cr_assert(!vectors_same(&a, &seen[i]), "%zu", n);
		if (n < sizeof(name))
			seen[n] = a;
	}
	cr_assert(vectors_same(&a, &want));
	name[252] = 'X';
	cr_assert(cipher_host(c, span_make(name, sizeof(name)), &a));
	cr_assert(vectors_same(&a, &want));
	cipher_free(c);
}

static unsigned
common(const struct addr *a, const struct addr *b)
{
	const unsigned n = a->v6 ? ADDR_V6_BITS : ADDR_V4_BITS;
	unsigned i = 0;

	while (i < n && ((a->b[i / 8] ^ b->b[i / 8]) & 0x80 >> i % 8) == 0)
		i++;
	return (i);
}

/* Two that share their first n bits, any n, and no more. */
static void
check_prefixes(struct cipher *c, enum scheme scheme, bool v6)
{
	uint64_t seed = 5;

	for (int round = 0; round < 20; round++) {
		for (unsigned n = 0; n < (v6 ? 128u : 32u); n++) {
			struct addr a = { .v6 = v6 }, b = { .v6 = v6 };

			vectors_fill(&seed, a.b, v6 ? 16 : 4);
			vectors_fill(&seed, b.b, v6 ? 16 : 4);
			for (unsigned i = 0; i <= n; i++) {
				const unsigned bit = 0x80u >> i % 8;
				const unsigned of =
				    i < n ? a.b[i / 8] : ~a.b[i / 8];

				b.b[i / 8] =
				    (uint8_t)((b.b[i / 8] & ~bit) | (of & bit));
			}
			cr_assert_eq(common(&a, &b), n);
			a = run(c, scheme, a);
			b = run(c, scheme, b);
			cr_assert(a.v6 == v6 && b.v6 == v6);
			cr_assert_eq(common(&a, &b), n, "%u became %u", n,
			    common(&a, &b));
		}
	}
}

Test(cipher, a_prefix_is_kept_and_no_more)
{
	struct cipher *c = cipher(0);

	for (int v6 = 0; v6 < 2; v6++) {
		check_prefixes(c, SCHEME_PREFIX, v6 == 1);
		check_prefixes(c, SCHEME_CRYPTOPAN, v6 == 1);
	}
	cipher_free(c);
}

Test(cipher, a_network_stays_one_and_nobody_is_lost)
{
	static const enum scheme schemes[] = { SCHEME_PREFIX,
		SCHEME_CRYPTOPAN };
	struct cipher *c = cipher(0);

	for (size_t s = 0; s < 2; s++) {
		static bool seen[65536];
		const struct addr first =
		    run(c, schemes[s], vectors_addr("198.18.0.0"));

		memset(seen, 0, sizeof(seen));
		for (unsigned i = 0; i < 65536; i++) {
			const struct addr a = run(c, schemes[s],
			    (struct addr){
				{ 198, 18, (uint8_t)(i >> 8), (uint8_t)i },
				false });
			const unsigned low = (unsigned)a.b[2] << 8 | a.b[3];

			cr_assert(!a.v6 && memcmp(a.b, first.b, 2) == 0);
			cr_assert(!seen[low], "%u", i);
			seen[low] = true;
		}
	}
	cipher_free(c);
}

static int
compare(const void *a, const void *b)
{
	return (memcmp(a, b, 16));
}

Test(cipher, pseudonyms_are_private_addresses_without_collisions)
{
	enum { N = 65536 };
	static uint8_t all[N][16];
	struct cipher *c = cipher(0);
	struct buf text;

	buf_init(&text, ADDR_TEXT_MAX);
	for (unsigned i = 0; i < N; i++) {
		const struct addr a = run(c, SCHEME_PSEUDONYM,
		    (struct addr){ { 198, 18, (uint8_t)(i >> 8), (uint8_t)i },
			false });

		cr_assert(a.v6 && a.b[0] == 0xfd);
		buf_reset(&text);
		addr_format(&a, &text);
		cr_assert(!span_ends(buf_span(&text), SPAN("::")));
		memcpy(all[i], a.b, 16);
	}
	qsort(all, N, sizeof(all[0]), compare);
	for (unsigned i = 1; i < N; i++)
		cr_assert(memcmp(all[i - 1], all[i], 16) != 0);
	buf_release(&text);
	cipher_free(c);
}

/* With this key, bytes 13 and 14 of the HMAC of this address are zero. */
Test(cipher, a_pseudonym_that_would_end_in_zeros_ends_in_one)
{
	const struct addr want =
	    vectors_addr("fdac:9719:1f73:8acc:a444:e79a:efac:1");
	struct cipher *c = cipher(0);
	const struct addr a =
	    run(c, SCHEME_PSEUDONYM, vectors_addr("198.18.238.240"));

	cr_assert(vectors_same(&a, &want));
	cipher_free(c);
}

Test(cipher, ipv4_stays_and_mapped_is_ipv4)
{
	struct cipher *c = cipher(0);
	uint64_t seed = 6;

	for (int i = 0; i < 1000; i++) {
		struct addr v4 = { .v6 = false }, mapped = { .v6 = true };

		/* What stands behind an IPv4 address is no part of it. */
		vectors_fill(&seed, v4.b, 16);
		vectors_form(&v4, mapped.b);
		for (int s = SCHEME_PSEUDONYM; s <= SCHEME_CRYPTOPAN; s++) {
			const struct addr a = run(c, (enum scheme)s, v4);
			const struct addr b = run(c, (enum scheme)s, mapped);

			cr_assert(vectors_same(&a, &b), "%d", s);
			cr_assert_eq(a.v6, s == SCHEME_PSEUDONYM);
		}
	}
	cipher_free(c);
}

/* The same in two classes, and an address in two schemes: nothing to link. */
Test(cipher, every_purpose_has_a_key_of_its_own)
{
	const struct addr a = vectors_addr("2001:db8::7");
	struct addr out[SCHEME_CRYPTOPAN + 2];
	struct cipher *c = cipher(7);
	struct buf text;

	buf_init(&text, 1000);
	for (int i = 0; i < PSEUDONYM_COUNT; i++)
		cr_assert(
		    cipher_text(c, (enum pseudonym)i, SPAN("jdoe1"), &text));
	cr_assert_eq(text.n, (size_t)PSEUDONYM_COUNT * CIPHER_TEXT);
	for (int i = 1; i < PSEUDONYM_COUNT; i++)
		for (int k = 0; k < i; k++)
			cr_assert(
			    memcmp(text.p + i * CIPHER_TEXT,
				text.p + k * CIPHER_TEXT, CIPHER_TEXT) != 0);
	for (int s = SCHEME_PSEUDONYM; s <= SCHEME_CRYPTOPAN; s++)
		out[s] = run(c, (enum scheme)s, a);
	/* The bytes that the pseudonym of the address is the HMAC of. */
	cr_assert(cipher_host(c, span_make((const char *)a.b, 16),
	    &out[SCHEME_CRYPTOPAN + 1]));
	for (int i = 1; i < SCHEME_CRYPTOPAN + 2; i++)
		for (int k = 0; k < i; k++)
			cr_assert(!vectors_same(&out[i], &out[k]));
	buf_release(&text);
	cipher_free(c);
}

static void
all_of(struct cipher *c, struct buf *out)
{
	struct addr host;

	for (int s = SCHEME_PSEUDONYM; s <= SCHEME_CRYPTOPAN; s++) {
		struct addr a =
		    run(c, (enum scheme)s, vectors_addr("192.0.2.7"));

		addr_format(&a, out);
		buf_addc(out, ' ');
	}
	cr_assert(cipher_host(c, SPAN("www.example.org"), &host));
	addr_format(&host, out);
	for (int i = 0; i < PSEUDONYM_COUNT; i++) {
		buf_addc(out, ' ');
		cr_assert(cipher_text(c, (enum pseudonym)i, SPAN("x"), out));
	}
	buf_addc(out, ' ');
}

/* The n-th word of ${s}. */
static struct span
word(struct span s, unsigned n)
{
	while (n-- > 0)
		s = span_from(s, span_index(s, ' ') + 1);
	return (span_make(s.p, span_index(s, ' ')));
}

Test(cipher, the_same_key_gives_the_same_and_another_nothing_of_it)
{
	enum { WORDS = 4 + PSEUDONYM_COUNT };
	struct cipher *c[3] = { cipher(1), cipher(1), cipher(2) };
	struct buf out[3];

	for (int i = 0; i < 3; i++) {
		buf_init(&out[i], 1000);
		all_of(c[i], &out[i]);
		/* It depends on nothing that came before. */
		if (i == 1) {
			buf_reset(&out[i]);
			all_of(c[i], &out[i]);
		}
	}
	cr_assert(span_eq(buf_span(&out[0]), buf_span(&out[1])));
	for (unsigned w = 0; w < WORDS; w++) {
		cr_assert(word(buf_span(&out[0]), w).n > 6);
		cr_assert(!span_eq(word(buf_span(&out[0]), w),
			      word(buf_span(&out[2]), w)),
		    "%u", w);
	}
	for (int i = 0; i < 3; i++) {
		buf_release(&out[i]);
		cipher_free(c[i]);
	}
}
