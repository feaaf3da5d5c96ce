/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <time.h>

#include "retain/replay.h"
#include "write/seal.h"

#define AT "2026-11-21T13:00:00Z"
#define LIVE "access-2026-11-21.live.zst"
#define SEALED "access-2026-11-21.log.zst"

static void
seal(const struct scratch *s)
{
	const struct policy policy = { .digest = "d",
		.keep = { KEEP_MONTHS, 14 },
		.output = { .seal_level = 3 } };
	const struct seal_info info = { "1", &policy, "", NULL };
	struct seal_count n;

	cr_assert(seal_run(s->fd, INT64_MAX / 2, &info, &n) == 0);
}

static int
collect(void *arg, struct span s)
{
	buf_addspan(arg, s);
	return (0);
}

/* What a replay of [from, to) gives, and whether anything was lost. */
static bool
play(const struct inventory *inv, int64_t from, int64_t to, struct buf *b)
{
	const struct replay r = { inv, from, to, { collect, b } };
	bool lost = true;

	cr_assert(replay_run(&r, &lost) == 0);
	cr_assert_not(b->failed);
	return (lost);
}

/* The lines of ${s} are those from ${from} up to ${to}, in that order. */
static bool
expect_lines(const struct scratch *s, unsigned from, unsigned to)
{
	struct inventory inv;
	struct buf got, wanted;
	bool lost;

	buf_init(&got, 1 << 24);
	buf_init(&wanted, 1 << 24);
	cr_assert(inventory_list(&inv, s->fd, SPAN("")) == 0);
	inventory_by_time(&inv);
	lost = play(&inv, INT64_MIN, INT64_MAX, &got);
	for (unsigned i = from; i < to; i++)
		buf_addf(&wanted, "line %u\n", i);
	cr_expect(span_eq(buf_span(&got), buf_span(&wanted)));
	inventory_release(&inv);
	buf_release(&got);
	buf_release(&wanted);
	return (lost);
}

Test(replay, sealed_then_late_then_live)
{
	struct scratch s;

	scratch_make(&s);
	for (unsigned i = 0; i < 11; i++) {
		scratch_append(&s, 10 * i, 10 * i + 10, scratch_time(AT));
		seal(&s);
	}
	scratch_append(&s, 110, 120, scratch_time(AT));
	scratch_append(&s, 120, 130, scratch_time("2026-11-22T00:00:00Z"));
	cr_expect(scratch_has(&s, LIVE));
	cr_expect(scratch_has(&s, "access-2026-11-21.11.log.zst"));
	/* a copy in the making */
	scratch_put(&s, ".access-2026-11-21.seal.tmp", "x", 1);
	cr_expect_not(expect_lines(&s, 0, 130));
	scratch_remove(&s);
}

/* Call ${from} of ${s} ${to}. */
static void
rename_to(const struct scratch *s, const char *from, const char *to)
{
	cr_assert(renameat(s->fd, from, s->fd, to) == 0, "%s", from);
}

/*
 * Lines of the same day in three classes, each in several files: none is
 * taken for one of another class, doubled or left out.
 */
Test(replay, classes_are_apart)
{
	struct scratch s;

	scratch_make(&s);
	scratch_append(&s, 30, 40, scratch_time(AT));
	rename_to(&s, LIVE, "access-b-2026-11-21.log.zst");
	scratch_append(&s, 40, 50, scratch_time(AT));
	rename_to(&s, LIVE, "access-b-2026-11-21.2.log.zst");
	scratch_append(&s, 50, 60, scratch_time(AT));
	rename_to(&s, LIVE, "access-b-2026-11-21.live.zst");
	scratch_append(&s, 20, 30, scratch_time(AT));
	rename_to(&s, LIVE, "access-a-2026-11-21.live.zst");
	scratch_append(&s, 0, 10, scratch_time(AT));
	rename_to(&s, LIVE, SEALED);
	scratch_append(&s, 10, 20, scratch_time(AT));
	scratch_append(&s, 60, 70, scratch_time("2026-11-22T00:00:00Z"));
	scratch_put(&s, ".access-a-2026-11-21.seal.tmp", "x", 1);
	cr_expect_not(expect_lines(&s, 0, 70));
	seal(&s);
	cr_expect(scratch_has(&s, "access-a-2026-11-21.log.zst"));
	cr_expect(scratch_has(&s, "access-b-2026-11-21.3.log.zst"));
	cr_expect_not(expect_lines(&s, 0, 70));
	scratch_remove(&s);
}

Test(replay, periods_that_overlap)
{
	static const struct {
		const char *from, *to;
		const char *text;
	} cases[] = {
		{ "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", "line 1\n" },
		{ "2026-11-21T23:59:59Z", "2026-11-22T00:00:01Z",
		    "line 1\nline 2\n" },
		{ "2026-11-22T00:00:00Z", "2026-12-22T00:00:00Z", "line 2\n" },
		{ "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", "" },
	};
	struct scratch s;
	struct inventory inv;
	struct buf b;

	scratch_make(&s);
	scratch_append(&s, 1, 2, scratch_time(AT));
	scratch_append(&s, 2, 3, scratch_time("2026-11-22T13:00:00Z"));
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	inventory_by_time(&inv);
	buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		cr_expect_not(play(&inv, scratch_time(cases[i].from),
		    scratch_time(cases[i].to), &b));
		cr_expect(span_eq(buf_span(&b), span_str(cases[i].text)), "%zu",
		    i);
	}
	buf_release(&b);
	inventory_release(&inv);
	scratch_remove(&s);
}

/* Sealed, with late lines behind, or swept, after it was listed. */
Test(replay, what_happens_meanwhile)
{
	struct scratch s;
	struct inventory inv;
	struct buf b;

	scratch_make(&s);
	scratch_append(&s, 1, 2, scratch_time(AT));
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	buf_init(&b, 1000);
	seal(&s);
	cr_expect_not(play(&inv, INT64_MIN, INT64_MAX, &b));
	cr_expect(span_eq(buf_span(&b), SPAN("line 1\n")));
	buf_reset(&b);
	scratch_append(&s, 2, 3, scratch_time(AT));
	cr_expect_not(play(&inv, INT64_MIN, INT64_MAX, &b));
	cr_expect(span_eq(buf_span(&b), SPAN("line 1\nline 2\n")));
	buf_reset(&b);
	scratch_clear(&s);
	cr_expect_not(play(&inv, INT64_MIN, INT64_MAX, &b));
	cr_expect_eq(b.n, 0);
	buf_release(&b);
	inventory_release(&inv);
	scratch_remove(&s);
}

/* Cut a live segment at every byte: whole frames come, and nobody is told. */
Test(replay, a_torn_tail)
{
	struct scratch s;
	struct buf b;
	size_t first;

	scratch_make(&s);
	scratch_hush();
	scratch_append(&s, 0, 10, scratch_time(AT));
	first = (size_t)scratch_stat(&s, LIVE).st_size;
	scratch_append(&s, 10, 20, scratch_time(AT));
	buf_init(&b, 1 << 16);
	scratch_get(&s, LIVE, &b);
	for (size_t n = first; n <= b.n; n++) {
		scratch_put(&s, LIVE, b.p, n);
		cr_assert_not(expect_lines(&s, 0, n < b.n ? 10 : 20), "%zu", n);
	}
	/* the same is damage in a sealed one */
	scratch_clear(&s);
	scratch_put(&s, SEALED, b.p, b.n - 1);
	cr_expect(expect_lines(&s, 0, 10));
	buf_release(&b);
	scratch_remove(&s);
}

/* A frame that does not decode, in either state: told, and the rest comes. */
Test(replay, a_damaged_frame)
{
	static const char *const names[] = { LIVE, SEALED };
	struct scratch s;
	struct buf b;
	size_t first;

	scratch_make(&s);
	scratch_hush();
	scratch_append(&s, 0, 10, scratch_time(AT));
	first = (size_t)scratch_stat(&s, LIVE).st_size;
	scratch_append(&s, 10, 20, scratch_time(AT));
	buf_init(&b, 1 << 16);
	scratch_get(&s, LIVE, &b);
	scratch_clear(&s);
	b.p[first - 10] ^= 0x55;
	for (size_t i = 0; i < 2; i++) {
		scratch_put(&s, names[i], b.p, b.n);
		cr_expect(expect_lines(&s, 10, 20), "%s", names[i]);
		scratch_clear(&s);
	}
	buf_release(&b);
	scratch_remove(&s);
}

Test(replay, what_is_no_file)
{
	struct scratch s;

	scratch_make(&s);
	scratch_hush();
	scratch_append(&s, 0, 10, scratch_time(AT));
	cr_assert(mkfifoat(s.fd, "access-2026-11-20.live.zst", 0600) == 0);
	cr_assert(symlinkat(LIVE, s.fd, SEALED) == 0);
	cr_expect(expect_lines(&s, 0, 10));
	scratch_remove(&s);
}

static int
refuse(void *arg, struct span s)
{
	(void)s;
	++*(unsigned *)arg;
	errno = EPIPE;
	return (-1);
}

Test(replay, ends_where_out_says_so)
{
	unsigned times = 0;
	struct scratch s;
	struct inventory inv;
	bool lost = true;

	scratch_make(&s);
	scratch_append(&s, 0, 10, scratch_time(AT));
	seal(&s);
	scratch_append(&s, 10, 20, scratch_time(AT));
	scratch_append(&s, 20, 30, scratch_time("2026-11-22T13:00:00Z"));
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	inventory_by_time(&inv);
	cr_expect(replay_run(&(struct replay){ &inv, INT64_MIN, INT64_MAX,
				 { refuse, &times } },
		      &lost) == -1);
	cr_expect(errno == EPIPE && times == 1 && !lost);
	inventory_release(&inv);
	scratch_remove(&s);
}

enum { ROUNDS = 300 };

/* Round after round a live segment with one line, which then is sealed; of
 * ${classes} classes in turn. */
static void
churn(const struct scratch *s, const struct buf *frames, unsigned classes)
{
	const struct timespec pause = { 0, 2000000 };
	char live[SEGMENT_NAME_MAX], name[SEGMENT_NAME_MAX];
	struct segment seg;

	cr_assert(segment_parse(SPAN(SEALED), &seg));
	for (unsigned i = 1; i < ROUNDS; i++) {
		seg.class[0] = (char)(i % classes == 0 ? '\0' : 'a');
		seg.state = SEGMENT_LIVE;
		segment_name(&seg, live);
		seg.state = SEGMENT_SEALED;
		seg.serial = (i - 1) / classes + 1;
		segment_name(&seg, name);
		scratch_put(s, "tmp", frames[i].p, frames[i].n);
		rename_to(s, "tmp", live);
		(void)nanosleep(&pause, NULL);
		rename_to(s, live, name);
	}
}

/* The highest line in ${l}. */
static unsigned
highest(const struct scratch_lines *l)
{
	unsigned last = 0;

	for (unsigned i = 1; i < ROUNDS; i++)
		last = l->seen[i] > 0 ? i : last;
	return (last);
}

/*
 * Each line once, whatever is renamed between looking and reading. What was
 * seen before is seen again, with all that is older.
 */
static void
seal_and_read(unsigned classes)
{
	struct scratch s;
	struct buf frames[ROUNDS], got;
	struct zframe *z = zframe_new(1);
	unsigned before = 0, times = 0;
	pid_t pid;

	scratch_make(&s);
	buf_init(&got, 1 << 16);
	for (unsigned i = 1; i < ROUNDS; i++) {
		buf_init(&frames[i], 1000);
		buf_reset(&got);
		buf_addf(&got, "line %u\n", i);
		cr_assert(zframe_compress(z, buf_span(&got), &frames[i]) == 0);
	}
	cr_assert((pid = fork()) != -1);
	if (pid == 0) {
		churn(&s, frames, classes);
		_exit(0);
	}
	while (before < ROUNDS - 1) {
		static struct scratch_lines l;
		struct inventory inv;

		l = (struct scratch_lines){ .total = 0 };
		buf_reset(&got);
		cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
		inventory_by_time(&inv);
		cr_assert_not(play(&inv, INT64_MIN, INT64_MAX, &got));
		inventory_release(&inv);
		scratch_count(buf_span(&got), &l);
		for (unsigned i = 1; i < ROUNDS; i++)
			cr_assert(l.seen[i] == 1 ||
				(l.seen[i] == 0 && i > before),
			    "line %u of %u: %u times", i, before, l.seen[i]);
		cr_assert(classes > 1 || highest(&l) == l.total);
		before = highest(&l);
		times++;
	}
	cr_expect(times > 10);
	cr_assert(waitpid(pid, NULL, 0) == pid);
	for (unsigned i = 1; i < ROUNDS; i++)
		buf_release(&frames[i]);
	buf_release(&got);
	zframe_free(z);
	scratch_remove(&s);
}

Test(replay, sealed_at_any_moment)
{
	seal_and_read(1);
}

Test(replay, classes_sealed_at_any_moment)
{
	seal_and_read(2);
}
