/* SPDX-License-Identifier: ISC */
#include "scrub/memo.h"

#include <stdlib.h>

enum { SETS = 4096, WAYS = 2, IN_MAX = 256, OUT_MAX = 256 };

struct slot {
	uint64_t hash;
	uint16_t nin; /* 0: empty */
	uint16_t nout;
	uint16_t op;
	bool bare;
	struct scrub_hits hits;
	char in[IN_MAX];
	char out[OUT_MAX];
};

struct memo {
	struct slot slot[SETS][WAYS]; /* the one used last comes first */
	uint64_t hash; /* of the last memo_get() */
};

struct memo *
memo_new(void)
{
	return (calloc(1, sizeof(struct memo)));
}

void
memo_free(struct memo *m)
{
	free(m);
}

/* Eight bytes a step; a place to look, not a proof (see the header). */
static uint64_t
hash_of(struct span in, size_t op)
{
	uint64_t h = (in.n + 1) * UINT64_C(0x9e3779b97f4a7c15) + op;
	size_t i = 0;

	for (; i + 8 <= in.n; i += 8) {
		uint64_t w;

		memcpy(&w, in.p + i, 8);
		h = (h ^ w) * UINT64_C(0xff51afd7ed558ccd);
		h ^= h >> 32;
	}
	for (; i < in.n; i++)
		h = (h ^ (unsigned char)in.p[i]) * UINT64_C(0x100000001b3);
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return (h ^ h >> 33);
}

static bool
is_slot(const struct slot *s, uint64_t hash, size_t op, struct span in)
{
	return (s->hash == hash && s->nin == in.n && s->op == op &&
	    memcmp(s->in, in.p, in.n) == 0);
}

bool
memo_get(struct memo *m, size_t op, struct span in, struct memo_entry *e)
{
	struct slot *set;

	if (in.n == 0 || in.n > IN_MAX)
		return (false);
	m->hash = hash_of(in, op);
	set = m->slot[m->hash % SETS];
	for (size_t i = 0; i < WAYS; i++) {
		const struct slot *s = &set[i];

		if (!is_slot(s, m->hash, op, in))
			continue;
		*e = (struct memo_entry){ span_make(s->out, s->nout), &s->hits,
			s->bare };
		return (true);
	}
	return (false);
}

void
memo_put(struct memo *m, size_t op, struct span in, const struct memo_entry *e)
{
	struct slot *set = m->slot[m->hash % SETS];

	if (in.n == 0 || in.n > IN_MAX || e->out.n > OUT_MAX ||
	    e->hits->n > SCRUB_HITS_MAX)
		return;
	/* The one before makes room: it was not used since. */
	set[1] = set[0];
	set[0].hash = m->hash;
	set[0].nin = (uint16_t)in.n;
	set[0].nout = (uint16_t)e->out.n;
	set[0].op = (uint16_t)op;
	set[0].bare = e->bare;
	set[0].hits = *e->hits;
	memcpy(set[0].in, in.p, in.n);
	if (e->out.n > 0)
		memcpy(set[0].out, e->out.p, e->out.n);
}
