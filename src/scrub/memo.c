/* SPDX-License-Identifier: ISC */
#include "scrub/memo.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { SETS = 4096, WAYS = 2, BYTES_MAX = 304, LINE = 64 };

/*
 * A hit must cost few cache lines and a miss none of these. So what became of
 * a field is kept only where it is not the field itself, most often it is.
 */
struct slot {
	uint64_t hash;
	uint32_t op;
	uint16_t nin;
	uint16_t nout;
	bool same; /* what became of it is the field, not stored twice */
	struct leak_survey survey;
	struct scrub_hits hits;
	char bytes[BYTES_MAX]; /* nin and, unless same, nout */
};

enum { HEAD = offsetof(struct slot, bytes) };

struct memo {
	uint64_t seed;
	uint32_t tag[SETS][WAYS]; /* of the slots' hashes; 0: empty */
	uint8_t recent[SETS]; /* the way that was used last */
	struct slot slot[SETS][WAYS];
};

struct memo *
memo_new(void)
{
	struct memo *m = calloc(1, sizeof(*m));

	if (m != NULL)
		m->seed = hash_seed();
	return (m);
}

void
memo_free(struct memo *m)
{
	free(m);
}

static uint32_t
tag_of(uint64_t hash)
{
	return ((uint32_t)(hash >> 32) | 1);
}

static bool
is_slot(const struct slot *s, uint64_t hash, size_t op, struct span in)
{
	return (s->hash == hash && s->nin == in.n && s->op == op &&
	    memcmp(s->bytes, in.p, in.n) == 0);
}

uint64_t
memo_key(const struct memo *m, size_t op, struct span in)
{
	const uint64_t hash =
	    in.n > BYTES_MAX ? 0 : hash_bytes(m->seed, op, in);
	const size_t set = hash % SETS;

	for (size_t i = 0; i < WAYS; i++) {
		const char *p = (const char *)&m->slot[set][i];

		if (m->tag[set][i] != tag_of(hash))
			continue;
		for (size_t at = 0; at < HEAD + in.n; at += LINE)
			__builtin_prefetch(p + at);
	}
	return (hash);
}

bool
memo_get(struct memo *m, uint64_t key, size_t op, struct span in,
    struct memo_entry *e)
{
	const size_t set = key % SETS;

	if (in.n == 0 || in.n > BYTES_MAX)
		return (false);
	for (size_t i = 0; i < WAYS; i++) {
		const struct slot *s = &m->slot[set][i];

		if (m->tag[set][i] != tag_of(key) || !is_slot(s, key, op, in))
			continue;
		m->recent[set] = (uint8_t)i;
		e->out = s->same ? in : span_make(s->bytes + s->nin, s->nout);
		e->hits = &s->hits;
		e->survey = &s->survey;
		return (true);
	}
	return (false);
}

void
memo_put(struct memo *m, uint64_t key, size_t op, struct span in,
    const struct memo_entry *e)
{
	const bool same = span_eq(in, e->out);
	const size_t n = in.n + (same ? 0 : e->out.n);
	const size_t set = key % SETS;
	const uint8_t way = m->recent[set] ^ 1;
	struct slot *s = &m->slot[set][way];

	if (in.n == 0 || n > BYTES_MAX || e->hits->n > SCRUB_HITS_MAX)
		return;
	/* The other way was used more recently. */
	m->recent[set] = way;
	m->tag[set][way] = tag_of(key);
	s->hash = key;
	s->nin = (uint16_t)in.n;
	s->nout = (uint16_t)e->out.n;
	s->op = (uint32_t)op;
	s->same = same;
	s->survey = *e->survey;
	s->hits = *e->hits;
	memcpy(s->bytes, in.p, in.n);
	if (!same && e->out.n > 0)
		memcpy(s->bytes + in.n, e->out.p, e->out.n);
}
