/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "key/crypto.h"
#include "unit/vectors.h"

static struct span
over(const uint8_t *p, size_t n)
{
	return (span_make((const char *)p, n));
}

static bool
is(const char *hex, const uint8_t *p, size_t n)
{
	uint8_t want[VECTORS_BYTES];

	return (vectors_bytes(hex, want) == n && memcmp(want, p, n) == 0);
}

static bool
is_zero(const uint8_t *p, size_t n)
{
	while (n > 0 && *p == 0) {
		p++;
		n--;
	}
	return (n == 0);
}

/* RFC 4231: those whose key is not longer than ours, and so padded by HMAC. */
static const struct {
	const char *key;
	const char *data;
	const char *mac;
} macs[] = {
	{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7" },
	{ "4a656665",
	    "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "dddddddddddddddddddddddddddddddddddddddddddddddddd"
	    "dddddddddddddddddddddddddddddddddddddddddddddddddd",
	    "773ea91e36800e46854db8ebd09181a7"
	    "2959098b3ef8c122d9635514ced565fe" },
	{ "0102030405060708090a0b0c0d0e0f10111213141516171819",
	    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
	    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
	    "82558a389a443c0ea4cc819899f2083a"
	    "85f0faa3e578f8077a2e3ff46729665b" },
};

Test(crypto, hmac_gives_what_was_published)
{
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++) {
		uint8_t key[VECTORS_BYTES] = { 0 }, data[VECTORS_BYTES];
		uint8_t out[CRYPTO_MAC];
		struct crypto_mac *m;
		size_t n;

		(void)vectors_bytes(macs[i].key, key);
		n = vectors_bytes(macs[i].data, data);
		cr_assert((m = crypto_mac_new(key)) != NULL);
		cr_assert(crypto_mac_run(m, over(data, n), SPAN(""), out) == 0);
		cr_expect(is(macs[i].mac, out, sizeof(out)), "%zu", i);
		crypto_mac_free(m);
	}
	crypto_mac_free(NULL);
}

/* Wherever it is cut, and whatever was there before. */
Test(crypto, hmac_is_of_both_parts_and_of_nothing_else)
{
	const uint8_t key[CRYPTO_KEY] = { 1 };
	const struct span text = SPAN("the quick brown fox jumps");
	uint8_t want[CRYPTO_MAC], out[CRYPTO_MAC], none[CRYPTO_MAC];
	struct crypto_mac *m = crypto_mac_new(key);

	cr_assert(m != NULL && crypto_mac_run(m, text, SPAN(""), want) == 0);
	for (size_t i = 0; i <= text.n; i++) {
		cr_assert(crypto_mac_run(m, span_make(text.p, i),
			      span_from(text, i), out) == 0);
		cr_assert(memcmp(out, want, sizeof(out)) == 0);
		cr_assert(crypto_mac_run(m, span_make(NULL, 0),
			      span_make(NULL, 0), none) == 0);
		cr_assert(memcmp(out, none, sizeof(out)) != 0);
	}
	crypto_mac_free(m);
}

/*
 * What the openssl command makes of ${text}, in hexadecimal; false where there
 * is no such command.
 */
static bool
openssl_mac(const char *hexkey, struct span text, char *hex, size_t n)
{
	int in[2], out[2], status;
	size_t got = 0;
	ssize_t r;
	pid_t pid;

	cr_assert(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
	if ((pid = fork()) == 0) {
		(void)dup2(in[0], STDIN_FILENO);
		(void)dup2(out[1], STDOUT_FILENO);
		(void)execlp("openssl", "openssl", "mac", "-digest", "SHA256",
		    "-macopt", hexkey, "HMAC", (char *)NULL);
		_exit(127);
	}
	(void)close(in[0]);
	(void)close(out[1]);
	(void)fd_write(in[1], text.p, text.n);
	(void)close(in[1]);
	while (got < n - 1 && (r = fd_read(out[0], hex + got, n - 1 - got)) > 0)
		got += (size_t)r;
	(void)close(out[0]);
	hex[got] = '\0';
	hex[strcspn(hex, "\n")] = '\0';
	cr_assert(pid != -1 && waitpid(pid, &status, 0) == pid);
	cr_assert(WIFEXITED(status));
	if (WEXITSTATUS(status) == 127)
		return (false);
	cr_assert_eq(WEXITSTATUS(status), 0);
	return (true);
}

Test(crypto, hmac_agrees_with_the_openssl_command)
{
	uint64_t seed = 3;

	(void)signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 20; i++) {
		uint8_t key[CRYPTO_KEY], text[1024], out[CRYPTO_MAC];
		const size_t n = vectors_noise(&seed) % sizeof(text);
		char hexkey[80] = "hexkey:", hex[80];
		struct crypto_mac *m;

		vectors_fill(&seed, key, sizeof(key));
		vectors_fill(&seed, text, sizeof(text));
		for (size_t k = 0; k < sizeof(key); k++)
			(void)snprintf(hexkey + 7 + 2 * k, 3, "%02x", key[k]);
		if (!openssl_mac(hexkey, over(text, n), hex, sizeof(hex)))
			cr_skip_test("no openssl");
		cr_assert((m = crypto_mac_new(key)) != NULL);
		cr_assert(crypto_mac_run(m, over(text, n), SPAN(""), out) == 0);
		cr_expect(is(hex, out, sizeof(out)), "%zu bytes", n);
		crypto_mac_free(m);
	}
}

/*
 * Project Wycheproof, hkdf_sha256_test.json, tcId 50 to 55: those with a key of
 * 32 bytes and without salt. RFC 5869 has none such.
 */
static const struct {
	const char *key;
	const char *info;
	const char *out;
} hkdfs[] = {
	{ "7ef7d4f8c11d940471cf9a3048d66b3b3a3d9db9fed5f81419fe75dd50116f4e",
	    "", "a370de1c822b8eb00645c18e32ad6a1f4bb17c9b" },
	{ "1b6c7d5da045bf8bd4ac3083e8de2b90904bc7f7830bef876e355b74466cef91",
	    "",
	    "50dd5b5adbe96aa216f93c4cbb7d568d5141b3ef7214be885984629b93f07814"
	    "870db846c3efc8c7db7f" },
	{ "b9da242c02bfe79364aedd7a323692191092edb2094f112675c2609a387c3b21",
	    "",
	    "384c0ded57bf066d6665d88355aff9eab8cbd78c1c71af7b8334cde6536f2122"
	    "3aeddd5a84d278d5d73f5b536973575dd2993a4a857289c3b59861643c464c2c" },
	{ "23624191960916aad7039c8e9dc2ec4e04ac61a233a02ec6045021598123f0cd",
	    "60dd0d1381a014491b34f0af15e4bebb8f64cbd5",
	    "2f94214e5171e40cd7bb601c2fc7fca42c77f227" },
	{ "ad75f83c7fef898ab33a429af351c10caaf39ef27b161a6806d34f1f4f8be229",
	    "69546d578a213b7f2af101c8ef532339324d43ea",
	    "b60b7fb09271c6ac0c48d6ccfbc535115075e0060633e5adb502bd964bac2fd1"
	    "20a53be8bfbc9fedc27b" },
	{ "cb55dbea8b91ae1ce0a07b23b1508c2a930560b8fe7255fcc3e37835803661fe",
	    "b57d6aaedf30bd8e25867059761a02c5d0478f2e",
	    "d22014f4f0475223eb87d4d462f29f04a33fe93349fe62ff9d4dce9360e5e22b"
	    "c0a42746abbf44c22bf472c1f6aa608f3c90c088daae7015fb2f9e5aafa2c9a2" },
};

Test(crypto, hkdf_gives_what_was_published)
{
	for (size_t i = 0; i < sizeof(hkdfs) / sizeof(hkdfs[0]); i++) {
		uint8_t key[VECTORS_BYTES], info[VECTORS_BYTES];
		uint8_t want[VECTORS_BYTES], out[VECTORS_BYTES];
		const size_t n = vectors_bytes(hkdfs[i].out, want);
		const size_t ninfo = vectors_bytes(hkdfs[i].info, info);

		(void)vectors_bytes(hkdfs[i].key, key);
		cr_assert(crypto_derive(key, over(info, ninfo), out, n) == 0);
		cr_expect(memcmp(out, want, n) == 0, "%zu", i);
	}
}

/* RFC 5869 section 2.3: 255 blocks and no more. */
Test(crypto, hkdf_that_fails_leaves_nothing)
{
	static uint8_t out[255 * CRYPTO_MAC + 1];
	const uint8_t key[CRYPTO_KEY] = { 1 };

	cr_assert(
	    crypto_derive(key, span_make(NULL, 0), out, sizeof(out) - 1) == 0);
	memset(out, 0xff, sizeof(out));
	cr_assert(crypto_derive(key, SPAN("x"), out, sizeof(out)) == -1);
	cr_assert(is_zero(out, sizeof(out)));
}

static void
check_deterministic(const struct vector *v)
{
	const struct addr want = vectors_addr(v->cell[4]);
	struct crypto_aes *a = crypto_aes_new(v->key);
	uint8_t block[16];

	vectors_form(&v->in, block);
	cr_assert(a != NULL && crypto_aes_run(a, block, block, 1) == 0);
	cr_expect(memcmp(block, want.b, 16) == 0, "%s", v->cell[3]);
	crypto_aes_free(a);
}

/*
 * AES-XTS of one block: from it, too. ipcrypt-nd is not, as it changes the keys
 * of AES's rounds, which libcrypto lets nobody do.
 */
static void
check_ndx(const struct vector *v)
{
	struct crypto_aes *k1 = crypto_aes_new(v->key),
			  *k2 = crypto_aes_new(v->key + CRYPTO_BLOCK);
	uint8_t tweak[VECTORS_BYTES], want[VECTORS_BYTES], t[16], block[16];

	cr_assert(vectors_bytes(v->cell[2], tweak) == 16);
	cr_assert(vectors_bytes(v->cell[4], want) == 32);
	cr_assert(
	    k1 != NULL && k2 != NULL && crypto_aes_run(k2, tweak, t, 1) == 0);
	vectors_form(&v->in, block);
	for (int i = 0; i < 16; i++)
		block[i] ^= t[i];
	cr_assert(crypto_aes_run(k1, block, block, 1) == 0);
	for (int i = 0; i < 16; i++)
		block[i] ^= t[i];
	cr_expect(memcmp(tweak, want, 16) == 0);
	cr_expect(memcmp(block, want + 16, 16) == 0, "%s", v->cell[3]);
	crypto_aes_free(k1);
	crypto_aes_free(k2);
}

Test(crypto, aes_gives_what_was_published)
{
	/* FIPS 197, appendix C.1 */
	static const char key[] = "000102030405060708090a0b0c0d0e0f";
	static const char in[] = "00112233445566778899aabbccddeeff";
	static const char out[] = "69c4e0d86a7b0430d8cdb78070b4c55a";
	uint8_t k[VECTORS_BYTES], block[VECTORS_BYTES];
	struct crypto_aes *a;

	(void)vectors_bytes(key, k);
	(void)vectors_bytes(in, block);
	cr_assert((a = crypto_aes_new(k)) != NULL);
	cr_assert(crypto_aes_run(a, block, block, 1) == 0);
	cr_assert(is(out, block, 16));
	crypto_aes_free(a);
	crypto_aes_free(NULL);
	cr_assert_eq(vectors_each("ipcrypt-deterministic", check_deterministic),
	    5);
	cr_assert_eq(vectors_each("ipcrypt-ndx", check_ndx), 7);
}

Test(crypto, aes_of_many_blocks_is_that_of_each)
{
	enum { N = 130 };
	static uint8_t in[N][CRYPTO_BLOCK], out[N + 1][CRYPTO_BLOCK];
	const uint8_t key[CRYPTO_BLOCK] = { 1 };
	struct crypto_aes *a = crypto_aes_new(key);
	uint64_t seed = 4;

	cr_assert(a != NULL);
	vectors_fill(&seed, in[0], sizeof(in));
	memcpy(in[7], in[6], CRYPTO_BLOCK);
	for (size_t n = 0; n <= N; n++) {
		memset(out, 0xaa, sizeof(out));
		cr_assert(crypto_aes_run(a, in[0], out[0], n) == 0);
		for (size_t i = 0; i < n; i++) {
			uint8_t one[CRYPTO_BLOCK];

			cr_assert(crypto_aes_run(a, in[i], one, 1) == 0);
			cr_assert(memcmp(one, out[i], sizeof(one)) == 0);
		}
		cr_assert(out[n][0] == 0xaa, "wrote past %zu blocks", n);
	}
	cr_assert(crypto_aes_run(a, in[0], out[0], SIZE_MAX / 2) == -1);
	crypto_aes_free(a);
}

Test(crypto, random_bytes_are_all_new)
{
	uint8_t a[257] = { 0 }, b[256] = { 0 };

	cr_assert(crypto_random(a, 256) == 0 && crypto_random(b, 256) == 0);
	for (int i = 0; i < 256; i += 16)
		cr_assert(memcmp(a + i, b + i, 16) != 0 && !is_zero(a + i, 16));
	cr_assert(a[256] == 0);
	cr_assert(crypto_random(a, 257) == -1);
}

Test(crypto, wiped_is_zero)
{
	uint8_t p[64];

	memset(p, 0xff, sizeof(p));
	crypto_wipe(p + 1, 62);
	cr_assert(p[0] == 0xff && p[63] == 0xff && is_zero(p + 1, 62));
}

/* Does the kernel know ${advice}? Not all do, nor does valgrind. */
static bool
knows(int advice)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const bool yes = p != MAP_FAILED && madvise(p, 4096, advice) == 0;

	cr_assert(p != MAP_FAILED && munmap(p, 4096) == 0);
	return (yes);
}

/* Is ${flag} one of those of the mapping at ${p}? As smaps has them. */
static bool
flagged(const void *p, const char *flag)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	unsigned long start = 0, end = 0;
	char line[512];
	bool found = false;

	cr_assert(f != NULL);
	while (!found && fgets(line, sizeof(line), f) != NULL) {
		char *dash;
		const unsigned long at = strtoul(line, &dash, 16);

		if (*dash == '-') {
			start = at;
			end = strtoul(dash + 1, NULL, 16);
		}
		found = strncmp(line, "VmFlags:", 8) == 0 &&
		    start <= (uintptr_t)p && (uintptr_t)p < end &&
		    strstr(line, flag) != NULL;
	}
	cr_assert(fclose(f) == 0);
	return (found);
}

Test(crypto, pages_for_keys_are_in_no_dump)
{
	void *p = crypto_pages(5000);

	cr_assert(p != NULL && is_zero(p, 5000));
	memset(p, 0xff, 5000);
	if (!knows(MADV_DONTDUMP))
		cr_skip_test("no MADV_DONTDUMP");
	cr_assert(flagged(p, " dd"));
	crypto_pages_free(p, 5000);
	crypto_pages_free(NULL, 5000);
}

Test(crypto, pages_for_keys_are_in_no_child)
{
	uint8_t *p = crypto_pages(5000);
	int status;
	pid_t pid;

	cr_assert(p != NULL);
	memset(p, 0xff, 5000);
	if (!knows(MADV_WIPEONFORK))
		cr_skip_test("no MADV_WIPEONFORK");
	if ((pid = fork()) == 0)
		_exit(is_zero(p, 5000) ? 0 : 1);
	cr_assert(pid != -1 && waitpid(pid, &status, 0) == pid);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	cr_assert(p[0] == 0xff);
	crypto_pages_free(p, 5000);
}

Test(crypto, no_memory_is_no_pages)
{
	cr_assert(crypto_pages(SIZE_MAX / 2) == NULL);
}

/* With this one, the library would find none of its algorithms. */
Test(crypto, no_configuration_of_the_library_is_read)
{
	static const char text[] = "openssl_conf = a\n[a]\nalg_section = b\n"
				   "[b]\ndefault_properties = fips=yes\n";
	const uint8_t key[CRYPTO_KEY] = { 1 };
	char path[] = "/tmp/logfade-openssl-XXXXXX";
	const int fd = mkstemp(path);
	struct crypto_mac *m;
	struct crypto_aes *a;
	uint8_t out[1];

	cr_assert(fd != -1 && fd_write(fd, text, sizeof(text) - 1) == 0);
	cr_assert(close(fd) == 0 && setenv("OPENSSL_CONF", path, 1) == 0);
	cr_expect((a = crypto_aes_new(key)) != NULL);
	cr_expect((m = crypto_mac_new(key)) != NULL);
	cr_expect(crypto_derive(key, SPAN(""), out, 1) == 0);
	crypto_mac_free(m);
	crypto_aes_free(a);
	cr_assert(unlink(path) == 0);
}

/* FIPS 180-4: the examples of NIST for no byte and for three. */
Test(crypto, sha256)
{
	static const uint8_t none[CRYPTO_HASH] = { 0xe3, 0xb0, 0xc4, 0x42, 0x98,
		0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9,
		0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4,
		0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55 };
	static const uint8_t abc[CRYPTO_HASH] = { 0xba, 0x78, 0x16, 0xbf, 0x8f,
		0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22,
		0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4,
		0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	uint8_t out[CRYPTO_HASH];

	cr_expect(crypto_sha256(span_make(NULL, 0), out) == 0);
	cr_expect(memcmp(out, none, sizeof(out)) == 0);
	cr_expect(crypto_sha256(SPAN("abc"), out) == 0);
	cr_expect(memcmp(out, abc, sizeof(out)) == 0);
}
