/* SPDX-License-Identifier: ISC */
#include "key/cipher.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "key/cryptopan.h"
#include "key/ipcrypt.h"
#include "key/vectors.h"

enum { NAME_MAX_DNS = 253 };

struct cipher {
	struct crypto_mac *mac[PSEUDONYM_COUNT];
	struct ipcrypt *prefix;
	struct cryptopan *pan;
};

/* What the keys are derived for. Other words, and nobody's keys agree. */
static const char *const labels[PSEUDONYM_COUNT] = {
	[PSEUDONYM_ADDRESS] = "logfade pseudonym address",
	[PSEUDONYM_HOST] = "logfade pseudonym host",
	[PSEUDONYM_USER] = "logfade pseudonym user",
	[PSEUDONYM_COOKIE] = "logfade pseudonym cookie",
	[PSEUDONYM_TOKEN] = "logfade pseudonym token",
	[PSEUDONYM_QUERY] = "logfade pseudonym query",
};
static const char label_prefix[] = "ipcrypt-pfx";
static const char label_pan[] = "crypto-pan";

static bool passed;

static void
selftest(void)
{
	passed = vectors_pass();
}

bool
cipher_selftest(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	return (pthread_once(&once, selftest) == 0 && passed);
}

/* All at once, so that nothing keeps the key of the epoch. */
static bool
derive(struct cipher *c, const uint8_t key[static CRYPTO_KEY])
{
	uint8_t sub[CRYPTO_KEY];
	bool ok = true;

	for (int i = 0; ok && i < PSEUDONYM_COUNT; i++)
		ok = crypto_derive(key, span_str(labels[i]), sub,
			 sizeof(sub)) == 0 &&
		    (c->mac[i] = crypto_mac_new(sub)) != NULL;
	ok = ok &&
	    crypto_derive(key, span_str(label_prefix), sub, sizeof(sub)) == 0 &&
	    (c->prefix = ipcrypt_new(sub)) != NULL;
	ok = ok &&
	    crypto_derive(key, span_str(label_pan), sub, sizeof(sub)) == 0 &&
	    (c->pan = cryptopan_new(sub)) != NULL;
	crypto_wipe(sub, sizeof(sub));
	return (ok);
}

struct cipher *
cipher_new(const uint8_t key[static CRYPTO_KEY])
{
	struct cipher *c = cipher_selftest() ? calloc(1, sizeof(*c)) : NULL;

	if (c != NULL && derive(c, key))
		return (c);
	cipher_free(c);
	return (NULL);
}

/* A text that ended in `::` would run into what stands behind it. */
static void
embed(const uint8_t mac[static CRYPTO_MAC], struct addr *a)
{
	a->v6 = true;
	a->b[0] = 0xfd;
	memcpy(a->b + 1, mac, sizeof(a->b) - 1);
	if (a->b[14] == 0 && a->b[15] == 0)
		a->b[15] = 1;
}

static bool
pseudonym(struct crypto_mac *m, struct span s, struct span rest, struct addr *a)
{
	uint8_t mac[CRYPTO_MAC];

	if (crypto_mac_run(m, s, rest, mac) == -1) {
		*a = (struct addr){ .v6 = false };
		return (false);
	}
	embed(mac, a);
	return (true);
}

bool
cipher_addr(struct cipher *c, enum scheme scheme, struct addr *a)
{
	uint8_t form[16] = { [10] = 0xff, [11] = 0xff };

	switch (scheme) {
	case SCHEME_PREFIX:
		return (ipcrypt_run(c->prefix, a));
	case SCHEME_CRYPTOPAN:
		return (cryptopan_run(c->pan, a));
	case SCHEME_PSEUDONYM:
		break;
	}
	memcpy(a->v6 ? form : form + 12, a->b, a->v6 ? 16 : 4);
	return (pseudonym(c->mac[PSEUDONYM_ADDRESS],
	    span_make((const char *)form, sizeof(form)), SPAN(""), a));
}

/* What is too long for a name (RFC 1035 section 2.3.4) has case at its end. */
bool
cipher_host(struct cipher *c, struct span name, struct addr *a)
{
	char lower[NAME_MAX_DNS];
	const size_t n = name.n < sizeof(lower) ? name.n : sizeof(lower);

	for (size_t i = 0; i < n; i++)
		lower[i] = ascii_lower(name.p[i]);
	return (pseudonym(c->mac[PSEUDONYM_HOST], span_make(lower, n),
	    span_from(name, n), a));
}

bool
cipher_text(struct cipher *c, enum pseudonym class, struct span text,
    struct buf *out)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint8_t mac[CRYPTO_MAC];
	char name[CIPHER_TEXT];

	if (crypto_mac_run(c->mac[class], text, SPAN(""), mac) == -1)
		return (false);
	mac[16] = 0; /* of the last digit only three bits are the HMAC's */
	for (unsigned i = 0; i < CIPHER_TEXT; i++) {
		const unsigned at = i * 5;
		const unsigned two =
		    (unsigned)mac[at / 8] << 8 | mac[at / 8 + 1];

		name[i] = digits[two >> (11 - at % 8) & 31];
	}
	buf_add(out, name, sizeof(name));
	return (true);
}

void
cipher_free(struct cipher *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < PSEUDONYM_COUNT; i++)
		crypto_mac_free(c->mac[i]);
	ipcrypt_free(c->prefix);
	cryptopan_free(c->pan);
	crypto_wipe(c, sizeof(*c));
	free(c);
}
