/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <signal.h>

#include "unit/place_fixture.h"
#include "unit/props.h"

static const struct place_row before[] = {
	{ "10.0.0.0", 8, "NL" },
	{ NULL, 0, NULL },
};

static const struct place_row after[] = {
	{ "10.0.0.0", 8, "BE" },
	{ NULL, 0, NULL },
};

/* Long after any file of the test was written. */
static const int64_t later = INT64_C(1) << 40;

static void
put_good(const struct scratch *s, const struct place_row *rows)
{
	struct mmdbwriter *w = mmdbwriter_new(4, 24, MMDBWRITER_GEOIP);

	place_rows(w, rows);
	place_file(s, "db", w);
}

static const char *
ten(const struct place_db *p)
{
	return (place_name(p, GEO_COUNTRY, "10.2.3.4"));
}

/* What is warned of goes to the file `said`. */
static void
listen(const struct scratch *s)
{
	const int fd =
	    openat(s->fd, "said", O_WRONLY | O_CREAT | O_APPEND, 0600);

	cr_assert(fd != -1 && dup2(fd, STDERR_FILENO) != -1);
	close(fd);
}

static unsigned
lines_said(const struct scratch *s)
{
	unsigned n = 0;
	struct buf b;

	buf_init(&b, 1 << 20);
	scratch_get(s, "said", &b);
	for (size_t i = 0; i < b.n; i++)
		n += b.p[i] == '\n';
	buf_release(&b);
	return (n);
}

Test(place, a_new_file_is_taken_within_ten_seconds)
{
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	put_good(&s, before);
	p = place_good(&s, "db", GEO_COUNTRY);
	cr_expect_not(place_refresh(p, later));
	put_good(&s, after);
	cr_expect_not(place_refresh(p, later + 9));
	cr_expect_str_eq(ten(p), "NL");
	cr_expect(place_refresh(p, later + 10));
	cr_expect_str_eq(ten(p), "BE");
	cr_expect_not(place_refresh(p, later + 20));
	/* The clock was put back. */
	put_good(&s, before);
	cr_expect(place_refresh(p, later - 1000));
	cr_expect_str_eq(ten(p), "NL");
	place_close(p);
	scratch_remove(&s);
}

Test(place, a_file_that_is_being_written_is_left_alone)
{
	struct scratch s;
	struct place_db *p;
	int64_t written;

	scratch_make(&s);
	listen(&s);
	put_good(&s, before);
	p = place_good(&s, "db", GEO_COUNTRY);
	scratch_put(&s, "db", "half of it", 10);
	written = scratch_stat(&s, "db").st_mtim.tv_sec;
	cr_expect_not(place_refresh(p, written));
	cr_expect_eq(lines_said(&s), 0);
	put_good(&s, after);
	written = scratch_stat(&s, "db").st_mtim.tv_sec;
	cr_expect(place_refresh(p, written + 10));
	cr_expect_str_eq(ten(p), "BE");
	cr_expect_eq(lines_said(&s), 0);
	place_close(p);
	scratch_remove(&s);
}

Test(place, a_broken_file_is_warned_of_once)
{
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	listen(&s);
	put_good(&s, before);
	p = place_good(&s, "db", GEO_COUNTRY);
	for (int i = 0; i < 5; i++) {
		scratch_put(&s, "new", "no database", 11);
		if (i == 0)
			cr_assert(renameat(s.fd, "new", s.fd, "db") == 0);
		cr_expect_not(place_refresh(p, later + i * 10));
		cr_expect_eq(lines_said(&s), 1);
		cr_expect_str_eq(ten(p), "NL");
	}
	/* Another one. */
	scratch_put(&s, "db", "no database either", 18);
	cr_expect_not(place_refresh(p, later + 100));
	cr_expect_eq(lines_said(&s), 2);
	put_good(&s, after);
	cr_expect(place_refresh(p, later + 200));
	cr_expect_eq(lines_said(&s), 2);
	cr_expect_str_eq(ten(p), "BE");
	place_close(p);
	scratch_remove(&s);
}

Test(place, a_file_that_went_is_warned_of_once)
{
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	listen(&s);
	put_good(&s, before);
	p = place_good(&s, "db", GEO_COUNTRY);
	cr_assert(unlinkat(s.fd, "db", 0) == 0);
	cr_expect_not(place_refresh(p, later));
	cr_expect_eq(lines_said(&s), 0);
	for (int i = 1; i < 5; i++) {
		cr_expect_not(place_refresh(p, later + i * 10));
		cr_expect_eq(lines_said(&s), 1);
	}
	cr_expect_str_eq(ten(p), "NL");
	put_good(&s, after);
	cr_expect(place_refresh(p, later + 100));
	cr_expect_str_eq(ten(p), "BE");
	place_close(p);
	scratch_remove(&s);
}

/* Shorter, garbage, nothing: what the library mapped would be gone. */
Test(place, truncation_in_place_does_no_harm)
{
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	scratch_hush();
	put_good(&s, before);
	p = place_good(&s, "db", GEO_COUNTRY);
	scratch_put(&s, "db", "", 0);
	cr_expect_str_eq(ten(p), "NL");
	scratch_put(&s, "db", "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
	cr_expect_str_eq(ten(p), "NL");
	cr_expect_not(place_refresh(p, later));
	cr_expect_str_eq(ten(p), "NL");
	place_close(p);
	scratch_remove(&s);
}

/* In the other process; the first one sees how it ended. */
static void
must(bool done)
{
	if (!done)
		_exit(1);
}

/* Do to the database what must not be done to it, until killed. */
static void
mistreat(const struct scratch *s, const struct buf good[static 2])
{
	struct props_random r = { 3 };
	static char garbage[8192];

	for (;;) {
		const struct buf *b = &good[props_draw(&r, 2)];
		const int fd = openat(s->fd, "db", O_WRONLY);
		const off_t at = (off_t)props_draw(&r, b->n);

		switch (props_draw(&r, 5)) {
		case 0:
			must(ftruncate(fd, at) == 0);
			break;
		case 1:
			for (size_t i = 0; i < sizeof(garbage); i++)
				garbage[i] = (char)props_draw(&r, 256);
			must(pwrite(fd, garbage, sizeof(garbage), at) > 0);
			break;
		case 2:
			must(ftruncate(fd, 0) == 0);
			must(pwrite(fd, b->p, b->n, 0) > 0);
			break;
		default:
			scratch_put(s, "next", b->p, b->n);
			must(renameat(s->fd, "next", s->fd, "db") == 0);
		}
		close(fd);
	}
}

/* NL or BE with thousands of networks around it. */
static void
large(const struct scratch *s, const struct place_row *rows, struct buf *b)
{
	struct mmdbwriter *w = mmdbwriter_new(6, 28, MMDBWRITER_GEOIP);
	struct addr a = place_addr("100.64.0.0");

	for (unsigned i = 0; i < 5000; i++) {
		mmdbwriter_add(w, &a, 30, i % 3 == 0 ? "DE" : "FR");
		(void)addr_next(&a, 30, 0);
	}
	place_rows(w, rows);
	place_file(s, "db", w);
	buf_init(b, 1 << 24);
	scratch_get(s, "db", b);
}

Test(place, replaced_under_load)
{
	unsigned swapped = 0, opened = 0;
	struct buf good[2];
	struct scratch s;
	struct place_db *p;
	int status;
	pid_t child;

	scratch_make(&s);
	scratch_hush();
	large(&s, before, &good[0]);
	large(&s, after, &good[1]);
	p = place_good(&s, "db", GEO_COUNTRY);
	cr_assert((child = fork()) != -1);
	if (child == 0) {
		mistreat(&s, good);
		_exit(0);
	}
	for (int i = 0; i < 4000 || (swapped < 50 && i < 1000000); i++) {
		char why[PLACE_WHY];
		struct place_db *q;
		unsigned bits;
		struct addr a = place_addr("100.64.0.0");

		swapped += place_refresh(p, later + i * INT64_C(10));
		for (int k = 0; k < 50; k++) {
			a.b[2] = (uint8_t)(k * 5);
			(void)place_find(p, &a, &bits);
		}
		/* And one that is opened whatever is there. */
		if (i % 8 == 0) {
			q = place_try(&s, "db", GEO_COUNTRY, why);
			opened += q != NULL;
			place_close(q);
		}
	}
	cr_assert(kill(child, SIGKILL) == 0);
	cr_assert(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
	cr_expect(swapped >= 50 && opened > 5, "%u swapped, %u opened", swapped,
	    opened);
	put_good(&s, before);
	cr_expect(place_refresh(p, later * 2));
	cr_expect_str_eq(ten(p), "NL");
	place_close(p);
	buf_release(&good[0]);
	buf_release(&good[1]);
	scratch_remove(&s);
}
