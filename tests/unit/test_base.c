/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fd.h"
#include "base/regex.h"
#include "base/span.h"
#include "unit/guard.h"

Test(span, compares_and_finds)
{
	const struct span s = SPAN("a.b.c");

	cr_assert(span_eq(s, span_str("a.b.c")));
	cr_assert(span_eq(span_make(NULL, 0), SPAN("")));
	cr_assert(!span_eq(s, SPAN("a.b.d")));
	cr_assert(span_starts(s, SPAN("a.b")) && !span_starts(s, SPAN(".")));
	cr_assert(span_ends(s, SPAN(".c")) && !span_ends(s, SPAN("xa.b.c")));
	cr_assert(span_caseeq(SPAN("ReFerer"), SPAN("rEferer")));
	cr_assert(!span_caseeq(SPAN("a["), SPAN("a{")));
	cr_assert(span_index(s, '.') == 1 && span_index(s, 'x') == s.n);
	cr_assert(span_find(s, SPAN(".c")) == 3);
	cr_assert(span_find(s, SPAN("")) == s.n);
	cr_assert(span_find(SPAN("ab"), SPAN("abc")) == 2);
	cr_assert(span_eq(span_trim(SPAN(" \tx y\r\n")), SPAN("x y")));
	cr_assert(span_trim(SPAN("  ")).n == 0);
}

Test(span, numbers)
{
	unsigned long long v = 7;

	cr_assert(span_number(guard_str("0042"), 100, &v) && v == 42);
	cr_assert(!span_number(guard_str("101"), 100, &v) && v == 42);
	cr_assert(!span_number(guard_str(""), 100, &v));
	cr_assert(!span_number(guard_str("-1"), 100, &v));
	cr_assert(!span_number(guard_str("1 "), 100, &v));
	cr_assert(!span_number(guard_str("18446744073709551616"), ~0ULL, &v));
}

Test(buf, latches_its_failure)
{
	struct buf b;

	buf_init(&b, 10);
	buf_add(&b, "12345678", 8);
	cr_assert(!b.failed);
	buf_add(&b, "abc", 3);
	cr_assert(b.failed && b.n == 8);
	buf_addc(&b, 'x');
	cr_assert(b.n == 8);
	buf_reset(&b);
	buf_add(&b, "1234567890", 10);
	cr_assert(!b.failed && b.n == 10);
	buf_release(&b);
	cr_assert(b.p == NULL && b.n == 0);
}

Test(buf, formats_and_escapes)
{
	struct buf b;

	buf_init(&b, 4096);
	buf_addf(&b, "%d-%s", 12, "x");
	buf_addjson(&b, SPAN("\"\\\n\x7f\xc3"));
	cr_assert(
	    span_eq(buf_span(&b), SPAN("12-x\\\"\\\\\\u000a\\u007f\\u00c3")));
	buf_release(&b);
}

Test(arena, is_bounded_and_zeroed)
{
	struct arena *a = arena_new(200000);
	const char *p = arena_alloc(a, 100000);
	struct span s;

	cr_assert(p != NULL && p[0] == 0 && p[99999] == 0);
	s = arena_dup(a, SPAN("abc"));
	cr_assert(span_eq(s, SPAN("abc")) && s.p[3] == '\0');
	cr_assert(arena_alloc(a, 150000) == NULL);
	cr_assert(arena_alloc(a, (size_t)-1) == NULL);
	arena_free(a);
	arena_free(NULL);
}

Test(fd, slurps_a_file_up_to_its_maximum)
{
	char path[] = "/tmp/logfade-fd-XXXXXX";
	const int fd = mkstemp(path);
	struct buf b;

	cr_assert(fd != -1 && fd_write(fd, "hello", 5) == 0);
	buf_init(&b, 65536);
	cr_assert(fd_slurp(path, &b) == 0);
	cr_assert(span_eq(buf_span(&b), SPAN("hello")));
	buf_release(&b);
	buf_init(&b, 3);
	cr_assert(fd_slurp(path, &b) == -1);
	buf_release(&b);
	(void)close(fd);
	(void)unlink(path);
	cr_assert(fd_slurp(path, &b) == -1);
}

Test(regex, is_anchored_on_both_sides)
{
	char why[160];
	struct regex *r = regex_new(SPAN("(a++)(?:-(b))?"), why);
	struct regex_scratch *s = regex_scratch_new(8);
	struct span g[8];

	cr_assert(r != NULL && regex_groups(r) == 2);
	cr_assert(regex_match(r, s, guard_str("aa-b"), g));
	cr_assert(span_eq(g[0], SPAN("aa")) && span_eq(g[1], SPAN("b")));
	cr_assert(regex_match(r, s, guard_str("aa"), g));
	cr_assert(g[1].p == NULL && g[1].n == 0);
	cr_assert(!regex_match(r, s, guard_str("xaa"), g));
	cr_assert(!regex_match(r, s, guard_str("aa\n"), g));
	cr_assert(!regex_match(r, s, span_make(NULL, 0), g));
	regex_free(r);
	cr_assert(regex_new(SPAN("(a"), why) == NULL);
	cr_assert(strstr(why, "offset 2") != NULL, "%s", why);
	regex_scratch_free(s);
}

/* A pattern that explodes is no match, and ends in time. */
Test(regex, limits_count_as_no_match)
{
	char why[160], text[64];
	struct regex *r = regex_new(SPAN("(a|aa)+\\d"), why);
	struct regex_scratch *s = regex_scratch_new(8);
	struct span g[8];

	memset(text, 'a', sizeof(text));
	cr_assert(!regex_match(r, s, span_make(text, sizeof(text)), g));
	regex_free(r);
	regex_scratch_free(s);
}
