/* SPDX-License-Identifier: ISC */
/*
 * match FILE: what it costs to take the lines of FILE apart, a log in nginx's
 * "combined": by a bare loop around PCRE2 with a pattern written by hand, by
 * the formats of logfade, and the same requests as JSON of nginx and Caddy.
 * All in one process, in turn, so that what else the machine does hits all.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "match/catalog.h"

enum { ROUNDS = 9, LINES = 100000, LINE_BYTES = 2048, KINDS = 5 };

/* One kind of lines, and what takes them apart. */
struct kind {
	const char *name;
	struct buf text;
	struct span *line;
	size_t n;
	const struct matcher *matcher; /* NULL: the bare loop */
	int base; /* the kind it is compared with */
	double target; /* how many times that at most; 0: none */
	double ns[ROUNDS]; /* a line */
};

struct bench {
	struct arena *arena;
	struct catalog *catalog;
	struct matching *scratch;
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	struct kind kind[KINDS];
};

static const char pattern[] =
    "([^ ]++) - ([^ \"]*+(?: (?!\\[)[^ \"]*+)*+) "
    "\\[([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} "
    "[+-][0-9]{4})\\] \"([^\"]*+)\" ([0-9]{3}) ([0-9]++|-) \"([^\"]*+)\" "
    "\"([^\"]*+)\"";

static void
die(const char *what)
{
	(void)fprintf(stderr, "match: %s\n", what);
	exit(1);
}

static void
add_line(struct kind *k, struct span s)
{
	if (!buf_reserve(&k->text, LINE_BYTES) || s.n > LINE_BYTES)
		die("a line is too long");
	k->line[k->n++] = span_make(k->text.p + k->text.n, s.n);
	buf_addspan(&k->text, s);
}

static void
init(struct bench *b)
{
	static const char directive[] =
	    "nginx escape=json '{\"time\":\"$time_iso8601\","
	    "\"remote_addr\":\"$remote_addr\","
	    "\"remote_user\":\"$remote_user\",\"request\":\"$request\","
	    "\"status\":$status,\"bytes\":$body_bytes_sent,"
	    "\"referer\":\"$http_referer\",\"agent\":\"$http_user_agent\"}'";
	static const struct kind kinds[KINDS] = {
		{ .name = "PCRE2, by hand" },
		{ .name = "nginx-combined", .target = 1.2 },
		{ .name = "apache-combined", .target = 1.2 },
		{ .name = "nginx, escape=json", .base = 1, .target = 2 },
		{ .name = "caddy", .base = 1, .target = 4 },
	};
	char why[FORMATFILE_WHY] = "";
	struct formatfile file;
	int e;
	size_t at;

	b->arena = arena_new(1 << 24);
	b->scratch = matcher_scratch();
	if (b->arena == NULL || b->scratch == NULL ||
	    (b->catalog = catalog_load(b->arena, NULL, why)) == NULL ||
	    formatfile_directive(b->arena, span_str(directive), &file, why) ==
		-1)
		die(why);
	for (size_t i = 0; i < KINDS; i++) {
		struct kind *k = &b->kind[i];

		*k = kinds[i];
		buf_init(&k->text, (size_t)LINES * LINE_BYTES);
		k->line = calloc(LINES, sizeof(*k->line));
		/* Lines point into it: it does not grow. */
		if (k->line == NULL ||
		    !buf_reserve(&k->text, (size_t)LINES * LINE_BYTES))
			die("out of memory");
		if (i == 1 || i == 2 || i == 4)
			k->matcher =
			    catalog_find(b->catalog, span_str(k->name), why)
				->matcher;
	}
	b->kind[3].matcher = file.matcher;
	b->code = pcre2_compile((PCRE2_SPTR)pattern, sizeof(pattern) - 1,
	    PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOTALL, &e, &at, NULL);
	if (b->code == NULL ||
	    pcre2_jit_compile(b->code, PCRE2_JIT_COMPLETE) != 0)
		die("no JIT");
	b->data = pcre2_match_data_create_from_pattern(b->code, NULL);
	b->context = pcre2_match_context_create(NULL);
	pcre2_jit_stack_assign(b->context, NULL,
	    pcre2_jit_stack_create(32768, 1 << 20, NULL));
}

/* A minus sign says that there is nothing; JSON says it with nothing. */
static struct span
value(const struct record *r, size_t i)
{
	return (
	    span_eq(r->cut[i].value, SPAN("-")) ? SPAN("") : r->cut[i].value);
}

static void
put(struct buf *b, const char *before, struct span s)
{
	buf_addspan(b, span_str(before));
	buf_addspan(b, s);
}

/* "combined" has client, user, time, request, status, size, referer, agent. */
static void
put_nginx(const struct record *r, unsigned i, struct buf *b)
{
	buf_addf(b, "{\"time\":\"2025-11-21T%02u:%02u:%02u+01:00",
	    i / 3600 % 24, i / 60 % 60, i % 60);
	put(b, "\",\"remote_addr\":\"", value(r, 0));
	put(b, "\",\"remote_user\":\"", value(r, 1));
	put(b, "\",\"request\":\"", value(r, 3));
	put(b, "\",\"status\":", value(r, 4));
	put(b, ",\"bytes\":", value(r, 5));
	put(b, ",\"referer\":\"", value(r, 6));
	put(b, "\",\"agent\":\"", value(r, 7));
	buf_addspan(b, SPAN("\"}"));
}

static void
put_caddy(const struct record *r, unsigned i, struct buf *b)
{
	const struct span request = r->cut[3].value;
	const size_t blank = span_index(request, ' ');
	const struct span rest = span_from(request, blank + 1);

	buf_addf(b,
	    "{\"level\":\"info\",\"ts\":%u.123456,"
	    "\"logger\":\"http.log.access\",\"msg\":\"handled request\"",
	    1763679600 + i);
	put(b, ",\"request\":{\"remote_ip\":\"", value(r, 0));
	put(b, "\",\"remote_port\":\"64985\",\"client_ip\":\"", value(r, 0));
	put(b, "\",\"proto\":\"HTTP/2.0\",\"method\":\"",
	    span_make(request.p, blank));
	put(b, "\",\"host\":\"www.example.org\",\"uri\":\"",
	    span_make(rest.p, span_index(rest, ' ')));
	put(b, "\",\"headers\":{\"User-Agent\":[\"", value(r, 7));
	put(b, "\"],\"Accept\":[\"*/*\"],\"Referer\":[\"", value(r, 6));
	put(b,
	    "\"]},\"tls\":{\"resumed\":false,\"version\":772,"
	    "\"cipher_suite\":4865,\"proto\":\"h2\",\"server_name\":"
	    "\"www.example.org\"}},\"bytes_read\":0,\"user_id\":\"\","
	    "\"duration\":0.001335486,\"size\":",
	    value(r, 5));
	put(b, ",\"status\":", value(r, 4));
	buf_addspan(b, SPAN(",\"resp_headers\":{\"Server\":[\"Caddy\"]}}"));
}

static void
load(struct bench *b, const char *name)
{
	static char text[LINE_BYTES];
	FILE *f = fopen(name, "r");
	struct buf json;

	if (f == NULL)
		die("no such file");
	buf_init(&json, LINE_BYTES);
	for (unsigned i = 0; i < LINES && fgets(text, sizeof(text), f) != NULL;
	     i++) {
		const struct span line = span_make(text, strcspn(text, "\n"));
		struct record r;

		if (!matcher_line(b->kind[1].matcher, b->scratch, line, &r))
			die("the log is not in combined");
		for (size_t k = 0; k < 3; k++)
			add_line(&b->kind[k], line);
		buf_reset(&json);
		put_nginx(&r, i / 16, &json);
		add_line(&b->kind[3], buf_span(&json));
		buf_reset(&json);
		put_caddy(&r, i / 16, &json);
		add_line(&b->kind[4], buf_span(&json));
	}
	buf_release(&json);
	(void)fclose(f);
}

static size_t
run_bare(const struct bench *b, const struct kind *k)
{
	size_t matched = 0;

	for (size_t i = 0; i < k->n; i++)
		matched += pcre2_jit_match(b->code, (PCRE2_SPTR)k->line[i].p,
			       k->line[i].n, 0, 0, b->data, b->context) > 0;
	return (matched);
}

static size_t
run_matcher(const struct bench *b, const struct kind *k)
{
	size_t matched = 0;
	struct record r;

	for (size_t i = 0; i < k->n; i++)
		matched += matcher_line(k->matcher, b->scratch, k->line[i], &r);
	return (matched);
}

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec / 1e9);
}

static void
run(const struct bench *b, struct kind *k, size_t round)
{
	const double start = seconds();
	const size_t n =
	    k->matcher == NULL ? run_bare(b, k) : run_matcher(b, k);

	k->ns[round] = (seconds() - start) / (double)k->n * 1e9;
	if (n != k->n)
		die("not every line matches");
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return ((x > y) - (x < y));
}

static void
show(struct bench *b)
{
	for (size_t i = 0; i < KINDS; i++)
		qsort(b->kind[i].ns, ROUNDS, sizeof(double), compare);
	printf("\nmatching, %zu lines, one core, medians of %d\n\n",
	    b->kind[0].n, ROUNDS);
	printf("%-20s%9s%10s%10s\n", "", "ns/line", "bytes", "ratio");
	for (size_t i = 0; i < KINDS; i++) {
		const struct kind *k = &b->kind[i];
		const struct kind *base = &b->kind[k->base];
		const double ratio = k->ns[ROUNDS / 2] / base->ns[ROUNDS / 2];

		printf("%-20s%9.0f%10zu%10.2f", k->name, k->ns[ROUNDS / 2],
		    k->text.n / k->n, ratio);
		if (k->target > 0)
			printf("  of %s, target: at most %.1f: %s", base->name,
			    k->target, ratio <= k->target ? "met" : "not met");
		printf("\n");
	}
}

int
main(int argc, char **argv)
{
	static struct bench b;

	if (argc != 2)
		die("usage: match FILE");
	init(&b);
	load(&b, argv[1]);
	for (size_t round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < KINDS; i++)
			run(&b, &b.kind[i], round);
	show(&b);
	return (fflush(stdout) == 0 ? 0 : 1);
}
