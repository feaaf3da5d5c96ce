/* SPDX-License-Identifier: ISC */
#include "key/crypto.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

struct crypto_mac {
	EVP_MAC_CTX *ctx;
};

struct crypto_aes {
	EVP_CIPHER_CTX *ctx;
};

static bool usable;

/*
 * Whatever calls the library first would have it read its configuration, and
 * run what that one names.
 */
static void
start(void)
{
	usable = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1;
}

static bool
started(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	return (pthread_once(&once, start) == 0 && usable);
}

/* A parameter that the library only reads, though its type forgets const. */
static OSSL_PARAM
octets(const char *name, const void *p, size_t n)
{
	return (OSSL_PARAM_construct_octet_string(name,
	    n == 0 ? (void *)(uintptr_t) "" : (void *)(uintptr_t)p, n));
}

static OSSL_PARAM
sha256(const char *name)
{
	static char digest[] = "SHA256";

	return (OSSL_PARAM_construct_utf8_string(name, digest, 0));
}

int
crypto_random(void *p, size_t n)
{
	return (getentropy(p, n));
}

int
crypto_sha256(struct span s, uint8_t out[static CRYPTO_HASH])
{
	unsigned n = 0;

	if (started() &&
	    EVP_Digest(s.n == 0 ? "" : s.p, s.n, out, &n, EVP_sha256(), NULL) ==
		1 &&
	    n == CRYPTO_HASH)
		return (0);
	crypto_wipe(out, CRYPTO_HASH);
	return (-1);
}

int
crypto_derive(const uint8_t key[static CRYPTO_KEY], struct span info,
    uint8_t *out, size_t n)
{
	const OSSL_PARAM params[] = {
		sha256(OSSL_KDF_PARAM_DIGEST),
		octets(OSSL_KDF_PARAM_KEY, key, CRYPTO_KEY),
		octets(OSSL_KDF_PARAM_INFO, info.p, info.n),
		OSSL_PARAM_construct_end(),
	};
	EVP_KDF *hkdf = started() ? EVP_KDF_fetch(NULL, "HKDF", NULL) : NULL;
	EVP_KDF_CTX *ctx = hkdf == NULL ? NULL : EVP_KDF_CTX_new(hkdf);
	int r = -1;

	if (ctx != NULL && EVP_KDF_derive(ctx, out, n, params) == 1)
		r = 0;
	else
		crypto_wipe(out, n);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(hkdf);
	return (r);
}

struct crypto_mac *
crypto_mac_new(const uint8_t key[static CRYPTO_KEY])
{
	const OSSL_PARAM params[] = {
		sha256(OSSL_MAC_PARAM_DIGEST),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *hmac = started() ? EVP_MAC_fetch(NULL, "HMAC", NULL) : NULL;
	struct crypto_mac *m = hmac == NULL ? NULL : calloc(1, sizeof(*m));

	if (m != NULL)
		m->ctx = EVP_MAC_CTX_new(hmac);
	EVP_MAC_free(hmac);
	if (m != NULL && m->ctx != NULL &&
	    EVP_MAC_init(m->ctx, key, CRYPTO_KEY, params) == 1)
		return (m);
	crypto_mac_free(m);
	return (NULL);
}

static bool
update(struct crypto_mac *m, struct span s)
{
	return (s.n == 0 ||
	    EVP_MAC_update(m->ctx, (const unsigned char *)s.p, s.n) == 1);
}

/* Without a key of its own, a message has that of the one before. */
int
crypto_mac_run(struct crypto_mac *m, struct span a, struct span b,
    uint8_t out[static CRYPTO_MAC])
{
	size_t n = 0;

	if (EVP_MAC_init(m->ctx, NULL, 0, NULL) == 1 && update(m, a) &&
	    update(m, b) && EVP_MAC_final(m->ctx, out, &n, CRYPTO_MAC) == 1 &&
	    n == CRYPTO_MAC)
		return (0);
	crypto_wipe(out, CRYPTO_MAC);
	return (-1);
}

/* The library wipes its contexts. */
void
crypto_mac_free(struct crypto_mac *m)
{
	if (m != NULL)
		EVP_MAC_CTX_free(m->ctx);
	free(m);
}

struct crypto_aes *
crypto_aes_new(const uint8_t key[static CRYPTO_BLOCK])
{
	struct crypto_aes *a = started() ? calloc(1, sizeof(*a)) : NULL;

	if (a == NULL)
		return (NULL);
	a->ctx = EVP_CIPHER_CTX_new();
	if (a->ctx != NULL &&
	    EVP_EncryptInit_ex2(a->ctx, EVP_aes_128_ecb(), key, NULL, NULL) ==
		1 &&
	    EVP_CIPHER_CTX_set_padding(a->ctx, 0) == 1)
		return (a);
	crypto_aes_free(a);
	return (NULL);
}

int
crypto_aes_run(struct crypto_aes *a, const uint8_t *in, uint8_t *out, size_t n)
{
	int done = 0;

	if (n > INT_MAX / CRYPTO_BLOCK)
		return (-1);
	n *= CRYPTO_BLOCK;
	if (EVP_EncryptUpdate(a->ctx, out, &done, in, (int)n) != 1)
		return (-1);
	return ((size_t)done == n ? 0 : -1);
}

void
crypto_aes_free(struct crypto_aes *a)
{
	if (a != NULL)
		EVP_CIPHER_CTX_free(a->ctx);
	free(a);
}

void
crypto_wipe(void *p, size_t n)
{
	explicit_bzero(p, n);
}

/* Older kernels, and limits, do not grant each of the three; nor must they. */
void
crypto_lock(void)
{
	struct rlimit most;

	/*
	 * Under a limit what comes later could not be mapped any more. With
	 * CAP_IPC_LOCK there is none, whatever it says.
	 */
	if (geteuid() == 0 ||
	    (getrlimit(RLIMIT_MEMLOCK, &most) == 0 &&
		most.rlim_cur == RLIM_INFINITY))
		(void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

void *
crypto_pages(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return (NULL);
	(void)mlock(p, n);
	(void)madvise(p, n, MADV_DONTDUMP);
	(void)madvise(p, n, MADV_WIPEONFORK);
	return (p);
}

void
crypto_pages_free(void *p, size_t n)
{
	if (p == NULL)
		return;
	crypto_wipe(p, n);
	(void)munmap(p, n);
}
