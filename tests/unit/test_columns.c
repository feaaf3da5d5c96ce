/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "match/columns.h"
#include "match/formatfile.h"
#include "unit/guard.h"

static struct arena *arena;
static struct matching *scratch;

static void
setup(void)
{
	arena = arena_new(1 << 26);
	scratch = matcher_scratch();
	cr_assert(arena != NULL && scratch != NULL);
}

static void
teardown(void)
{
	matcher_scratch_free(scratch);
	arena_free(arena);
}

TestSuite(columns, .init = setup, .fini = teardown);

static struct matcher *
load(const char *directive)
{
	struct formatfile file;
	char why[FORMATFILE_WHY];

	cr_assert(formatfile_directive(arena, span_str(directive), &file,
		      why) == 0,
	    "%s: %s", directive, why);
	return (file.matcher);
}

/* Gaps, values and the tail are the line, byte for byte. */
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

/* What the last of ${lines}, newlines between, is matched as. */
static void
match(const struct matcher *m, const char *lines, struct buf *out)
{
	struct span rest = span_str(lines);
	struct record r = { .ncuts = 0 };
	bool matched = false, more = true;

	matcher_reset(scratch);
	while (more) {
		const size_t n = span_index(rest, '\n');
		const struct span line = guard_span(span_make(rest.p, n));

		matched = matcher_line(m, scratch, line, &r);
		if (matched)
			expect_tiled(&r, line);
		more = n < rest.n;
		rest = span_from(rest, more ? n + 1 : n);
	}
	buf_reset(out);
	if (!matched)
		buf_addspan(out, SPAN("no match"));
	for (size_t i = 0; matched && i < r.ncuts; i++) {
		if (i > 0)
			buf_addc(out, '|');
		buf_addspan(out, r.format->fields[r.cut[i].field].name);
		buf_addc(out, '=');
		buf_addspan(out, r.cut[i].value);
	}
}

#define DAY "2000-10-10"
#define HOUR "13:55:36"

static const struct {
	const char *directive;
	const char *lines;
	const char *fields;
} cases[] = {
	{ "w3c 'c-ip sc-status'", "192.0.2.7 200",
	    "c-ip=192.0.2.7|sc-status=200" },
	{ "w3c 'c-ip ' 'sc-status'", "2001:db8::7   -  ",
	    "c-ip=2001:db8::7|sc-status=-" },
	{ "w3c 'C-IP SC-Status'", "host.example.net 200",
	    "c-ip=host.example.net|sc-status=200" },
	{ "w3c 'c-ip sc-status'", "192.0.2.7", "no match" },
	{ "w3c 'c-ip sc-status'", "192.0.2.7 200 1", "no match" },
	{ "w3c 'c-ip sc-status'", "192.0.2.7 20", "no match" },
	{ "w3c 'c-ip sc-status'", "a,b 200", "no match" },
	{ "w3c 'cs-username sc-status'", "jo smith 200", "no match" },
	{ "w3c 'cs-username sc-status'", "jo smith\t200",
	    "cs-username=jo smith|sc-status=200" },
	{ "w3c 'cs-username sc-status'", "\t200",
	    "cs-username=|sc-status=200" },
	{ "w3c 'cs-username sc-status'", "jo\t\t200", "no match" },
	{ "w3c 'cs-username sc-status'", "jo\t200\t", "no match" },
	{ "w3c 'cs-username sc-status'", "\"j \"\"o\" 200",
	    "cs-username=j \"\"o|sc-status=200" },
	{ "w3c 'cs-username sc-status'", "\"\" \"\"",
	    "cs-username=|sc-status=" },
	{ "w3c 'cs-username sc-status'", "\"jo 200",
	    "cs-username=\"jo|"
	    "sc-status=200" },
	{ "w3c 'cs-username sc-status'", "\"j\"o 200",
	    "cs-username=\"j\"o|"
	    "sc-status=200" },
	{ "w3c 'cs-username sc-status'", "\"j\"o o\" 200", "no match" },
	/* columns that nobody knows */
	{ "w3c 'x-own sc-status'", "any 200", "*=any|sc-status=200" },
	{ "w3c '# sc-status'", "any 200", "*=any|sc-status=200" },
	{ "w3c '*user sc-status'", "any 200", "*=any|sc-status=200" },
	/* date and time, as one where they can be */
	{ "w3c 'date time c-ip'", DAY " " HOUR " -",
	    "date time=" DAY " " HOUR "|c-ip=-" },
	{ "w3c 'date time c-ip'", DAY "\t" HOUR "\t-",
	    "date time=" DAY "\t" HOUR "|c-ip=-" },
	{ "w3c 'date time c-ip'", "\"" DAY "\" \"" HOUR "\" \"\"",
	    "date time=" DAY "\" \"" HOUR "|c-ip=" },
	{ "w3c 'date-local time-local'", DAY " " HOUR ".123",
	    "date-local time-local=" DAY " " HOUR ".123" },
	{ "w3c 'date time c-ip'", DAY "  " HOUR " -",
	    "date=" DAY "|time=" HOUR "|c-ip=-" },
	{ "w3c 'time date'", HOUR " " DAY, "time=" HOUR "|date=" DAY },
	{ "w3c 'date c-ip time'", DAY " - " HOUR,
	    "date=" DAY "|c-ip=-|time=" HOUR },
	{ "w3c 'date time'", DAY " -", "date=" DAY "|*=-" },
	{ "w3c 'date time'", DAY " 1355", "no match" },
	{ "w3c 'date time'", "10/10/2000 " HOUR, "no match" },
	/* headers */
	{ "w3c ''", "192.0.2.7 200", "no match" },
	{ "w3c ''", "#Fields: c-ip sc-status\n192.0.2.7 200",
	    "c-ip=192.0.2.7|sc-status=200" },
	{ "w3c 'c-ip'", "#Fields:  sc-status\tc-ip \n200 192.0.2.7",
	    "sc-status=200|c-ip=192.0.2.7" },
	{ "w3c ''", "#Fields: c-ip\n192.0.2.7\n#Fields: sc-status\n404",
	    "sc-status=404" },
	{ "w3c ''", "\xef\xbb\xbf#Fields: c-ip\n192.0.2.7", "c-ip=192.0.2.7" },
	{ "w3c 'c-ip'", "#Fields:\n192.0.2.7", "no match" },
	{ "w3c 'c-ip'", "#Fields:", "no match" },
	{ "w3c 'c-ip'", "#Fields: c-ip cs(User-Agent)", "" },
	{ "w3c 'c-ip'", "#Fields: c-ip jo@example.org",
	    "#=c-ip jo@example.org" },
	{ "w3c 'c-ip'", "#Fields: c-ip 192.0.2.7", "#=c-ip 192.0.2.7" },
	{ "w3c 'c-ip'", "#Fields: c-ip jo@example.org\n- x", "c-ip=-|*=x" },
	{ "w3c 'c-ip'", "#Version: 1.0", "#=1.0" },
	{ "w3c 'c-ip'", "#Software:", "" },
	{ "w3c 'c-ip'", "#Date: " DAY " " HOUR, "#date=" DAY " " HOUR },
	{ "w3c 'c-ip'", "#Start-Date: " DAY " " HOUR ".001 ",
	    "#date=" DAY " " HOUR ".001" },
	{ "w3c 'c-ip'", "#Date: now", "#=now" },
	{ "w3c 'c-ip'", "#Own: jo smith", "#=Own: jo smith" },
	{ "w3c 'c-ip'", "#", "" },
	{ "w3c 'c-ip'", "", "" },
	{ "w3c 'c-ip'", "  \t", "" },
};

Test(columns, lines)
{
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		match(load(cases[i].directive), cases[i].lines, &b);
		cr_expect(span_eq(buf_span(&b), span_str(cases[i].fields)),
		    "%s: %s: %.*s", cases[i].directive, cases[i].lines,
		    (int)b.n, b.p);
	}
	buf_release(&b);
}

static enum coding
coding_of(const struct matcher *m, const char *line)
{
	struct record r;

	cr_assert(matcher_line(m, scratch, guard_str(line), &r), "%s", line);
	return (r.format->fields[r.cut[0].field].coding);
}

/* Blanks in an agent are written in three ways. */
Test(columns, codings)
{
	const struct matcher *m = load("w3c 'cs(User-Agent) c-ip'");

	cr_expect_eq(coding_of(m, "A/1+(x) -"), CODING_PLUS);
	cr_expect_eq(coding_of(m, "A/1%20(+x) -"), CODING_PERCENT);
	cr_expect_eq(coding_of(m, "A/1%2520(+x) -"), CODING_PERCENT);
	cr_expect_eq(coding_of(m, "\"A/1 (+x)\" -"), CODING_PLAIN);
	cr_expect_eq(coding_of(m, "A/1 -"), CODING_PLAIN);
}

/* A good line that lost its end is matched whole or not at all. */
Test(columns, truncations)
{
	const struct matcher *m =
	    load("w3c 'date time c-ip cs(User-Agent) sc-status'");
	const struct span lines[] = {
		SPAN("2000-10-10 13:55:36 192.0.2.7 \"a\"\"b\" 200"),
		SPAN("2000-10-10\t13:55:36\t192.0.2.7\ta b\t200"),
		SPAN("\"2000-10-10\" \"13:55:36\" \"192.0.2.7\" \"a\" \"200\""),
		SPAN("#Fields: date time c-ip cs(User-Agent)"),
		SPAN("#Date: 2000-10-10 13:55:36"),
	};
	struct stop why;
	struct record r;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		for (size_t n = 0; n <= lines[i].n; n++) {
			const struct span line =
			    guard_span(span_make(lines[i].p, n));
			bool matched;

			matcher_reset(scratch);
			matched = matcher_line(m, scratch, line, &r);
			if (matched)
				expect_tiled(&r, line);
			/* Behind a tab there is a value, be it empty. */
			cr_expect(matched == (n == lines[i].n) || n == 0 ||
				lines[i].p[0] == '#' ||
				lines[i].p[n - 1] == '\t',
			    "%.*s", (int)n, lines[i].p);
			matcher_stop(m, scratch, line, &why);
			cr_expect(why.offset <= n);
		}
	}
}

static const struct {
	const char *line;
	const char *field;
	size_t offset;
} stops[] = {
	{ "x 192.0.2.7 200", "date", 0 },
	{ "2000-10-10 192.0.2.7 20", "sc-status", 20 },
	{ "2000-10-10 192.0.2.7", "sc-status", 20 },
	{ "2000-10-10 192.0.2.7 200 1", "", 25 },
	{ "#Fields:", "", 0 },
};

Test(columns, stop)
{
	const struct matcher *m = load("w3c 'date c-ip sc-status'");
	struct stop why;

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		matcher_stop(m, scratch, guard_str(stops[i].line), &why);
		cr_expect(span_eq(why.field, span_str(stops[i].field)) &&
			why.offset == stops[i].offset,
		    "%s: %.*s %zu", stops[i].line, (int)why.field.n,
		    why.field.p, why.offset);
	}
}

static unsigned
dice(unsigned n)
{
	static unsigned state = 1;

	state = state * 1103515245 + 12345;
	return ((state >> 16) % n);
}

/* One value of printable bytes, as it is written between tabs or blanks. */
static void
put_value(bool tabs, struct buf *value, struct buf *line)
{
	static const char bytes[] = "aZ09-_+%./:;\\'";
	const bool quoted = dice(3) == 0;

	buf_reset(value);
	for (unsigned n = dice(9) + !(quoted || tabs); n > 0; n--)
		buf_addc(value, bytes[dice(sizeof(bytes) - 1)]);
	if (quoted || tabs)
		buf_addc(value, ' ');
	if (quoted)
		buf_addc(line, '"');
	buf_addspan(line, buf_span(value));
	if (quoted)
		buf_addc(line, '"');
}

Test(columns, any_values)
{
	enum { N = 12 };
	const struct matcher *m = load("w3c 'a b c d e f g h i j k l'");
	struct buf line, value[N];
	struct record r;

	buf_init(&line, 4096);
	for (int i = 0; i < N; i++)
		buf_init(&value[i], 64);
	for (int round = 0; round < 2000; round++) {
		const bool tabs = round % 2 == 0;
		struct span s;

		buf_reset(&line);
		for (int i = 0; i < N; i++) {
			for (unsigned n = tabs ? 1 : 1 + dice(3);
			     i > 0 && n > 0; n--)
				buf_addc(&line, tabs ? '\t' : ' ');
			put_value(tabs, &value[i], &line);
		}
		s = guard_span(buf_span(&line));
		cr_assert(matcher_line(m, scratch, s, &r), "%.*s", (int)s.n,
		    s.p);
		expect_tiled(&r, s);
		cr_assert_eq(r.ncuts, N);
		for (int i = 0; i < N; i++)
			cr_assert(span_eq(r.cut[i].value, buf_span(&value[i])));
	}
	for (int i = 0; i < N; i++)
		buf_release(&value[i]);
	buf_release(&line);
}

/* What is too long to be kept for the next chunk is too long in this one. */
Test(columns, long_header)
{
	const struct matcher *m = load("w3c 'c-ip'");
	struct buf b;
	struct record r;

	buf_init(&b, 2 * COLUMNS_HEADER_MAX);
	buf_addspan(&b, SPAN("#Fields: c-ip"));
	while (b.n < COLUMNS_HEADER_MAX - 4)
		buf_addc(&b, ' ');
	cr_expect(matcher_line(m, scratch, buf_span(&b), &r));
	cr_expect(matcher_line(m, scratch, SPAN("-"), &r));
	buf_addspan(&b, SPAN("    "));
	cr_expect(!matcher_line(m, scratch, buf_span(&b), &r));
	cr_expect(!matcher_line(m, scratch, SPAN("-"), &r));
	buf_reset(&b);
	buf_addspan(&b, SPAN("#Fields:"));
	for (int i = 0; i <= COLUMNS_MAX; i++)
		buf_addspan(&b, SPAN(" x"));
	cr_expect(!matcher_line(m, scratch, buf_span(&b), &r));
	buf_release(&b);
}

static const struct {
	const char *text;
	const char *last;
} texts[] = {
	{ "", "" },
	{ "#Fields: a", "#Fields: a" },
	{ "#Fields: a\nx\n", "#Fields: a" },
	{ "#Fields: a\r\nx\n#Fields: b\r\n", "#Fields: b" },
	{ "x #Fields: a\n", "" },
	{ "#Fields: a\nx #Fields: b\n", "#Fields: a" },
	{ "#Fields: a #Fields: b\n", "#Fields: a #Fields: b" },
	{ "x\n\xef\xbb\xbf#Fields: a\n", "\xef\xbb\xbf#Fields: a" },
	{ "x\xef\xbb\xbf#Fields: a\n", "" },
	{ "#Fields", "" },
};

Test(columns, last)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct span last = columns_last(guard_str(texts[i].text));

		cr_expect(span_eq(last, span_str(texts[i].last)), "%s: %.*s",
		    texts[i].text, (int)last.n, last.p);
	}
}

#define SAMPLE "sample 192.0.2.7 200\n"

static const struct {
	const char *text;
	const char *why; /* NULL: all is well */
} files[] = {
	{ "w3c 'c-ip sc-status'\n" SAMPLE, NULL },
	{ "need c-ip x|sc-status\nw3c 'c-ip sc-status'\n" SAMPLE, NULL },
	{ "w3c 'c-ip sc-status'\nneed x\n" SAMPLE, "lack" },
	{ "need x\nw3c\nsample #Fields: c-ip\n", "does not match" },
	{ "need x\nw3c\nsample #Fields: x\nreject 192.0.2.7\n", "matches" },
	{ "need x\nw3c\nsample #Fields: x\nreject 1 2\n", NULL },
	{ "field c-ip token\nw3c 'c-ip'\nsample a,b\n c-ip a,b\n", NULL },
	{ "field x ip\nw3c 'x'\nsample a,b\n", "does not match" },
	{ "need\nw3c\n", "need takes names" },
	{ "need a|\nw3c\n", "need takes names" },
	{ "w3c\nw3c\n" SAMPLE, "one directive" },
};

Test(columns, files)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct formatfile file;
		char why[FORMATFILE_WHY] = "";
		const int rc = formatfile_parse(arena, SPAN("x"),
		    span_str(files[i].text), &file, why);

		cr_expect_eq(rc, files[i].why == NULL ? 0 : -1, "%s: %s",
		    files[i].text, why);
		cr_expect(files[i].why == NULL ||
			strstr(why, files[i].why) != NULL,
		    "%s: %s", files[i].text, why);
	}
}
