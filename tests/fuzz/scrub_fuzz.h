/* SPDX-License-Identifier: ISC */
/* What the fuzzers of field actions share. */
#ifndef FUZZ_SCRUB_FUZZ_H
#define FUZZ_SCRUB_FUZZ_H

#include <stdint.h>
#include <stdlib.h>

#include "scrub/decode.h"
#include "scrub/email.h"
#include "scrub/names.h"
#include "scrub/scrub.h"
#include "scrub/search.h"

struct scrub_fuzz {
	struct arena *arena;
	struct policy policy;
	struct tally tally;
	struct scrub s;
	struct buf out[2];
};

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static inline void
scrub_fuzz_assert(bool good)
{
	if (!good)
		abort();
}

/* The one struct scrub of the process; it is never given back. */
static inline struct scrub_fuzz *
scrub_fuzz_get(void)
{
	static struct scrub_fuzz f;

	if (f.s.decode != NULL)
		return (&f);
	buf_init(&f.out[0], 1 << 20);
	buf_init(&f.out[1], 1 << 20);
	f.s.policy = &f.policy;
	f.s.tally = &f.tally;
	f.arena = arena_new(1 << 22);
	f.s.decode = decode_new();
	scrub_fuzz_assert(f.arena != NULL && f.s.decode != NULL);
	scrub_fuzz_assert((f.s.names = names_builtin(f.arena)) != NULL);
	scrub_fuzz_assert((f.s.search = search_builtin(f.arena)) != NULL);
	return (&f);
}

/* Does ${s} hold a byte that would end its field, or its line? */
static inline bool
scrub_fuzz_breaks(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '"')
			return (true);
	return (false);
}

/* Does ${s}, decoded, hold an e-mail address? */
static inline bool
scrub_fuzz_email(struct scrub_fuzz *f, struct span s)
{
	struct found found;

	return (
	    email_find(decode_text(f->s.decode, f->s.escape, s), 0, &found));
}

/* Has any hit been counted? */
static inline bool
scrub_fuzz_hit(const struct scrub_fuzz *f)
{
	struct tally none;

	tally_init(&none);
	return (memcmp(f->tally.hits, none.hits, sizeof(none.hits)) != 0);
}

#endif
