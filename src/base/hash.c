/* SPDX-License-Identifier: ISC */
#include "base/hash.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint64_t the_seed;

static void
make_seed(void)
{
	struct timespec now;

	if (getrandom(&the_seed, sizeof(the_seed), GRND_NONBLOCK) ==
	    sizeof(the_seed))
		return;
	/* Early at boot: better than nothing, and only speed depends on it. */
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	the_seed = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) ^
	    (uint64_t)(uintptr_t)&now;
}

uint64_t
hash_seed(void)
{
	(void)pthread_once(&once, make_seed);
	return (the_seed);
}

static uint64_t
word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (w);
}

/* The last bytes, fewer than eight, as a number. */
static uint64_t
tail(const char *p, size_t n)
{
	uint64_t w = 0;

	while (n-- > 0)
		w = w << 8 | (unsigned char)p[n];
	return (w);
}

static uint64_t
fold(uint64_t a, uint64_t b)
{
	const unsigned __int128 m = (unsigned __int128)a * b;

	return ((uint64_t)m ^ (uint64_t)(m >> 64));
}

/* Sixteen bytes a step. */
uint64_t
hash_bytes(uint64_t seed, size_t tag, struct span in)
{
	const uint64_t k0 = UINT64_C(0xa0761d6478bd642f);
	const uint64_t k1 = UINT64_C(0xe7037ed1a0b428db);
	const char *p = in.p;
	size_t n = in.n;
	uint64_t h = seed ^ (in.n << 8 ^ tag) * UINT64_C(0x9e3779b97f4a7c15);

	for (; n >= 16; n -= 16, p += 16)
		h = fold(word(p) ^ k0, word(p + 8) ^ h);
	if (n >= 8)
		h = fold(word(p) ^ k0, word(p + n - 8) ^ h);
	else if (in.n >= 8)
		h = fold(word(p + n - 8) ^ k0, h ^ k1);
	else
		h = fold(tail(p, n) ^ k0, h ^ k1);
	return (fold(h ^ k0, k1));
}
