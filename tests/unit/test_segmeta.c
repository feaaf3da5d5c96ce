/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "model/segmeta.h"

static const char *const good[] = {
	"{\"logfade\":\"append\",\"lines\":0,\"withheld\":{}}",
	"{\"logfade\":\"append\",\"lines\":9,\"oldest\":\"2026-11-21T13:00:00Z"
	"\",\"newest\":\"2026-11-21T14:00:00Z\",\"withheld\":{\"unmatched\":3,"
	"\"dropped\":140737488355327}}",
	"{\"logfade\":\"repair\",\"repaired\":true,\"cut\":512}",
	"{\"logfade\":\"damage\",\"damaged\":true,\"cut\":1}",
	"{\"logfade\":\"0.1.0\",\"policy\":\"0123456789abcdef\",\"lines\":9,"
	"\"oldest\":\"1969-12-31T23:00:00Z\",\"newest\":"
	"\"2026-11-21T14:00:00Z\",\"withheld\":{\"too_long\":1},\"cut\":7,"
	"\"keep\":\"14 months\",\"expires\":\"2028-01-21T13:00:00Z\"}",
	"{\"logfade\":\"9\",\"policy\":\"\",\"lines\":0,\"withheld\":{},"
	"\"keep\":\"forever\",\"expires\":\"never\"}",
	"{\"logfade\":\"9\",\"policy\":\"x\",\"raw\":\"131077 4096 "
	"1763812345.123456789\",\"lines\":0,\"withheld\":{},"
	"\"keep\":\"1 day\",\"expires\":\"2028-01-21T13:00:00Z\"}",
};

static const char *const bad[] = {
	"",
	"{",
	"{}",
	"null",
	"[]",
	"{\"logfade\":\"append\"}",
	"{\"logfade\":1,\"lines\":1}",
	" {\"logfade\":\"append\",\"lines\":0}",
	"{\"logfade\":\"append\",\"lines\":0} ",
	"{\"logfade\":\"append\",\"lines\":0}\n",
	"{\"logfade\":\"append\", \"lines\":0}",
	"{\"lines\":0,\"logfade\":\"append\"}",
	"{\"logfade\":\"append\",\"lines\":1}",
	"{\"logfade\":\"append\",\"lines\":-1}",
	"{\"logfade\":\"append\",\"lines\":1e3}",
	"{\"logfade\":\"append\",\"lines\":99999999999999999999}",
	"{\"logfade\":\"append\",\"lines\":18446744073709551615}",
	"{\"logfade\":\"append\",\"lines\":0,}",
	"{\"logfade\":\"append\",\"lines\":0,\"oldest\":\"2026-11-21T13:00:00Z"
	"\"}",
	"{\"logfade\":\"append\",\"lines\":1,\"oldest\":\"2026-11-21T13:00:00Z"
	"\",\"newest\":\"2026-11-21T12:00:00Z\"}",
	"{\"logfade\":\"append\",\"lines\":1,\"oldest\":\"2026-11-31T13:00:00Z"
	"\",\"newest\":\"2026-11-21T12:00:00Z\"}",
	"{\"logfade\":\"append\",\"lines\":0,\"withheld\":{\"a\":1,}}",
	"{\"logfade\":\"append\",\"lines\":0,\"withheld\":{\"a\":{}}}",
	"{\"logfade\":\"append\",\"lines\":0,\"x\":{\"a\":1}}",
	"{\"logfade\":\"append\",\"lines\":0,\"x\":[]}",
	"{\"logfade\":\"append\",\"lines\":0,\"x\":\"\\u0041\"}",
	"{\"logfade\":\"append\",\"lines\":0,\"x\":\"\n\"}",
	"{\"logfade\":\"repair\",\"repaired\":true}",
	"{\"logfade\":\"9\",\"policy\":\"x\",\"lines\":0,\"keep\":\"\"}",
	"{\"logfade\":\"9\",\"policy\":\"x\",\"lines\":0,\"keep\":\"1  day\"}",
	"{\"logfade\":\"9\",\"policy\":\"x\",\"lines\":0,\"keep\":\"1 day \"}",
	"{\"logfade\":\"9\",\"policy\":\"x\",\"lines\":0}",
	"{\"logfade\":\"9\",\"lines\":0,\"keep\":\"1 day\"}",
	"{\"logfade\":\"0123456789012345678901234567890123456789\","
	"\"policy\":\"x\",\"lines\":0,\"keep\":\"1 day\"}",
};

/* ${s} in memory of its own size, so that reading past it is seen. */
static bool
read_exact(struct span s, struct segmeta *m)
{
	char *p = malloc(s.n + (s.n == 0));
	bool ok;

	cr_assert(p != NULL);
	memcpy(p, s.p, s.n);
	ok = segmeta_read(span_make(p, s.n), m);
	free(p);
	return (ok);
}

Test(segmeta, reads_what_it_writes)
{
	struct segmeta m;
	struct buf b;

	buf_init(&b, 2000);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cr_assert(read_exact(span_str(good[i]), &m), "%s", good[i]);
		buf_reset(&b);
		segmeta_write(&m, &b);
		cr_expect(span_eq(buf_span(&b), span_str(good[i])), "%.*s",
		    (int)b.n, b.p);
	}
	buf_release(&b);
}

Test(segmeta, refuses)
{
	struct segmeta m;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(read_exact(span_str(bad[i]), &m), "%s", bad[i]);
}

Test(segmeta, passes_over_what_it_does_not_know)
{
	struct segmeta m;

	cr_expect(read_exact(
	    SPAN("{\"logfade\":\"append\",\"lines\":0,"
		 "\"a\":1,\"b\":\"c\",\"d\":true,\"withheld\":{\"new\":4}}"),
	    &m));
}

/* Cut short, or with any byte changed: never past the end, never a crash. */
Test(segmeta, every_byte)
{
	char text[SEGMETA_MAX];
	struct segmeta m;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct span s = span_str(good[i]);

		for (size_t at = 0; at < s.n; at++) {
			cr_expect_not(read_exact(span_make(s.p, at), &m));
			memcpy(text, s.p, s.n);
			for (int c = 0; c < 256; c += 3) {
				text[at] = (char)c;
				(void)read_exact(span_make(text, s.n), &m);
			}
		}
	}
}

Test(segmeta, sums)
{
	struct segmeta a, b;

	segmeta_init(&a, SEGMETA_APPEND);
	cr_assert(segmeta_read(span_str(good[1]), &b));
	segmeta_add(&a, &b);
	segmeta_add(&a, &b);
	cr_expect(a.lines == 18 && a.oldest == b.oldest &&
	    a.newest == b.newest && a.withheld[VERDICT_UNMATCHED] == 6);
}

/* The largest numbers there are still fit a note. */
Test(segmeta, fits)
{
	struct segmeta m;
	struct buf b;

	segmeta_init(&m, SEGMETA_SEAL);
	m.lines = m.cut = UINT64_MAX;
	m.oldest = m.newest = 253370764799;
	m.expires = 253370764799 + INT64_C(100) * 366 * 86400;
	m.keep = (struct keep){ KEEP_MONTHS, 1200 };
	for (int v = 0; v < VERDICT_COUNT; v++)
		m.withheld[v] = UINT64_MAX;
	memset(m.version, '\x7f', sizeof(m.version) - 1);
	memset(m.policy, '\x7f', sizeof(m.policy) - 1);
	memset(m.raw, '\x7f', sizeof(m.raw) - 1);
	buf_init(&b, SEGMETA_MAX);
	segmeta_frame(&m, &b);
	cr_expect(!b.failed && b.n < SEGMETA_MAX);
	buf_release(&b);
}
