/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "match/formatfile.h"
#include "unit/guard.h"

static struct arena *arena;
static struct matching *scratch;
static struct formatfile file;

static void
setup(void)
{
	char why[FORMATFILE_WHY];

	arena = arena_new(1 << 24);
	scratch = matcher_scratch();
	cr_assert(arena != NULL && scratch != NULL);
	cr_assert(formatfile_parse(arena, SPAN("x"),
		      SPAN("need host|x-host status|req|own\n"
			   "field own word text\n"
			   "field day time '%d.%m.%Y'\n"
			   "ltsv\n"
			   "sample host:192.0.2.7\tstatus:200\n"),
		      &file, why) == 0,
	    "%s", why);
}

static void
teardown(void)
{
	matcher_free(file.matcher);
	matcher_scratch_free(scratch);
	arena_free(arena);
}

TestSuite(ltsv, .init = setup, .fini = teardown);

static void
expect_tiled(const struct record *r, struct span line)
{
	const char *at = line.p;

	for (size_t i = 0; i < r->ncuts; i++) {
		cr_assert(r->cut[i].gap.p == at);
		at += r->cut[i].gap.n;
		cr_assert(r->cut[i].value.p == at);
		at += r->cut[i].value.n;
		cr_assert(r->cut[i].field < r->format->nfields);
	}
	cr_assert(r->tail.p == at && at + r->tail.n == line.p + line.n);
}

static void
match(struct span line, struct buf *out)
{
	struct record r;

	buf_reset(out);
	if (!matcher_line(file.matcher, scratch, line, &r)) {
		buf_addspan(out, SPAN("no match"));
		return;
	}
	expect_tiled(&r, line);
	for (size_t i = 0; i < r.ncuts; i++) {
		if (i > 0)
			buf_addc(out, '|');
		buf_addspan(out, r.format->fields[r.cut[i].field].name);
		buf_addc(out, '=');
		buf_addspan(out, r.cut[i].value);
	}
}

#define HOST "host:192.0.2.7\t"
#define IS "host=192.0.2.7|"

static const struct {
	const char *line;
	const char *fields;
} cases[] = {
	{ HOST "status:200", IS "status=200" },
	{ "status:200\thost:2001:db8::7", "status=200|host=2001:db8::7" },
	{ HOST "req:GET /a:b HTTP/1.1", IS "req=GET /a:b HTTP/1.1" },
	{ HOST "STATUS:200\tUA:", IS "status=200|ua=" },
	{ HOST "own:a b\tsize:-", IS "own=a b|size=-" },
	{ HOST "own:a\town:b", IS "own=a|own=b" },
	{ "x-host:any\tstatus:200", "*vhost=any|status=200" },
	{ HOST "own:a\tx_1.b-c:any", IS "own=a|*=any" },
	{ HOST "own:a\tua:\\x22b\\x22", IS "own=a|ua=\\x22b\\x22" },
	/* times, spelt as they like */
	{ HOST "own:\ttime:[10/Oct/2000:13:55:36 -0700]",
	    IS "own=|time=10/Oct/2000:13:55:36 -0700" },
	{ HOST "own:\ttime:10/Oct/2000:13:55:36 -0700",
	    IS "own=|time=10/Oct/2000:13:55:36 -0700" },
	{ HOST "own:\ttime:2000-10-10T13:55:36Z\tsize:1",
	    IS "own=|time=2000-10-10T13:55:36Z|size=1" },
	{ HOST "own:\ttime:971211336.123", IS "own=|time=971211336.123" },
	{ HOST "own:\ttime:971211336123", IS "own=|time=971211336123" },
	{ HOST "own:\ttime:-", IS "own=|*=-" },
	{ HOST "own:\ttime:[]", IS "own=|*=" },
	{ HOST "own:\tday:10.10.2000", IS "own=|day=10.10.2000" },
	{ HOST "own:\ttime:yesterday", "no match" },
	{ HOST "own:\ttime:[10/Oct/2000:13:55:36 -0700", "no match" },
	{ HOST "own:\tday:2000-10-10", "no match" },
	/* what is no such line */
	{ "", "no match" },
	{ "host:192.0.2.7", "no match" },
	{ "status:200", "no match" },
	{ HOST "status:20", "no match" },
	{ "host:a,b\tstatus:200", "no match" },
	{ HOST "status:200\t", "no match" },
	{ HOST "\tstatus:200", "no match" },
	{ HOST "status:200\tany", "no match" },
	{ HOST "status:200\t:any", "no match" },
	{ HOST "status:200\tx y:any", "no match" },
	{ HOST "status:200\t192.0.2.7:any", "no match" },
	{ HOST "status:200\t2001:db8::7", "no match" },
	{ HOST "status:200\tjo@example.org:any", "no match" },
};

Test(ltsv, lines)
{
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		match(guard_str(cases[i].line), &b);
		cr_expect(span_eq(buf_span(&b), span_str(cases[i].fields)),
		    "%s: %.*s", cases[i].line, (int)b.n, b.p);
	}
	buf_release(&b);
}

static const struct {
	const char *line;
	const char *field;
	size_t offset;
} stops[] = {
	{ HOST "status:20\town:a", "status", 15 },
	{ "host:a,b\tstatus:200", "host", 0 },
	{ HOST "any", "", 15 },
	{ "host:192.0.2.7", "", 14 },
};

Test(ltsv, stop)
{
	struct stop why;

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		matcher_stop(file.matcher, scratch, guard_str(stops[i].line),
		    &why);
		cr_expect(span_eq(why.field, span_str(stops[i].field)) &&
			why.offset == stops[i].offset,
		    "%s: %.*s %zu", stops[i].line, (int)why.field.n,
		    why.field.p, why.offset);
	}
}

Test(ltsv, truncations)
{
	const struct span line = SPAN(HOST "time:[10/Oct/2000:13:55:36 -0700]\t"
					   "req:GET / HTTP/1.1\tstatus:200");
	struct buf b;

	buf_init(&b, 4096);
	for (size_t n = 0; n <= line.n; n++)
		match(guard_span(span_make(line.p, n)), &b);
	cr_expect(span_ends(buf_span(&b), SPAN("status=200")));
	buf_release(&b);
}

/* Labels and values of any bytes that may stand in them come back as such. */
Test(ltsv, any_values)
{
	static const char letters[] = "abXY_.-019";
	static const char bytes[] = "aZ09 :;,[]\"\\'%\x80\xff";
	struct buf line, values, b;
	unsigned state = 1;

	buf_init(&line, 4096);
	buf_init(&values, 4096);
	buf_init(&b, 4096);
	for (int round = 0; round < 2000; round++) {
		buf_reset(&line);
		buf_reset(&values);
		buf_addspan(&line, SPAN("host:-\tstatus:-"));
		buf_addspan(&values, SPAN("host=-|status=-"));
		for (unsigned i = 0; i < 8; i++) {
			buf_addspan(&line, SPAN("\tQ"));
			buf_addspan(&values, SPAN("|*="));
			for (int k = 0; k < 5; k++) {
				state = state * 1103515245 + 12345;
				buf_addc(&line, letters[(state >> 16) % 10]);
			}
			buf_addc(&line, ':');
			for (unsigned k = i; k > 0; k--) {
				state = state * 1103515245 + 12345;
				buf_addc(&line, bytes[(state >> 16) % 16]);
				buf_addc(&values, line.p[line.n - 1]);
			}
		}
		match(guard_span(buf_span(&line)), &b);
		cr_assert(span_eq(buf_span(&b), buf_span(&values)), "%.*s",
		    (int)line.n, line.p);
	}
	buf_release(&line);
	buf_release(&values);
	buf_release(&b);
}
