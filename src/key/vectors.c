/* SPDX-License-Identifier: ISC */
#include "key/vectors.h"

#include <stdint.h>
#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"
#include "key/crypto.h"
#include "key/cryptopan.h"
#include "key/ipcrypt.h"

enum { HKDF_BYTES = 64 };

/*
 * draft-denis-ipcrypt at e525566, implementations/python/test_vectors.json;
 * the last one of each family.
 */
#define PFX \
	"2b7e151628aed2a6abf7158809cf4f3c" \
	"a9f5ba40db214c3798f2e1c23456789a"
static const struct pair {
	const char *in;
	const char *out;
} pfx[] = {
	{ "172.16.248.177", "210.78.121.215" },
	{ "2001:db8:d8b4:0:193c:a5e7:8b2f:46d1",
	    "7cec:702c:f840:aa67:1b8:e84f:ac9d:77fb" },
};

/*
 * The sample of the reference implementation of Crypto-PAn for IPv4, and for
 * IPv6 the tests of node-cryptopan, src/test/test_data.ts, with the same key.
 */
#define PAN \
	"1522178d33a4cf80130a5b1649907d10" \
	"d8988f837979652762574c2d2a842202"
static const struct pair pan[] = {
	{ "128.11.68.132", "135.242.180.132" },
	{ "2001:db8::1", "4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e" },
};

/* RFC 4231, test case 2: the key is "Jefe", which HMAC pads with zeros. */
#define MAC_KEY \
	"4a65666500000000000000000000000000000000000000000000000000000000"
#define MAC_OUT \
	"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

/*
 * Project Wycheproof, hkdf_sha256_test.json, tcId 55: 32 bytes of key, no salt.
 * RFC 5869 has none with a key of this size.
 */
#define HKDF_KEY \
	"cb55dbea8b91ae1ce0a07b23b1508c2a930560b8fe7255fcc3e37835803661fe"
#define HKDF_INFO "b57d6aaedf30bd8e25867059761a02c5d0478f2e"
#define HKDF_OUT \
	"d22014f4f0475223eb87d4d462f29f04a33fe93349fe62ff9d4dce9360e5e22b" \
	"c0a42746abbf44c22bf472c1f6aa608f3c90c088daae7015fb2f9e5aafa2c9a2"

/* The bytes that the digits ${hex} stand for. */
static void
bytes(const char *hex, uint8_t *out)
{
	for (; *hex != '\0'; hex += 2)
		*out++ = (uint8_t)ascii_hexpair(hex);
}

static bool
same(const char *text, const struct addr *a)
{
	struct addr b;

	return (addr_parse(span_str(text), &b) && a->v6 == b.v6 &&
	    memcmp(a->b, b.b, a->v6 ? 16 : 4) == 0);
}

static bool
hkdf_passes(void)
{
	uint8_t key[CRYPTO_KEY], want[HKDF_BYTES], out[HKDF_BYTES];
	uint8_t info[sizeof(HKDF_INFO) / 2];

	bytes(HKDF_KEY, key);
	bytes(HKDF_INFO, info);
	bytes(HKDF_OUT, want);
	return (crypto_derive(key, span_make((const char *)info, sizeof(info)),
		    out, sizeof(out)) == 0 &&
	    memcmp(out, want, sizeof(out)) == 0);
}

static bool
mac_passes(void)
{
	uint8_t key[CRYPTO_KEY], want[CRYPTO_MAC], out[CRYPTO_MAC];
	struct crypto_mac *m;
	bool ok;

	bytes(MAC_KEY, key);
	bytes(MAC_OUT, want);
	if ((m = crypto_mac_new(key)) == NULL)
		return (false);
	ok = crypto_mac_run(m, SPAN("what do ya want "), SPAN("for nothing?"),
		 out) == 0 &&
	    memcmp(out, want, sizeof(out)) == 0;
	crypto_mac_free(m);
	return (ok);
}

static bool
pfx_passes(void)
{
	uint8_t key[CRYPTO_KEY];
	struct ipcrypt *x;
	bool ok;

	bytes(PFX, key);
	ok = (x = ipcrypt_new(key)) != NULL;
	for (size_t i = 0; ok && i < sizeof(pfx) / sizeof(pfx[0]); i++) {
		struct addr a;

		ok = addr_parse(span_str(pfx[i].in), &a) &&
		    ipcrypt_run(x, &a) && same(pfx[i].out, &a);
	}
	ipcrypt_free(x);
	return (ok);
}

static bool
pan_passes(void)
{
	uint8_t key[CRYPTO_KEY];
	struct cryptopan *x;
	bool ok;

	bytes(PAN, key);
	ok = (x = cryptopan_new(key)) != NULL;
	for (size_t i = 0; ok && i < sizeof(pan) / sizeof(pan[0]); i++) {
		struct addr a;

		ok = addr_parse(span_str(pan[i].in), &a) &&
		    cryptopan_run(x, &a) && same(pan[i].out, &a);
	}
	cryptopan_free(x);
	return (ok);
}

bool
vectors_pass(void)
{
	return (hkdf_passes() && mac_passes() && pfx_passes() && pan_passes());
}
