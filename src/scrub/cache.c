/* SPDX-License-Identifier: ISC */
#include "scrub/cache.h"

#include <string.h>

#include "base/hash.h"
#include "key/crypto.h"

enum { SETS = 4096, WAYS = 4 };

struct slot {
	uint64_t hash; /* 0: empty */
	uint64_t tag;
	uint8_t nin;
	uint8_t nout;
	char in[CACHE_IN_MAX];
	char out[CACHE_OUT_MAX];
};

struct cache {
	uint64_t seed;
	uint8_t oldest[SETS]; /* the way that gives way next */
	struct slot slot[SETS][WAYS];
};

struct cache *
cache_new(void)
{
	struct cache *c = crypto_pages(sizeof(*c));

	if (c != NULL)
		c->seed = hash_seed();
	return (c);
}

void
cache_free(struct cache *c)
{
	crypto_pages_free(c, sizeof(*c));
}

void
cache_wipe(struct cache *c)
{
	crypto_wipe(c->slot, sizeof(c->slot));
}

static uint64_t
hash_of(const struct cache *c, uint64_t tag, struct span in)
{
	return (hash_bytes(c->seed ^ tag, 0, in) | 1);
}

/* The bits above the one that is always set. */
static size_t
set_of(uint64_t hash)
{
	return ((hash >> 1) % SETS);
}

bool
cache_get(const struct cache *c, uint64_t tag, struct span in, struct span *out)
{
	const uint64_t hash = hash_of(c, tag, in);
	const struct slot *s = c->slot[set_of(hash)];

	for (size_t i = 0; i < WAYS; i++, s++) {
		if (s->hash != hash || s->tag != tag || s->nin != in.n ||
		    memcmp(s->in, in.p, in.n) != 0)
			continue;
		*out = span_make(s->out, s->nout);
		return (true);
	}
	return (false);
}

void
cache_put(struct cache *c, uint64_t tag, struct span in, struct span out)
{
	const uint64_t hash = hash_of(c, tag, in);
	const size_t set = set_of(hash);
	struct slot *s = &c->slot[set][c->oldest[set] % WAYS];

	if (in.n > CACHE_IN_MAX || out.n > CACHE_OUT_MAX)
		return;
	c->oldest[set]++;
	s->hash = hash;
	s->tag = tag;
	s->nin = (uint8_t)in.n;
	s->nout = (uint8_t)out.n;
	memcpy(s->in, in.p, in.n);
	memcpy(s->out, out.p, out.n);
}
