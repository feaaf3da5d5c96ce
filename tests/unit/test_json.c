/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/jsontext.h"
#include "match/formatfile.h"
#include "unit/guard.h"
#include "unit/jsoncheck.h"

static struct arena *arena;
static struct matching *scratch;

static void
setup(void)
{
	arena = arena_new(1 << 24);
	scratch = matcher_scratch();
}

static void
teardown(void)
{
	matcher_scratch_free(scratch);
	arena_free(arena);
}

TestSuite(json, .init = setup, .fini = teardown);

/* A format of json with what ${more} declares. */
static struct matcher *
format(const char *more)
{
	char text[4096], why[FORMATFILE_WHY];
	struct formatfile file;

	(void)snprintf(text, sizeof(text),
	    "json\n%s\nsample {\"ip\":\"192.0.2.7\",\"t\":1}\n", more);
	cr_assert(formatfile_parse(arena, SPAN("t"), span_str(text), &file,
		      why) == 0,
	    "%s: %s", why, more);
	return (file.matcher);
}

/* The cuts of a record, `field=value`, bare ones `field:value`. */
static void
put_cuts(const struct record *r, struct buf *out)
{
	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];

		if (i > 0)
			buf_addc(out, ' ');
		buf_addspan(out, r->format->fields[c->field].name);
		buf_addc(out, c->bare ? ':' : '=');
		buf_addspan(out, c->value);
	}
}

/* Gaps, values and tail are the line. */
static void
check_tiles(const struct record *r, struct span line)
{
	const char *at = line.p;

	for (size_t i = 0; i < r->ncuts; i++) {
		cr_assert(r->cut[i].gap.p == at);
		at += r->cut[i].gap.n;
		cr_assert(r->cut[i].value.p == at);
		at += r->cut[i].value.n;
	}
	cr_assert(r->tail.p == at && at + r->tail.n == line.p + line.n);
}

static void
check_cuts(const struct matcher *m, const char *text, const char *want)
{
	const struct span line = guard_str(text);
	struct record r;
	struct buf b;

	buf_init(&b, 1 << 16);
	if (matcher_line(m, scratch, line, &r)) {
		check_tiles(&r, line);
		put_cuts(&r, &b);
	} else
		buf_addspan(&b, SPAN("no match"));
	cr_expect(span_eq(buf_span(&b), span_str(want)), "%s: %.*s, not %s",
	    text, (int)b.n, b.p, want);
	buf_release(&b);
}

static const char fields[] =
    "field /ip ip\nfield /t time epoch\nfield /c time clf\n"
    "field /s status\nfield /n number\nfield /m method\n"
    "field /p protocol\nfield /h/* opaque\nfield /h/ua agent\n"
    "field /h/*/x user\nfield /a/1 user\nfield /a~1b~0 word\n"
    "field /u uri\nfield /Upper-Key vhost\nfield /: text\n";

static const struct {
	const char *line;
	const char *cuts;
} cases[] = {
	{ "{}", "" },
	{ " \t{ } \r", "" },
	{ "{\"ip\":\"192.0.2.7\"}", "/ip=192.0.2.7" },
	{ "{ \"ip\" : \"192.0.2.7\" , \"n\" : 1 }", "/ip=192.0.2.7 /n:1" },
	{ "{\"IP\":\"192.0.2.7\"}", "/ip=192.0.2.7" },
	{ "{\"upper-key\":\"x\",\"UPPER-KEY\":\"y\"}",
	    "/Upper-Key=x /Upper-Key=y" },
	{ "{\"\\u0069p\":\"192.0.2.7\"}", "/ip=192.0.2.7" },
	{ "{\"ip\":\"\",\"ip\":\"-\",\"ip\":null}", "" },
	{ "{\"ip\":\"192.0.2.7\",\"ip\":\"192.0.2.8\"}",
	    "/ip=192.0.2.7 /ip=192.0.2.8" },
	{ "{\"ip\":[\"192.0.2.7\",\"192.0.2.8\"]}",
	    "/ip=192.0.2.7 /ip=192.0.2.8" },
	{ "{\"ip\":{\"deep\":[{\"x\":\"192.0.2.7\"}]}}", "/ip=192.0.2.7" },
	{ "{\"ip\":3221225991}", "/ip:3221225991" },
	{ "{\"u\":\"/a?b=c\\u0026d\\\"\\\\\"}", "/u=/a?b=c\\u0026d\\\"\\\\" },
	{ "{\"u\":\"0123456789abcdef0123456789abcde\\\"x\"}",
	    "/u=0123456789abcdef0123456789abcde\\\"x" },
	/* times */
	{ "{\"t\":971211336.5}", "/t:971211336.5" },
	{ "{\"t\":\"971211336\"}", "/t=971211336" },
	{ "{\"c\":\"10/Oct/2000:13:55:36 -0700\"}",
	    "/c=10/Oct/2000:13:55:36 -0700" },
	{ "{\"c\":\"[10/Oct/2000:13:55:36 -0700]\"}",
	    "/c=10/Oct/2000:13:55:36 -0700" },
	{ "{\"t\":\"noon\"}", "no match" },
	{ "{\"t\":9.7e8}", "no match" },
	{ "{\"t\":-1}", "no match" },
	{ "{\"t\":\"\",\"c\":\"-\"}", "" },
	/* what does not fit its shape is not known */
	{ "{\"s\":200,\"s\":\"200\",\"s\":0}", "/s:200 /s=200 /s:0" },
	{ "{\"s\":\"jo\",\"s\":2000,\"n\":\"1.5\",\"n\":\"jo\"}",
	    "*=jo *:2000 /n=1.5 *=jo" },
	{ "{\"m\":\"GET\",\"m\":\"x y\",\"m\":7}", "/m=GET *=x y *:7" },
	{ "{\"p\":\"HTTP/2\",\"p\":\"https\",\"p\":\"a@b\"}",
	    "/p=HTTP/2 /p=https *=a@b" },
	{ "{\"p\":\"HTTP/1.1\",\"p\":\"HTTP/.1\",\"p\":\"HTTP/\"}",
	    "/p=HTTP/1.1 *=HTTP/.1 *=HTTP/" },
	/* what nobody named */
	{ "{\"x\":\"jo\",\"y\":\"\",\"z\":\"-\"}", "*=jo" },
	{ "{\"x\":[true,false,null,{}],\"y\":[]}", "" },
	{ "{\"x\":404,\"x\":0.003,\"x\":-1.5e3,\"x\":123456}",
	    "*number:404 *number:0.003 *number:-1.5e3 *number:123456" },
	{ "{\"x\":1234567,\"x\":48.8566,\"x\":1e1234567}",
	    "*:1234567 *:48.8566 *:1e1234567" },
	/* keys */
	{ "{\"jo@example.org\":1,\"plain_Key-1\":2,\"\":3}",
	    "*key=jo@example.org *number:1 *number:2 *key= *number:3" },
	{ "{\"k12345\":1,\"1a\":1,\"-a\":1,\"a\\u0062\":1}",
	    "*key=k12345 *number:1 *key=1a *number:1 *key=-a *number:1 "
	    "*key=a\\u0062 *number:1" },
	{ "{\":\":\"x\",\"a/b~\":\"y\"}", "/:=x /a~1b~=y" },
	/* the most specific pointer wins */
	{ "{\"h\":{\"UA\":[\"curl\"],\"b\":\"jo\"}}", "/h/ua=curl /h/*=jo" },
	{ "{\"h\":{\"b\":{\"x\":\"1\",\"y\":\"2\"}}}", "/h/*/x=1 /h/*=2" },
	{ "{\"h\":{\"ua\":{\"x\":\"1\",\"y\":\"2\"}}}", "/h/*/x=1 /h/ua=2" },
	{ "{\"h\":\"x\",\"h\":[\"y\",{\"x\":\"z\"}]}", "*=x /h/*=y /h/*/x=z" },
	{ "{\"a\":[\"x\",\"y\",\"z\"],\"a\":{\"1\":\"v\"}}",
	    "*=x /a/1=y *=z /a/1=v" },
};

Test(json, cuts)
{
	const struct matcher *m = format(fields);
	char want[200];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *tilde = strstr(cases[i].cuts, "/a~1b~=");

		/* A field is called what the file calls it. */
		(void)snprintf(want, sizeof(want), "%.*s%s%s",
		    tilde == NULL ? (int)strlen(cases[i].cuts) :
				    (int)(tilde + 6 - cases[i].cuts),
		    cases[i].cuts, tilde == NULL ? "" : "0",
		    tilde == NULL ? "" : tilde + 6);
		check_cuts(m, cases[i].line, want);
	}
}

static const char *const bad[] = { "", " ", "[]", "\"x\"", "1", "null",
	"{\"a\":1} x", "{\"a\":1}{}", "{\"a\":1,}", "{,}", "{\"a\"}",
	"{\"a\":}", "{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}",
	"{\"a\":1 \"b\":2}", "{\"a\":1]", "{\"a\":[1}}", "{a:1}", "{'a':1}",
	"{\"a\":'b'}", "{\"a\":01}", "{\"a\":-}", "{\"a\":+1}", "{\"a\":.5}",
	"{\"a\":1.}", "{\"a\":1.e2}", "{\"a\":1e}", "{\"a\":1e+}",
	"{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":nulll}",
	"{\"a\":True}", "{\"a\":\"\\x41\"}", "{\"a\":\"\\u12\"}",
	"{\"a\":\"\\u12g4\"}", "{\"a\":\"\\\"}", "{\"a\":\"b\tc\"}",
	"{\"a\":\"b\nc\"}", "{\"a\t\":1}", "{\"\\q\":1}", "{1:2}",
	"{\"a\":1}//", "{\"a\":1}\f", "\xef\xbb\xbf{}", "{\"a\"::1}",
	"{\"a\":\"b\"\"c\"}", "{null:1}" };

Test(json, refuses_what_is_no_json)
{
	const struct matcher *m = format(fields);
	struct record r;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect(!matcher_line(m, scratch, guard_str(bad[i]), &r) &&
			(bad[i][0] != '{' || !jsoncheck(span_str(bad[i]))),
		    "%s", bad[i]);
	cr_assert(
	    !matcher_line(m, scratch, guard_span(SPAN("{\"a\":\"\0\"}")), &r));
	cr_assert(!matcher_line(m, scratch, guard_span(SPAN("{}\0")), &r));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t n = 0; n < strlen(cases[i].line); n++) {
			const struct span s = span_make(cases[i].line, n);

			cr_assert(jsoncheck(s) ||
				!matcher_line(m, scratch, guard_span(s), &r),
			    "%.*s", (int)n, s.p);
		}
}

Test(json, has_a_depth_and_a_number_of_cuts)
{
	const struct matcher *m = format(fields);
	struct record r;
	struct buf b;

	buf_init(&b, 1 << 16);
	for (int depth = 31; depth <= 32; depth++) {
		buf_reset(&b);
		buf_addspan(&b, SPAN("{\"a\":"));
		for (int i = 0; i < depth; i++)
			buf_addc(&b, '[');
		for (int i = 0; i < depth; i++)
			buf_addc(&b, ']');
		buf_addc(&b, '}');
		cr_assert(matcher_line(m, scratch, guard_span(buf_span(&b)),
			      &r) == (depth == 31));
	}
	for (int n = RECORD_CUTS_MAX; n <= RECORD_CUTS_MAX + 1; n++) {
		buf_reset(&b);
		buf_addspan(&b, SPAN("{\"a\":[1"));
		for (int i = 1; i < n; i++)
			buf_addspan(&b, SPAN(",1"));
		buf_addspan(&b, SPAN("]}"));
		cr_assert(matcher_line(m, scratch, guard_span(buf_span(&b)),
			      &r) == (n == RECORD_CUTS_MAX));
	}
	buf_release(&b);
}

static const struct {
	const char *line;
	bool matches;
} needs[] = {
	{ "{\"t\":1,\"ip\":\"192.0.2.7\"}", true },
	{ "{\"t\":1,\"h\":{\"ip\":null}}", true },
	{ "{\"t\":1,\"T\":2,\"IP\":[]}", true },
	{ "{\"t\":1}", false },
	{ "{\"t\":1,\"h\":{}}", false },
	{ "{\"ip\":\"192.0.2.7\"}", false },
	{ "{\"t\":null,\"ip\":\"192.0.2.7\"}", false },
	{ "{\"t\":\"-\",\"ip\":\"192.0.2.7\"}", false },
	{ "{\"x\":{\"t\":1,\"ip\":\"192.0.2.7\"}}", false },
};

Test(json, needs)
{
	const struct matcher *m =
	    format("field /t time epoch\nneed /t /ip|/h/ip");
	struct record r;

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		cr_expect(matcher_line(m, scratch, guard_str(needs[i].line),
			      &r) == needs[i].matches,
		    "%s", needs[i].line);
}

static const struct {
	const char *line;
	const char *field;
	size_t offset;
} stops[] = {
	{ "x", "", 0 },
	{ "{\"t\":\"noon\"}", "/t", 5 },
	{ "{\"t\":1,\"ip\":\"x", "/ip", 12 },
	{ "{\"t\":1,\"z\":\"x", "", 11 },
	{ "{\"t\":1}", "/ip|/h/ip", 7 },
	{ "{\"ip\":1}", "/t", 8 },
};

Test(json, says_where_it_stopped)
{
	const struct matcher *m =
	    format("field /t time epoch\nfield /ip ip\nneed /t /ip|/h/ip");

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		struct stop why;

		matcher_stop(m, scratch, guard_str(stops[i].line), &why);
		cr_expect(span_eq(why.field, span_str(stops[i].field)) &&
			why.offset == stops[i].offset,
		    "%s: %.*s at %zu", stops[i].line, (int)why.field.n,
		    why.field.p, why.offset);
	}
}

static const struct {
	const char *text;
	const char *why;
} refused[] = {
	{ "json\nfield ip ip\nsample {}", "1:1: a field of json is a JSON" },
	{ "json\nfield /a~2 ip\nsample {}", "1:1: in a JSON pointer" },
	{ "json\nneed a\nsample {}", "1:1: a field of json is a JSON" },
	{ "json\nneed\nsample {}", "2:1: need takes" },
	{ "json x\nsample {}", "1:1: json takes nothing" },
	{ "json\njson\nsample {}", "2:1: a format has one" },
	{ "json\nnginx '$status'\nsample {}", "2:1: a format has one" },
	{ "nginx '$status'\njson\nsample {}", "2:1: a format has one" },
	{ "nginx '$status'\nneed /a\nsample 200", "3:1: need is of json" },
	{ "json\nsample []", "2:1: the sample does not match" },
	{ "json\nsample {}\nreject {}", "3:1: the reject matches" },
};

Test(json, refuses_bad_formats)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct formatfile file;
		char why[FORMATFILE_WHY] = "";

		cr_expect(formatfile_parse(arena, SPAN("t"),
			      span_str(refused[i].text), &file, why) == -1 &&
			strncmp(why, refused[i].why, strlen(refused[i].why)) ==
			    0,
		    "%s: %s", refused[i].text, why);
	}
}

/* Keys that fall together at both ends, and more pointers than one table. */
Test(json, looks_up_many_keys)
{
	char line[64];
	const struct matcher *m;
	struct buf text;

	buf_init(&text, 4096);
	for (int i = 0; i < 100; i++)
		buf_addf(&text, "field /abcd%02dwxyz user\n", i);
	buf_addc(&text, '\0');
	m = format(text.p);
	buf_release(&text);
	for (int i = 0; i < 100; i++) {
		char want[40];

		(void)snprintf(line, sizeof(line), "{\"abcd%02dwxyz\":\"x\"}",
		    i);
		(void)snprintf(want, sizeof(want), "/abcd%02dwxyz=x", i);
		check_cuts(m, line, want);
	}
	check_cuts(m, "{\"abcdzzwxyz\":\"x\"}", "*=x");
}

static unsigned long seed = 1;

static unsigned
dice(unsigned n)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return ((unsigned)(seed >> 33) % n);
}

/* A random value, and which cuts it is. */
static void
grow(struct buf *line, struct buf *want, const char *field, unsigned depth)
{
	static const char *const strings[] = { "x", "192.0.2.7", "a\\\"b",
		"\\u00e9\\n", "\xc3\xa9", "[]{},:", "0123456789abcdef",
		"0123456789abcdef0123456789abcdef\\\\" };
	static const char *const keys[] = { "ip", "u", "x", "h" };
	const unsigned kind = dice(depth > 4 ? 2 : 4);
	const unsigned n = dice(5);

	if (kind == 0) {
		const char *s = strings[dice(8)];

		buf_addf(line, "\"%s\"", s);
		buf_addf(want, " %s=%s", field == NULL ? "*" : field, s);
	} else if (kind == 1) {
		buf_addf(line, "%u", n);
		buf_addf(want, " %s:%u", field == NULL ? "*number" : field, n);
	} else {
		buf_addc(line, kind == 2 ? '{' : '[');
		for (unsigned i = 0; i < n; i++) {
			const char *k = keys[dice(4)];
			const char *f = field;

			if (i > 0)
				buf_addspan(line, SPAN(" , "));
			if (kind == 2)
				buf_addf(line, "\"%s\":", k);
			if (kind == 2 && depth == 0)
				f = *k == 'i' ? "/ip" : *k == 'u' ? "/u" : NULL;
			grow(line, want, f, depth + 1);
		}
		buf_addc(line, kind == 2 ? '}' : ']');
	}
}

/*
 * Values come out as they went in, whatever came in the lines before: what is
 * remembered of those changes nothing.
 */
Test(json, takes_random_documents_apart)
{
	const struct matcher *m = format("field /ip ip\nfield /u uri");
	struct buf line, want;

	buf_init(&line, 1 << 20);
	buf_init(&want, 1 << 20);
	for (int i = 0; i < 3000; i++) {
		buf_reset(&line);
		buf_reset(&want);
		grow(&line, &want, NULL, 0);
		buf_addc(&line, '\0');
		buf_addc(&want, '\0');
		if (line.p[0] != '{' || line.n > GUARD_MAX)
			continue;
		cr_assert(jsoncheck(span_str(line.p)));
		check_cuts(m, line.p, want.p + (want.n > 1));
	}
	buf_release(&line);
	buf_release(&want);
}

static const struct {
	const char *raw;
	const char *text;
} texts[] = {
	{ "\\u00e9\\/\\b", "\xc3\xa9/\b" },
	{ "\\ud83d\\ude00", "\xf0\x9f\x98\x80" },
	{ "\\ud83d", "\\ud83d" },
	{ "\\ude00x", "\\ude00x" },
	{ "\\ud83d\\u0041", "\\ud83dA" },
	{ "\\q\\", "\\q\\" },
};

Test(json, undoes_escapes)
{
	struct buf b;

	buf_init(&b, 64);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		buf_reset(&b);
		jsontext_undo(guard_str(texts[i].raw), &b);
		cr_expect(span_eq(buf_span(&b), span_str(texts[i].text)),
		    "%s: %.*s", texts[i].raw, (int)b.n, b.p);
	}
	buf_release(&b);
}
