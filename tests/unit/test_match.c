/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "match/catalog.h"
#include "match/guess.h"
#include "unit/guard.h"
#include "unit/props.h"

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

TestSuite(match, .init = setup, .fini = teardown);

/* The fields of ${line} under ${directive}, `|` between, or "no match". */
static void
fields(const char *directive, const char *line, struct buf *out)
{
	struct formatfile file;
	struct record r;
	char why[FORMATFILE_WHY];

	cr_assert(formatfile_directive(arena, span_str(directive), &file,
		      why) == 0,
	    "%s: %s", directive, why);
	buf_reset(out);
	if (matcher_line(file.matcher, scratch, guard_str(line), &r)) {
		for (size_t i = 0; i < r.ncuts; i++) {
			if (i > 0)
				buf_addc(out, '|');
			buf_addspan(out, r.cut[i].value);
		}
	} else
		buf_addspan(out, SPAN("no match"));
	matcher_free(file.matcher);
}

#define T "10/Oct/2000:13:55:36 -0700"

static const struct {
	const char *directive;
	const char *line;
	const char *fields;
} cases[] = {
	{ "nginx '$remote_addr $status'", "192.0.2.7 200", "192.0.2.7|200" },
	{ "nginx '$remote_addr $status'", "192.0.2.7 2000", "no match" },
	{ "nginx '$remote_addr $status'", "192.0.2.7  200", "no match" },
	{ "nginx '${remote_addr}x$status'", "192.0.2.7x-", "192.0.2.7|-" },
	{ "log_format m '$remote_addr ' '$status';", "192.0.2.7 200",
	    "192.0.2.7|200" },
	{ "log_format m escape=default '$status';", "200", "200" },
	{ "$status $request_time", "200 0.003", "200|0.003" },
	{ "LogFormat \"%h \\\"%r\\\"\" name", "192.0.2.7 \"GET /\"",
	    "192.0.2.7|GET /" },
	{ "%h %{X-Unknown}i", "192.0.2.7 any", "192.0.2.7|any" },
	{ "%h%%%>s", "192.0.2.7%200", "192.0.2.7|200" },
	{ "%h\\t%!200,304{Referer}i", "192.0.2.7\tx", "192.0.2.7|x" },
	{ "%{c}a %^FU", "192.0.2.7 x", "192.0.2.7|x" },
	{ "%t %D", "[" T "] -12", T "|-12" },
	{ "%{begin}t %{end}t %{end:}t", "[" T "] [" T "] [" T "]",
	    T "|" T "|" T },
	{ "%{beginmsec}t %{end:sec}t", "971211336123 971211336",
	    "971211336123|971211336" },
	{ "%<>!400,501{Referer}>i %>s", "x 200", "x|200" },
	{ "%{User-Agent}}i %!,200s %{x}s", "ua - 200", "ua|-|200" },
	{ "%{a}{User-Agent}i", "x", "x" },
	{ "%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t %h",
	    "10/Oct/2000:13:55:36.123 -0700 192.0.2.7",
	    "10/Oct/2000:13:55:36.123 -0700|192.0.2.7" },
	{ "%{sec}t.%{msec_frac}t %h", "971211336.123 192.0.2.7",
	    "971211336.123|192.0.2.7" },
	{ "%{usec_frac}t %h", "123456 192.0.2.7", "123456|192.0.2.7" },
	{ "%h %{end}t", "192.0.2.7 [" T "]", "192.0.2.7|" T },
	{ "%h %{begin:%F %T}t %{end:%F %T}t",
	    "192.0.2.7 2000-10-10 13:55:36 2000-10-10 13:55:37",
	    "192.0.2.7|2000-10-10 13:55:36|2000-10-10 13:55:37" },
	{ "%m %h", "G!T@x 192.0.2.7", "G!T@x|192.0.2.7" },
	{ "[%{%F}tT%{%T}t] %>s", "[2000-10-10T13:55:36] 200",
	    "2000-10-10T13:55:36|200" },
	{ "LogFormat \"\\\\\\\"%h\" x", "\\\"192.0.2.7", "192.0.2.7" },
	{ "apache '%>s\\x%h'", "200\\x192.0.2.7", "200|192.0.2.7" },
	{ "%h \\\"%r\\\"", "192.0.2.7 \"GET /\"", "192.0.2.7|GET /" },
	{ "nginx escape=json '{\"a\":\"$remote_user\",\"n\":$status}'",
	    "{\"a\":\"x\\\"y\\\\\",\"n\":200}", "x\\\"y\\\\|200" },
	{ "nginx escape=json '{\"n\":$upstream_status,\"b\":$status}'",
	    "{\"n\":,\"b\":200}", "|200" },
	{ "%{sec}t %{msec}t", "971211336 971211336123",
	    "971211336|971211336123" },
	{ "%u %t", "al ice [x] [" T "]", "al ice [x]|" T },
	{ "%u %t", "\"\" [" T "]", "\"\"|" T },
	{ "%u %t", "a [" T "] b [" T "]", "a [" T "] b|" T },
	{ "%u %t \"%r\"", "a [" T "] \\\"b [" T "] \"GET /\"",
	    "a [" T "] \\\"b|" T "|GET /" },
	{ "\"%r\" %s", "\"a\\\"b\\\\\" 200", "a\\\"b\\\\|200" },
	{ "\"%r\" %s", "\"a\\\" 200", "no match" },
	{ "nginx '\"$request\" $status'", "\"a\\x22b\" 200", "a\\x22b|200" },
	{ "nginx '\"$request\" $status'", "\"a\\\\\" 200", "a\\\\|200" },
	{ "nginx '$time_iso8601 $msec'",
	    "2000-10-10T13:55:36-07:00 971211336.123",
	    "2000-10-10T13:55:36-07:00|971211336.123" },
	{ "nginx '[$upstream_response_time] $status'", "[0.001, 0.002 : -] 200",
	    "0.001, 0.002 : -|200" },
	{ "nginx '$host:$server_port $remote_addr'",
	    "[2001:db8::1]:80 192.0.2.7", "[2001:db8::1]|80|192.0.2.7" },
	/* nginx takes a method of any length, and versions up to 1.99. */
	{ "nginx '$request_method $server_protocol $status'",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA HTTP/1.99 405",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|HTTP/1.99|405" },
};

Test(match, directives)
{
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fields(cases[i].directive, cases[i].line, &b);
		cr_assert(span_eq(buf_span(&b), span_str(cases[i].fields)),
		    "%s: %s: %.*s", cases[i].directive, cases[i].line, (int)b.n,
		    b.p);
	}
	buf_release(&b);
}

static const struct {
	const char *text;
	const char *why;
} refused[] = {
	{ "nginx '$remote_addr$status'", "touches" },
	{ "%h%u", "touches" },
	{ "nginx 'no variable'", "no variable" },
	{ "nginx '$'", "invalid variable name" },
	{ "nginx '${host'", "invalid variable name" },
	{ "nginx escape=none '$status'", "escape=none" },
	{ "nginx escape=yes '$status'", "escape is default" },
	{ "nginx", "no variable" },
	{ "apache \"%{x\"", "invalid % directive" },
	{ "apache \"%\"", "invalid % directive" },
	{ "apache \"%^F\"", "invalid % directive" },
	{ "apache \"%^F1\"", "invalid % directive" },
	{ "apache \"% h\"", "invalid % directive" },
	{ "apache \"%\\\"%h\"", "invalid % directive" },
	{ "apache \"%>%h\"", "invalid % directive" },
	{ "apache \"%h %400t\"", "must not depend on the status" },
	{ "apache \"%{%Q}t\"", "" },
	{ "apache \"%h", "does not end" },
	{ "apache ", "no variable" },
};

Test(match, refuses_bad_directives)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct formatfile file;
		char why[FORMATFILE_WHY] = "";

		cr_assert(formatfile_directive(arena, span_str(refused[i].text),
			      &file, why) == -1,
		    "%s", refused[i].text);
		cr_assert(strstr(why, refused[i].why) != NULL, "%s: %s",
		    refused[i].text, why);
	}
}

static const struct {
	const char *text;
	const char *why;
} files[] = {
	{ "", "1:1: the format has no sample" },
	{ "title x\nnginx '$status'", "2:1: the format has no sample" },
	{ "nginx '$status'\nsample x", "2:1: the sample does not match" },
	{ "nginx '$status'\nsample 200\nreject 404", "3:1: the reject" },
	{ "nginx '$status'\nsample 200\n  status 404", "3:3: the field" },
	{ "nginx '$status'\nsample 200\n  host x", "3:3: the format has no" },
	{ "sample 200\nnginx '$status'", "1:1: the format must come" },
	{ "nginx '$status'\nnginx '$host'\nsample 200", "2:1: a format has" },
	{ "nginks '$status'", "1:1: unknown directive" },
	{ "nginx '$status", "1:7: the quoted text does not end" },
};

Test(match, refuses_untried_formats)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct formatfile file;
		char why[FORMATFILE_WHY] = "";

		cr_assert(formatfile_parse(arena, SPAN("t"),
			      span_str(files[i].text), &file, why) == -1,
		    "%s", files[i].text);
		cr_assert(strncmp(why, files[i].why, strlen(files[i].why)) == 0,
		    "%s: %s", files[i].text, why);
	}
}

static struct catalog *
catalog(const char *dir)
{
	char why[FORMATFILE_WHY] = "";
	struct catalog *c = catalog_load(arena, dir, why);

	cr_assert(c != NULL, "%s", why);
	return (c);
}

/* What may be guessed for whose samples: the same fields in the same places,
 * and escapes of both. */
static const struct {
	const char *format;
	const char *also;
} alike[] = {
	{ "nginx-combined", "apache-combined" },
	{ "apache-combined", "nginx-combined" },
	{ "jetty", "apache-combined" },
	{ "tomcat", "apache-common" },
};

static bool
is_alike(struct span a, struct span b)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if (span_eq(a, span_str(alike[i].format)) &&
		    span_eq(b, span_str(alike[i].also)))
			return (true);
	return (span_eq(a, b));
}

static void
guess_sample(struct catalog *c, const struct formatfile *f, struct span sample)
{
	const struct formatfile *found = NULL;
	struct buf b, names;
	enum guess g;

	buf_init(&b, 65536);
	buf_init(&names, 4096);
	buf_addspan(&b, sample);
	buf_addspan(&b, SPAN("\r\nnoise\n"));
	g = guess_format(c, buf_span(&b), &found, &names);
	cr_assert(g == GUESS_FOUND, "%.*s: %d, candidates: %.*s\n%.*s",
	    (int)f->name.n, f->name.p, (int)g, (int)names.n, names.p,
	    (int)sample.n, sample.p);
	cr_assert(is_alike(f->name, found->name), "%.*s taken for %.*s\n%.*s",
	    (int)f->name.n, f->name.p, (int)found->name.n, found->name.p,
	    (int)sample.n, sample.p);
	buf_release(&b);
	buf_release(&names);
}

/* With their headers all columns are read alike; without, by who has them. */
static void
guess_columns(struct catalog *c, const struct formatfile *f)
{
	const struct formatfile *found = NULL;
	const bool general = span_eq(f->name, SPAN("w3c"));
	struct buf b, names;

	buf_init(&b, 65536);
	buf_init(&names, 4096);
	for (const struct sample *s = f->samples; s != NULL; s = s->next) {
		if (s->line.p[0] != '#' && !general)
			guess_sample(c, f, s->line);
		buf_addspan(&b, s->line);
		buf_addspan(&b, SPAN("\n\n"));
	}
	cr_assert(guess_format(c, buf_span(&b), &found, &names) == GUESS_FOUND,
	    "%.*s: %.*s", (int)f->name.n, f->name.p, (int)names.n, names.p);
	cr_assert(span_eq(found->name, SPAN("w3c")), "%.*s", (int)found->name.n,
	    found->name.p);
	buf_release(&b);
	buf_release(&names);
}

/* Blank lines and remarks are of anything with headers, and say nothing. */
Test(match, headers_alone_are_no_format)
{
	struct catalog *c = catalog(NULL);
	const struct formatfile *found = NULL;
	struct buf names;

	buf_init(&names, 4096);
	cr_expect(guess_format(c, SPAN("\n\n# x\n#Version: 1.0\n"), &found,
		      &names) == GUESS_NONE);
	cr_expect(guess_format(c, SPAN("#Version: 1.0\n#Fields: c-ip\n"),
		      &found, &names) == GUESS_FOUND);
	buf_release(&names);
	catalog_free(c);
}

/* Every format's samples fit many others; none is taken for one of them. */
Test(match, samples_are_guessed)
{
	struct catalog *c = catalog(NULL);
	size_t n;
	const struct formatfile *all = props_formats(c, &n);
	struct buf names;

	buf_init(&names, 4096);
	cr_assert(n >= 5);
	for (size_t i = 0; i < n; i++) {
		if (matcher_has_header(all[i].matcher)) {
			guess_columns(c, &all[i]);
			continue;
		}
		for (const struct sample *s = all[i].samples;
		     s != NULL && !all[i].framing && !all[i].unguessed;
		     s = s->next)
			guess_sample(c, &all[i], s->line);
	}
	cr_assert(guess_format(c, SPAN("x\ny\n"), &all, &names) == GUESS_NONE);
	buf_release(&names);
	catalog_free(c);
}

Test(match, every_truncation_of_a_closed_sample_is_refused)
{
	struct catalog *c = catalog(NULL);
	size_t n;
	const struct formatfile *all = props_formats(c, &n);

	for (size_t i = 0; i < n; i++) {
		const struct span line = all[i].samples->line;
		struct record r;

		if (!matcher_closed(all[i].matcher))
			continue;
		for (size_t cut = 0; cut < line.n; cut++)
			cr_assert(!matcher_line(all[i].matcher, scratch,
			    guard_span(span_make(line.p, cut)), &r));
	}
	catalog_free(c);
}

static void
write_format(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	cr_assert((f = fopen(path, "w")) != NULL);
	(void)fputs(text, f);
	(void)fclose(f);
}

Test(match, a_directory_overrides_by_name)
{
	char dir[] = "/tmp/logfade-formats-XXXXXX", path[256];
	char why[FORMATFILE_WHY] = "";
	const struct formatfile *f;
	struct catalog *c;

	cr_assert(mkdtemp(dir) != NULL);
	write_format(dir, "nginx-combined.format",
	    "title mine\nnginx '$status'\nsample 200\n");
	write_format(dir, ".hidden.format", "nonsense");
	write_format(dir, "notes.txt", "nonsense");
	c = catalog(dir);
	f = props_format(c, SPAN("nginx-combined"));
	cr_assert(span_eq(matcher_format(f->matcher)->title, SPAN("mine")));
	cr_assert_str_eq(catalog_nearest(c, SPAN("ngnix-combined")),
	    "nginx-combined");
	catalog_free(c);
	write_format(dir, "bad.format", "nginx '$status'\nsample x\n");
	cr_assert(catalog_load(arena, dir, why) == NULL);
	cr_assert(strstr(why, "bad.format:2:1: ") != NULL, "%s", why);
	(void)snprintf(path, sizeof(path), "rm -rf %s", dir);
	for (const char *const *p =
		 (const char *const[]){ "nginx-combined.format",
		     ".hidden.format", "notes.txt", "bad.format", NULL };
	     *p != NULL; p++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, *p);
		(void)unlink(path);
	}
	(void)rmdir(dir);
}
