/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <inttypes.h>

#include "retain/ledger.h"
#include "unit/props.h"

enum { NOW = 1795305600, LINES = 12 };

static struct ledgerline_entry
deletion(const char *file)
{
	return ((struct ledgerline_entry){ .op = LEDGERLINE_DELETE,
	    .at = NOW,
	    .file = file,
	    .oldest = NOW - 86400,
	    .expired = NOW,
	    .keep = { KEEP_MONTHS, 14 },
	    .bytes = 123,
	    .lines = 9,
	    .counted = true });
}

/* Add ${n} entries, no two alike. */
static void
grow(const struct scratch *s, unsigned n)
{
	struct ledger l;

	cr_assert(ledger_open(&l, s->fd, NOW) == 0);
	for (unsigned i = 0; i < n; i++) {
		char name[32];
		struct ledgerline_entry e = deletion(name);

		(void)snprintf(name, sizeof(name), "file-%" PRIu64,
		    l.last.n + 1);
		e.at += i;
		cr_assert(ledger_add(&l, &e) == 0);
	}
	cr_assert(ledger_close(&l) == 0);
}

static struct ledger_check
check(const struct scratch *s)
{
	struct ledger_check c;
	const int rc = ledger_verify(s->fd, &c);

	cr_expect_eq(rc, c.bad != 0);
	cr_expect_eq(c.bad != 0, c.why != NULL);
	return (c);
}

Test(ledger, what_a_line_is)
{
	/* The hashes are of sha256sum(1). */
	static const char want[] =
	    "{\"n\":1,\"at\":\"2026-11-22T00:00:00Z\",\"op\":\"hold\","
	    "\"name\":\"case-1\",\"prev\":\""
	    "0000000000000000000000000000000000000000000000000000000000000000"
	    "\",\"hash\":\""
	    "89374956cdf8c2bdd4e4827c01221ea46b9cc51e015be3ba38e029790267d603"
	    "\"}\n"
	    "{\"n\":2,\"at\":\"2026-11-22T00:00:00Z\",\"op\":\"delete\","
	    "\"file\":\"access-2025-02-01.log.zst\","
	    "\"oldest\":\"2025-02-01T00:00:00Z\",\"bytes\":0,\"lines\":0,"
	    "\"keep\":\"14 months\",\"expired\":\"2026-04-01T00:00:00Z\","
	    "\"prev\":\""
	    "89374956cdf8c2bdd4e4827c01221ea46b9cc51e015be3ba38e029790267d603"
	    "\",\"hash\":\""
	    "f16797032ef7fe2b5c9ef7201a6abf755ffb2ecdda448e1b33cd5571e31f6d01"
	    "\"}\n";
	const struct ledgerline_entry hold = { .op = LEDGERLINE_HOLD,
		.at = NOW,
		.name = "case-1" };
	struct ledgerline_entry gone = deletion("access-2025-02-01.log.zst");
	struct ledgerline l, read;
	struct buf b;

	gone.oldest = scratch_time("2025-02-01T00:00:00Z");
	gone.expired = scratch_time("2026-04-01T00:00:00Z");
	gone.bytes = gone.lines = 0;
	buf_init(&b, 4096);
	ledgerline_first(&l);
	cr_expect(ledgerline_write(&hold, &l, &b) == 0);
	cr_expect(ledgerline_write(&gone, &l, &b) == 0);
	cr_expect(span_eq(buf_span(&b), span_str(want)), "%.*s", (int)b.n, b.p);
	b.n--;
	cr_expect(ledgerline_read(span_from(buf_span(&b),
				      span_index(buf_span(&b), '\n') + 1),
		      &read) == NULL);
	cr_expect(read.n == 2 && read.at == NOW && read.swept && !read.broken);
	cr_expect_str_eq(read.hash, l.hash);
	buf_release(&b);
}

Test(ledger, grows_and_is_whole)
{
	struct scratch s;
	struct ledger_check c;

	scratch_make(&s);
	cr_expect_eq(check(&s).lines, 0);
	for (unsigned i = 1; i <= 3; i++) {
		grow(&s, LINES);
		c = check(&s);
		cr_expect(c.bad == 0 && c.lines == (uint64_t)i * LINES);
		cr_expect_eq(strlen(c.hash), LEDGERLINE_HASH);
	}
	cr_expect_eq(scratch_stat(&s, LEDGER_NAME).st_mode & 0777, 0640);
	scratch_remove(&s);
}

/* The text of the ledger, in lines. */
struct chain {
	struct buf b;
	struct span line[LINES]; /* with its newline */
};

static void
take(const struct scratch *s, struct chain *t)
{
	struct span left;

	buf_init(&t->b, 1 << 20);
	scratch_get(s, LEDGER_NAME, &t->b);
	left = buf_span(&t->b);
	for (unsigned i = 0; i < LINES; i++) {
		const size_t n = span_index(left, '\n') + 1;

		cr_assert(n <= left.n);
		t->line[i] = span_make(left.p, n);
		left = span_from(left, n);
	}
	cr_assert_eq(left.n, 0);
}

static void
expect_bad(const struct scratch *s, const struct buf *b, uint64_t line,
    const char *what)
{
	struct ledger_check c;

	scratch_put(s, LEDGER_NAME, b->p, b->n);
	c = check(s);
	cr_expect_eq(c.bad, line, "%s: line %" PRIu64 ", not %" PRIu64, what,
	    c.bad, line);
}

/* The lines as ${order} has them; LINES ends it. */
static void
put_order(const struct scratch *s, const struct chain *t, const unsigned *order,
    uint64_t bad, const char *what)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (; *order < LINES; order++)
		buf_addspan(&b, t->line[*order]);
	expect_bad(s, &b, bad, what);
	buf_release(&b);
}

Test(ledger, a_line_dropped_doubled_or_moved_is_found)
{
	struct scratch s;
	struct chain t;

	scratch_make_in_memory(&s);
	grow(&s, LINES);
	take(&s, &t);
	for (unsigned i = 0; i < LINES; i++) {
		unsigned drop[LINES + 2], twice[LINES + 2], move[LINES + 1];
		unsigned nd = 0, nt = 0;

		for (unsigned j = 0; j < LINES; j++) {
			if (j != i)
				drop[nd++] = j;
			twice[nt++] = j;
			if (j == i)
				twice[nt++] = j;
		}
		drop[nd] = twice[nt] = move[LINES] = LINES;
		put_order(&s, &t, drop, i + 1, "dropped");
		put_order(&s, &t, twice, i + 2, "doubled");
		for (unsigned k = 0; k < i; k++) {
			for (unsigned j = 0; j < LINES; j++)
				move[j] = j;
			move[i] = k;
			move[k] = i;
			put_order(&s, &t, move, k + 1, "swapped");
		}
		/* and the ends: only the first i lines, only those behind */
		put_order(&s, &t, move + LINES, 1, "emptied");
		for (unsigned j = 0; j < LINES; j++)
			move[j] = j;
		move[i] = LINES;
		put_order(&s, &t, move, i + 1, "cut short");
		if (i > 0) {
			move[i] = i;
			put_order(&s, &t, move + i, 1, "beheaded");
		}
	}
	scratch_put(&s, LEDGER_NAME, t.b.p, t.b.n);
	cr_expect_eq(check(&s).bad, 0);
	cr_expect(unlinkat(s.fd, LEDGER_NAME, 0) == 0);
	cr_expect_eq(check(&s).bad, 1, "the file is gone");
	buf_release(&t.b);
	scratch_remove(&s);
}

/* Each byte in turn is changed, taken out, doubled, or is the last. */
Test(ledger, a_changed_byte_is_found)
{
	struct props_random r = { 7 };
	struct scratch s;
	struct chain t;
	unsigned line = 0;

	scratch_make_in_memory(&s);
	grow(&s, LINES);
	take(&s, &t);
	for (size_t i = 0; i < t.b.n; i++) {
		struct buf b;
		char c;

		buf_init(&b, 1 << 20);
		while (t.b.p + i >= t.line[line].p + t.line[line].n)
			line++;
		buf_addspan(&b, buf_span(&t.b));
		do {
			c = (char)props_draw(&r, 256);
		} while (c == t.b.p[i]);
		b.p[i] = c;
		expect_bad(&s, &b, line + 1, "changed");
		buf_reset(&b);
		buf_add(&b, t.b.p, i);
		expect_bad(&s, &b, line + 1, "cut off");
		buf_addspan(&b, span_from(buf_span(&t.b), i + 1));
		expect_bad(&s, &b, line + 1, "taken out");
		buf_reset(&b);
		buf_add(&b, t.b.p, i + 1);
		buf_addspan(&b, span_from(buf_span(&t.b), i));
		/* a newline that is doubled is an empty line behind it */
		expect_bad(&s, &b, line + 1 + (t.b.p[i] == '\n'), "doubled");
		buf_release(&b);
	}
	buf_release(&t.b);
	scratch_remove(&s);
}

/* The head is of a line that is there, or says so. */
Test(ledger, a_changed_head_is_found)
{
	struct props_random r = { 9 };
	struct scratch s;
	struct buf b;

	scratch_make_in_memory(&s);
	grow(&s, LINES);
	buf_init(&b, 1 << 20);
	scratch_get(&s, LEDGER_HEAD, &b);
	for (size_t i = 0; i < b.n; i++) {
		const char was = b.p[i];

		while (b.p[i] == was)
			b.p[i] = (char)props_draw(&r, 256);
		scratch_put(&s, LEDGER_HEAD, b.p, b.n);
		cr_expect_neq(check(&s).bad, 0, "byte %zu", i);
		scratch_put(&s, LEDGER_HEAD, b.p, i);
		cr_expect_neq(check(&s).bad, 0, "cut off at %zu", i);
		b.p[i] = was;
	}
	scratch_put(&s, LEDGER_HEAD, b.p, b.n);
	cr_expect_eq(check(&s).bad, 0);
	buf_release(&b);
	scratch_remove(&s);
}

/* What was missing stays on record when the ledger is written to again. */
Test(ledger, missing_lines_do_not_heal)
{
	struct ledger_check c;
	struct scratch s;
	struct chain t;

	scratch_make(&s);
	grow(&s, LINES);
	take(&s, &t);
	for (unsigned left = 0; left < LINES; left += 3) {
		struct buf b;

		buf_init(&b, 1 << 20);
		for (unsigned i = 0; i < left; i++)
			buf_addspan(&b, t.line[i]);
		scratch_put(&s, LEDGER_NAME, b.n == 0 ? "" : b.p, b.n);
		grow(&s, 3);
		cr_expect_eq(check(&s).bad, left + 1);
		grow(&s, 3);
		c = check(&s);
		cr_expect_eq(c.bad, left + 1);
		cr_expect_str_eq(c.why,
		    "lines before it were missing or damaged");
		scratch_clear(&s);
		grow(&s, LINES);
		buf_release(&b);
	}
	buf_release(&t.b);
	/* nor does a last line that is none */
	scratch_put(&s, LEDGER_NAME, "{}\n", 3);
	grow(&s, 2);
	cr_expect_eq(check(&s).bad, 1);
	scratch_remove(&s);
}

/* A line torn by a crash is cut off, which is noted, and is no fault. */
Test(ledger, a_torn_line_is_cut_off)
{
	struct scratch s;
	struct buf b;
	int fd;

	scratch_make(&s);
	grow(&s, 3);
	fd = openat(s.fd, LEDGER_NAME, O_WRONLY | O_APPEND);
	cr_assert(fd != -1 && fd_write(fd, "{\"n\":4,\"at", 10) == 0);
	close(fd);
	cr_expect_eq(check(&s).bad, 4);
	grow(&s, 1);
	cr_expect(check(&s).bad == 0 && check(&s).lines == 5);
	buf_init(&b, 1 << 20);
	scratch_get(&s, LEDGER_NAME, &b);
	cr_expect(
	    span_find(buf_span(&b), SPAN("\"op\":\"cut\",\"lost\":10,")) < b.n);
	buf_release(&b);
	scratch_remove(&s);
}

Test(ledger, remembers)
{
	struct ledgerline_entry e = deletion("file-2");
	const struct ledgerline_entry hold = { .op = LEDGERLINE_HOLD,
		.at = NOW + 999,
		.name = "x" };
	struct scratch s;
	struct ledger l;

	scratch_make(&s);
	cr_assert(ledger_open(&l, s.fd, NOW) == 0);
	cr_expect_eq(ledger_swept(&l), INT64_MIN);
	cr_expect(ledger_add(&l, &hold) == 0 && ledger_close(&l) == 0);
	cr_assert(ledger_open(&l, s.fd, NOW) == 0);
	cr_expect_eq(ledger_swept(&l), INT64_MIN, "a hold is no sweep");
	cr_expect(ledger_close(&l) == 0);
	grow(&s, 3);
	cr_assert(ledger_open(&l, s.fd, NOW) == 0);
	cr_expect(ledger_add(&l, &hold) == 0 && ledger_close(&l) == 0);
	cr_assert(ledger_open(&l, s.fd, NOW) == 0);
	cr_expect_eq(ledger_swept(&l), NOW + 2);
	cr_expect(ledger_has(&l, &e));
	e.bytes++;
	cr_expect_not(ledger_has(&l, &e));
	e.bytes--;
	e.oldest++;
	cr_expect_not(ledger_has(&l, &e));
	cr_expect(ledger_close(&l) == 0);
	scratch_remove(&s);
}

/* What is no file of ours is not written to, nor followed. */
Test(ledger, another_thing_of_that_name)
{
	struct scratch s, other;
	struct ledger l;

	scratch_make(&s);
	scratch_make(&other);
	scratch_put(&other, "precious", "", 0);
	cr_assert(symlinkat(other.path, s.fd, LEDGER_NAME) == 0);
	cr_expect(ledger_open(&l, s.fd, NOW) == -1);
	scratch_clear(&s);
	cr_assert(linkat(other.fd, "precious", s.fd, LEDGER_NAME, 0) == 0);
	cr_expect(ledger_open(&l, s.fd, NOW) == -1);
	scratch_clear(&s);
	cr_assert(mkfifoat(s.fd, LEDGER_NAME, 0600) == 0);
	cr_expect(ledger_open(&l, s.fd, NOW) == -1);
	cr_expect_eq(scratch_stat(&other, "precious").st_size, 0);
	scratch_remove(&s);
	scratch_remove(&other);
}

/* Several at once: one chain. */
Test(ledger, many_writers)
{
	enum { WRITERS = 6, EACH = 5 };
	struct scratch s;
	int status;

	scratch_make(&s);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0) {
			for (int j = 0; j < EACH; j++)
				grow(&s, 1);
			_exit(0);
		}
	for (int i = 0; i < WRITERS; i++)
		cr_assert(wait(&status) != -1 && status == 0);
	cr_expect(check(&s).bad == 0);
	cr_expect_eq(check(&s).lines, WRITERS * EACH);
	scratch_remove(&s);
}
