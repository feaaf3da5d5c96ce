/* SPDX-License-Identifier: ISC */
/*
 * What the tests of scrub/ share: a struct scrub with the built-in names and
 * the default rules, and texts that end at a page which cannot be read.
 */
#ifndef UNIT_SCRUB_FIXTURE_H
#define UNIT_SCRUB_FIXTURE_H

#include <criterion/criterion.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "scrub/decode.h"
#include "scrub/names.h"
#include "scrub/scrub.h"

enum { FIXTURE_PAGES = 4 };

struct fixture {
	struct arena *arena;
	struct policy policy;
	struct tally tally;
	struct scrub scrub;
	struct buf out;
	char *page_end;
	size_t page_room;
};

/* One case of an action: what becomes of a field. */
struct fixture_case {
	const char *in;
	const char *out; /* NULL: the same */
};

static inline void
fixture_init(struct fixture *f)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *p;

	memset(f, 0, sizeof(*f));
	f->page_room = FIXTURE_PAGES * page;
	p = mmap(NULL, f->page_room + page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	cr_assert(p != MAP_FAILED);
	cr_assert(mprotect(p + f->page_room, page, PROT_NONE) == 0);
	f->page_end = p + f->page_room;
	f->arena = arena_new(1 << 22);
	cr_assert(f->arena != NULL);
	for (int i = 0; i < CLASS_COUNT; i++)
		f->policy.rule[i] = rule_default((enum class)i);
	tally_init(&f->tally);
	f->scrub.policy = &f->policy;
	f->scrub.tally = &f->tally;
	f->scrub.decode = decode_new();
	cr_assert(f->scrub.decode != NULL);
	cr_assert((f->scrub.names = names_builtin(f->arena)) != NULL);
	buf_init(&f->out, 1 << 20);
}

static inline void
fixture_release(struct fixture *f)
{
	buf_release(&f->out);
	decode_free(f->scrub.decode);
	arena_free(f->arena);
}

/* ${s} copied so that the byte behind it cannot be read. */
static inline struct span
fixture_guard(const struct fixture *f, struct span s)
{
	cr_assert(s.n <= f->page_room);
	if (s.n > 0)
		memcpy(f->page_end - s.n, s.p, s.n);
	return (span_make(f->page_end - s.n, s.n));
}

/* What ${scrub} makes of ${in}; until the next call. */
static inline struct span
fixture_run(struct fixture *f, scrub_fn *scrub, enum class class,
    struct span in)
{
	buf_reset(&f->out);
	scrub(&f->scrub, &f->policy.rule[class], fixture_guard(f, in), &f->out);
	cr_assert(!f->out.failed);
	return (buf_span(&f->out));
}

/* Try ${c}, and every truncation of it for reads past its end. */
static inline void
fixture_try(struct fixture *f, scrub_fn *scrub, enum class class,
    const struct fixture_case *c)
{
	const struct span in = span_str(c->in);
	const char *want = c->out == NULL ? c->in : c->out;
	const struct span got = fixture_run(f, scrub, class, in);

	cr_expect(span_eq(got, span_str(want)), "%s: %.*s, not %s", c->in,
	    (int)got.n, got.p, want);
	for (size_t n = 0; n < in.n; n++)
		(void)fixture_run(f, scrub, class, span_make(in.p, n));
}

#endif
