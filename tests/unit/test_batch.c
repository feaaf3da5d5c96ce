/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include "base/zwalk.h"
#include "model/segscan.h"

static void
tz(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

Test(batch, plain_text_is_one_part_as_it_is)
{
	const struct output o = { .level = 3 };
	struct batch *b = batch_new(&o);
	const struct part *p;
	size_t n;

	cr_assert(b != NULL);
	scratch_finish(b);
	(void)batch_parts(b, &n);
	cr_expect_eq(n, 0);
	scratch_fill(b, 1, 3, 0);
	scratch_fill(b, 3, 4, 9999999);
	scratch_finish(b);
	p = batch_parts(b, &n);
	cr_assert_eq(n, 1);
	cr_expect(span_eq(p->bytes, SPAN("line 1\nline 2\nline 3\n")));
	cr_expect_eq(p->lines, 3);
	batch_free(b);
	batch_free(NULL);
}

Test(batch, zstd_is_one_frame)
{
	const struct output o = { .zstd = true, .level = 3 };
	struct scratch s;
	struct batch *b = batch_new(&o);
	const struct part *p;
	struct buf out;
	size_t n;

	scratch_make(&s);
	buf_init(&out, 1 << 20);
	scratch_fill(b, 0, 100, 0);
	scratch_finish(b);
	p = batch_parts(b, &n);
	cr_assert(n == 1 && p->lines == 100);
	scratch_put(&s, "out.zst", p->bytes.p, p->bytes.n);
	cr_expect(memcmp(p->bytes.p, "\x28\xb5\x2f\xfd", 4) == 0);
	scratch_expect(&s, 100, "frame");
	buf_release(&out);
	batch_free(b);
	scratch_remove(&s);
}

static const struct {
	const char *at;
	const char *day;
} parts[] = {
	{ "2026-03-28T22:59:59Z", "2026-03-27T23:00:00Z" },
	{ "2026-03-28T23:00:00Z", "2026-03-28T23:00:00Z" },
	{ "2026-03-29T21:59:59Z", "2026-03-28T23:00:00Z" },
	{ "2026-03-28T12:00:00Z", "2026-03-27T23:00:00Z" },
	{ "2025-01-01T12:00:00Z", "2024-12-31T23:00:00Z" },
};

/* The parts of the fixture, in the order of their first lines. */
static void
check_parts(const struct part *p, size_t n)
{
	cr_assert_eq(n, 3);
	cr_expect_eq(p[0].period.start, scratch_time(parts[0].day));
	cr_expect_eq(p[1].period.start, scratch_time(parts[1].day));
	cr_expect_eq(p[2].period.start, scratch_time(parts[4].day));
	cr_expect(p[0].lines == 2 && p[1].lines == 2 && p[2].lines == 1);
}

Test(batch, a_part_a_period)
{
	struct scratch s;
	struct output o;
	struct batch *b;
	const struct part *p;
	struct tally t;
	struct segmeta m;
	size_t n;
	int fd;

	scratch_make(&s);
	tz("Europe/Amsterdam");
	o = scratch_output(&s);
	b = batch_new(&o);
	for (unsigned i = 0; i < 5; i++)
		scratch_fill(b, i, i + 1, scratch_time(parts[i].at));
	tally_init(&t);
	t.verdict[VERDICT_CLEAN] = 5;
	t.verdict[VERDICT_LEAK] = 2;
	cr_assert(batch_finish(b, &t) == 0);
	p = batch_parts(b, &n);
	check_parts(p, n);
	scratch_put(&s, "a", p[0].bytes.p, p[0].bytes.n);
	fd = openat(s.fd, "a", O_RDONLY);
	cr_expect(segscan_appends(fd, &m) == 1);
	close(fd);
	cr_expect(m.lines == 2 && m.withheld[VERDICT_LEAK] == 2 &&
	    m.withheld[VERDICT_CLEAN] == 0);
	cr_expect_eq(m.oldest, scratch_time(parts[3].at));
	cr_expect_eq(m.newest, scratch_time(parts[0].at));
	scratch_put(&s, "b", p[1].bytes.p, p[1].bytes.n);
	scratch_put(&s, "c", p[2].bytes.p, p[2].bytes.n);
	scratch_expect(&s, 5, "parts");
	batch_free(b);
	scratch_remove(&s);
}

/* A used batch gives the same bytes as a new one. */
Test(batch, the_same_again)
{
	const struct output o = { .dir = "x",
		.rotate = PERIOD_HOUR,
		.level = 3 };
	struct batch *used = batch_new(&o), *b = batch_new(&o);
	const struct part *p, *q;
	size_t n, k;

	tz("UTC");
	for (unsigned i = 0; i < 300; i++)
		scratch_fill(used, i, i + 2, (int64_t)i * 3600);
	scratch_finish(used);
	(void)batch_parts(used, &n);
	cr_expect_eq(n, 300);
	batch_reset(used);
	for (unsigned i = 0; i < 50; i++) {
		scratch_fill(used, i, i + 20, (int64_t)(i * 7 % 50) * 1800);
		scratch_fill(b, i, i + 20, (int64_t)(i * 7 % 50) * 1800);
	}
	scratch_finish(used);
	scratch_finish(b);
	p = batch_parts(used, &n);
	q = batch_parts(b, &k);
	cr_assert_eq(n, k);
	for (size_t i = 0; i < n; i++)
		cr_expect(span_eq(p[i].bytes, q[i].bytes) &&
		    p[i].period.start == q[i].period.start &&
		    p[i].lines == q[i].lines);
	batch_free(used);
	batch_free(b);
}

/* Who appends next must not find itself on our last line. */
Test(batch, a_last_line_without_its_end)
{
	const struct output o = { .dir = "x", .level = 3 };
	struct batch *b = batch_new(&o);
	struct scratch s;
	struct clean c = { .time = 0 };
	const struct part *p;
	size_t n;

	scratch_make(&s);
	buf_init(&c.text, 100);
	buf_addspan(&c.text, SPAN("line 0"));
	cr_assert(
	    batch_add(b, &c, &(struct destination){ SPAN(""), SPAN("") }) == 0);
	scratch_finish(b);
	p = batch_parts(b, &n);
	scratch_put(&s, "a", p->bytes.p, p->bytes.n);
	scratch_expect(&s, 1, "line");
	buf_release(&c.text);
	batch_free(b);
	scratch_remove(&s);
}

/* Add one line to ${b}, of the stream and class. */
static void
add_to(struct batch *b, const char *stream, const char *class, unsigned number)
{
	const struct destination to = { span_str(stream), span_str(class) };
	struct clean c = { .time = (int64_t)(number % 3) * 86400 };

	buf_init(&c.text, 100);
	buf_addf(&c.text, "line %u\n", number);
	cr_assert(batch_add(b, &c, &to) == 0);
	buf_release(&c.text);
}

static void
expect_part(const struct part *p, const char *stream, const char *class,
    size_t lines)
{
	cr_expect_str_eq(p->stream, stream);
	cr_expect_str_eq(p->class, class);
	cr_expect_eq(p->lines, lines, "%s %s: %zu lines", stream, class,
	    p->lines);
}

/* In the order of their first lines. */
Test(batch, a_part_a_stream_class_and_period)
{
	const struct output o = { .dir = "x",
		.streams = true,
		.rotate = PERIOD_DAY,
		.level = 3 };
	struct batch *b = batch_new(&o);
	const struct part *p;
	size_t n;

	tz("UTC");
	for (unsigned i = 0; i < 2; i++) {
		add_to(b, "b.example", "", 0);
		add_to(b, "a.example", "contact", 0);
		add_to(b, "a.example", "", 0);
		add_to(b, "a.example", "", 1);
		add_to(b, "", "", 0);
		add_to(b, "", "contact", 0);
		add_to(b, "b.example", "", 0);
	}
	scratch_finish(b);
	p = batch_parts(b, &n);
	cr_assert_eq(n, 6);
	expect_part(&p[0], "b.example", "", 4);
	expect_part(&p[1], "a.example", "contact", 2);
	expect_part(&p[2], "a.example", "", 2);
	expect_part(&p[3], "a.example", "", 2);
	expect_part(&p[4], "", "", 2);
	expect_part(&p[5], "", "contact", 2);
	cr_expect(p[2].period.start == 0 && p[3].period.start == 86400);
	batch_free(b);
}

/* What one chunk may hold, and a bound on it. */
static void
fill_with_vhosts(struct batch *b, unsigned from, unsigned to)
{
	char name[64];

	for (unsigned i = from; i < to; i++) {
		(void)snprintf(name, sizeof(name), "v%u.example.org", i);
		add_to(b, name, "", i * 3);
	}
}

Test(batch, ten_thousand_vhosts)
{
	const struct output o = { .dir = "x",
		.streams = true,
		.rotate = PERIOD_DAY,
		.level = 1 };
	struct batch *b = batch_new(&o);
	const struct part *p;
	size_t n;

	tz("UTC");
	for (unsigned round = 0; round < 2; round++) {
		batch_reset(b);
		fill_with_vhosts(b, 0, 10000);
		fill_with_vhosts(b, 0, 10000);
		add_to(b, "", "", 0);
		scratch_finish(b);
		p = batch_parts(b, &n);
		cr_assert_eq(n, 8192 + 2);
		expect_part(&p[0], "v0.example.org", "", 2);
		expect_part(&p[8191], "v8191.example.org", "", 2);
		expect_part(&p[8192], "_other", "", 2 * (10000 - 8192));
		expect_part(&p[8193], "", "", 1);
	}
	/* A small one after it is as one in a new batch. */
	batch_reset(b);
	fill_with_vhosts(b, 9990, 10000);
	scratch_finish(b);
	p = batch_parts(b, &n);
	cr_assert_eq(n, 10);
	expect_part(&p[0], "v9990.example.org", "", 1);
	batch_free(b);
}
