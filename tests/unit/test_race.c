/* SPDX-License-Identifier: ISC */
/*
 * Who appends, who seals and who sweeps, all at once in one directory. It is
 * in memory: the disk would make them wait for each other.
 */
#include "unit/scratch.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/file.h"
#include "base/zwalk.h"
#include "model/segmeta.h"
#include "model/segscan.h"
#include "retain/ledger.h"
#include "retain/sweep.h"
#include "write/dirsink.h"
#include "write/seal.h"

enum { APPENDS = 10000, WRITERS = 2, KEPT = 64, NOW = 2000000000 };

static const struct policy policy = { .keep = { KEEP_DAYS, 30 },
	.keepgiven = true,
	.digest = "d",
	.output = { .seal_level = 1 } };

/* How often each line was found, and what is known of it. */
struct race {
	struct scratch dir;
	struct period old; /* expired */
	struct period new; /* over, and not expired */
	bool reopen; /* close after each append, so that it can be sealed */
	unsigned seen[APPENDS];
	bool taken[APPENDS]; /* the append was said to be done */
	bool fresh[APPENDS]; /* it is of the new period */
	atomic_uint next; /* line */
	atomic_uint rounds; /* of who seals or sweeps; writers keep pace */
	unsigned pace; /* appends to a round */
	atomic_uint errors;
	unsigned swept;
	unsigned sealed;
	struct gone {
		int fd;
		int64_t size;
	} gone[KEPT]; /* deleted files, until their writers have left them */
};

static void
race_make(struct race *r, unsigned pace)
{
	memset(r, 0, sizeof(*r));
	r->pace = pace;
	scratch_make_in_memory(&r->dir);
	r->old = period_of(PERIOD_DAY, scratch_time("2020-01-01T12:00:00Z"));
	r->new = period_of(PERIOD_DAY, NOW - 2 * 86400);
	for (int i = 0; i < KEPT; i++)
		r->gone[i].fd = -1;
}

/* The line ${n} as what a worker makes of it. */
static void
make_bytes(struct zframe *z, unsigned n, int64_t when, struct buf *out)
{
	struct segmeta m;
	char text[32];
	const int len = snprintf(text, sizeof(text), "line %u\n", n);

	segmeta_init(&m, SEGMETA_APPEND);
	m.lines = 1;
	m.oldest = m.newest = when;
	buf_reset(out);
	segmeta_frame(&m, out);
	if (zframe_compress(z, span_make(text, (size_t)len), out) == -1)
		out->failed = true;
}

static void
keep_pace(const struct race *r, unsigned n)
{
	while (n > 20 + atomic_load(&r->rounds) * r->pace)
		(void)sched_yield();
}

/* Assertions are for the main thread: here errors are counted. */
static void *
write_all(void *arg)
{
	struct race *r = arg;
	const struct output o = scratch_output(&r->dir);
	struct dirsink *d = NULL;
	struct zframe *z = zframe_new(1);
	const struct timespec pause = { .tv_nsec = 50000 };
	struct buf b;
	unsigned n;

	buf_init(&b, 1 << 16);
	while ((n = atomic_fetch_add(&r->next, 1)) < APPENDS) {
		struct part part = { .period = n % 4 == 3 ? r->new : r->old,
			.stream = "",
			.class = "",
			.lines = 1 };

		keep_pace(r, n);
		if (d == NULL)
			d = dirsink_open(&o);
		make_bytes(z, n, part.period.start + n, &b);
		part.bytes = buf_span(&b);
		r->fresh[n] = n % 4 == 3;
		r->taken[n] = !b.failed && dirsink_put(d, &part, NOW) == 0;
		atomic_fetch_add(&r->errors, !r->taken[n]);
		if (!r->reopen)
			continue;
		atomic_fetch_add(&r->errors, dirsink_close(d) == -1);
		d = NULL;
		(void)nanosleep(&pause, NULL);
	}
	if (d != NULL)
		atomic_fetch_add(&r->errors, dirsink_close(d) == -1);
	zframe_free(z);
	buf_release(&b);
	return (NULL);
}

static int
count_text(void *arg, struct span s)
{
	struct race *r = arg;
	unsigned long long n;

	for (; s.n > 0; s = span_from(s, span_index(s, '\n') + 1)) {
		const struct span line = span_make(s.p, span_index(s, '\n'));

		cr_assert(span_starts(line, SPAN("line ")));
		cr_assert(span_number(span_from(line, 5), APPENDS - 1, &n));
		r->seen[n]++;
	}
	return (0);
}

/* Count the lines of the first ${size} bytes of ${fd}; all is whole. */
static void
count_lines(struct race *r, int fd, int64_t size)
{
	const struct zframe_out out = { count_text, r };
	struct zframe_at at;
	struct zwalk w;

	cr_assert(zwalk_start(&w, fd) == 0);
	while (zwalk_next(&w, &at) == 1 && at.end <= size) {
		cr_assert_neq(at.kind, ZFRAME_DAMAGED);
		if (at.kind == ZFRAME_DATA)
			cr_assert(zframe_decode(fd, &at, &out) == 0);
	}
}

static void
count_name(const struct scratch *s, const char *name, void *arg)
{
	struct segment seg;
	const int fd = openat(s->fd, name, O_RDONLY | O_CLOEXEC);

	cr_assert(fd != -1, "%s", name);
	if (segment_parse(span_str(name), &seg) && seg.state != SEGMENT_TMP)
		count_lines(arg, fd, INT64_MAX);
	close(fd);
}

static void
sweep_once(struct race *r)
{
	const struct sweep_options o = { .now = NOW, .policy = &policy };
	struct sweep_count n;

	if (sweep_run(r->dir.fd, &o, &n) == -1 || n.stopped || n.failed > 0)
		atomic_fetch_add(&r->errors, 1);
	r->swept += n.deleted;
	atomic_fetch_add(&r->rounds, 1);
}

/* Sweep, and keep what is swept: only here anything is deleted. */
static void
sweep_and_see(struct race *r, const char *name)
{
	struct gone *k = &r->gone[r->swept % KEPT];
	const int fd = openat(r->dir.fd, name, O_RDONLY | O_CLOEXEC);
	const unsigned before = r->swept;

	if (fd == -1)
		return;
	sweep_once(r);
	if (r->swept == before) {
		close(fd);
		return;
	}
	cr_assert_not(file_is(r->dir.fd, name, fd), "the same again");
	/* The one that was there so long ago has no writer any more. */
	if (k->fd != -1) {
		count_lines(r, k->fd, k->size);
		close(k->fd);
	}
	*k = (struct gone){ fd, file_size(fd) };
}

static void
start(struct race *r, pthread_t *writer)
{
	for (int i = 0; i < WRITERS; i++)
		cr_assert(pthread_create(&writer[i], NULL, write_all, r) == 0);
}

static void
finish(struct race *r, const pthread_t *writer)
{
	for (int i = 0; i < WRITERS; i++)
		cr_assert(pthread_join(writer[i], NULL) == 0);
	for (int i = 0; i < KEPT; i++) {
		if (r->gone[i].fd == -1)
			continue;
		count_lines(r, r->gone[i].fd, r->gone[i].size);
		close(r->gone[i].fd);
	}
	scratch_each(&r->dir, count_name, r);
}

static void
expect_ledger(struct race *r)
{
	struct ledger_check c;

	cr_expect(ledger_verify(r->dir.fd, &c) == 0, "%s", c.why);
	cr_expect_eq(atomic_load(&r->errors), 0);
}

/*
 * What was said to be written was then in the file of that name: it is in one
 * that is there, or was there when it was deleted. What is not due is there.
 */
Test(race, a_sweep_and_writers)
{
	static struct race r;
	pthread_t writer[WRITERS];
	struct segment live = { .state = SEGMENT_LIVE, .serial = 1 };
	char name[SEGMENT_NAME_MAX];
	unsigned lost = 0, twice = 0;

	race_make(&r, 8);
	live.period = r.old;
	segment_name(&live, name);
	start(&r, writer);
	while (atomic_load(&r.next) < APPENDS)
		sweep_and_see(&r, name);
	finish(&r, writer);
	for (unsigned i = 0; i < APPENDS; i++) {
		lost += r.taken[i] && r.seen[i] == 0;
		twice += r.seen[i] > 1;
		if (r.fresh[i])
			cr_expect_eq(r.seen[i], 1, "line %u", i);
	}
	cr_expect_eq(lost, 0, "%u lines in %u files", lost, r.swept);
	/* Once more at the most, where it was not sure. */
	cr_expect(twice <= r.swept, "%u lines of %u files", twice, r.swept);
	cr_expect(r.swept > 20, "only %u files were swept", r.swept);
	expect_ledger(&r);
	scratch_remove(&r.dir);
}

static void
seal_once(struct race *r)
{
	const struct seal_info info = { "1", &policy, "", NULL };
	struct seal_count n;

	if (seal_run(r->dir.fd, NOW, &info, &n) == -1)
		atomic_fetch_add(&r->errors, 1);
	r->sealed += n.sealed;
	atomic_fetch_add(&r->rounds, 1);
}

/* Each line is there once, in whole files. */
Test(race, a_seal_and_writers)
{
	static struct race r;
	pthread_t writer[WRITERS];

	race_make(&r, 8);
	r.reopen = true;
	start(&r, writer);
	while (atomic_load(&r.next) < APPENDS)
		seal_once(&r);
	finish(&r, writer);
	for (unsigned i = 0; i < APPENDS; i++)
		cr_assert_eq(r.seen[i], 1, "line %u: %u times", i, r.seen[i]);
	cr_expect(r.sealed > 0, "no file was sealed");
	cr_expect_eq(atomic_load(&r.errors), 0);
	scratch_remove(&r.dir);
}

static void *
seal_on(void *arg)
{
	struct race *r = arg;

	while (atomic_load(&r->next) < APPENDS)
		seal_once(r);
	return (NULL);
}

/* All three: what is not due is there once, what is due at most once. */
Test(race, a_seal_a_sweep_and_writers)
{
	static struct race r;
	pthread_t writer[WRITERS], sealer;

	race_make(&r, 8);
	r.reopen = true;
	start(&r, writer);
	cr_assert(pthread_create(&sealer, NULL, seal_on, &r) == 0);
	while (atomic_load(&r.next) < APPENDS)
		sweep_once(&r);
	cr_assert(pthread_join(sealer, NULL) == 0);
	finish(&r, writer);
	for (unsigned i = 0; i < APPENDS; i++)
		cr_assert(r.fresh[i] ? r.seen[i] == 1 : r.seen[i] <= 1,
		    "line %u: %u times", i, r.seen[i]);
	cr_expect(r.swept > 20, "only %u files were swept", r.swept);
	cr_expect(r.sealed > 0, "no file was sealed");
	expect_ledger(&r);
	sweep_once(&r);
	cr_expect_eq(atomic_load(&r.errors), 0);
	scratch_remove(&r.dir);
}
