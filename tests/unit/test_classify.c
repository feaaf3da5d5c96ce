/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/regex.h"
#include "match/classify.h"
#include "unit/cputime.h"

enum { FIELDS = 6 };

static const struct field fields[FIELDS] = {
	{ .name = SPAN("host"), .class = CLASS_VHOST },
	{ .name = SPAN("request"), .class = CLASS_REQUEST },
	{ .name = SPAN("status"), .class = CLASS_STATUS },
	{ .name = SPAN("http_user_agent"), .class = CLASS_AGENT },
	{ .name = SPAN("http_referer"), .class = CLASS_REFERER },
	{ .name = SPAN("upstream_status"), .class = CLASS_STATUS },
};

static const struct format format = { .name = SPAN("test"),
	.escape = ESCAPE_NGINX,
	.fields = fields,
	.nfields = FIELDS };

struct bench {
	struct arena *arena;
	struct classify *c;
	struct classifying *s;
};

static void
bench_init(struct bench *b, const struct policy *p)
{
	char why[200] = "";

	cr_assert((b->arena = arena_new(1 << 20)) != NULL);
	b->c = classify_new(b->arena, &format, p, why);
	cr_assert(b->c != NULL, "%s", why);
	cr_assert((b->s = classify_scratch()) != NULL);
}

static void
bench_release(struct bench *b)
{
	classify_scratch_free(b->s);
	classify_free(b->c);
	arena_free(b->arena);
}

/* The class of a line of ${values}, in the order of the fields; NULL: none. */
static int
class_of(const struct bench *b, const char *const values[static FIELDS])
{
	struct cut cuts[FIELDS];
	struct record r = { .format = &format, .cut = cuts };

	for (unsigned i = 0; i < FIELDS; i++)
		if (values[i] != NULL)
			cuts[r.ncuts++] =
			    (struct cut){ .value = span_str(values[i]),
				    .field = i };
	(void)classify_vhost(b->c, &r, b->s);
	return (classify_line(b->c, &r, SPAN("a.example.org"), b->s));
}

static const struct span contact[] = { SPAN("^/contact") };
static const struct span errors[] = { SPAN("4xx"), SPAN("500-503") };
static const struct span slow[] = { SPAN("(a+)+$"), SPAN("^b") };
static const struct span reads[] = { SPAN("GET"), SPAN("HEAD") };
static const struct condition conditions[] = {
	{ .what = CONDITION_PATH, .value = contact, .nvalues = 1 },
	{ .what = CONDITION_STATUS, .value = errors, .nvalues = 2 },
	{ .what = CONDITION_METHOD, .value = reads, .nvalues = 2 },
	{ .what = CONDITION_FIELD,
	    .field = SPAN("http_user_agent"),
	    .value = slow,
	    .nvalues = 2 },
};
static const struct scope classes[] = {
	{ .name = SPAN("contact"),
	    .condition = &conditions[0],
	    .nconditions = 1 },
	{ .name = SPAN("errors"),
	    .condition = &conditions[1],
	    .nconditions = 2 },
	{ .name = SPAN("slow"), .condition = &conditions[3], .nconditions = 1 },
};
static const struct policy policy = { .class = classes, .nclasses = 3 };

#define AS "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"

Test(classify, the_first_class_that_matches)
{
	static const struct {
		const char *values[FIELDS];
		int class;
	} all[] = {
		{ { "h", "GET /contact HTTP/1.1", "200", "-", "-" }, 0 },
		{ { "h", "GET /contact HTTP/1.1", "404", AS, "-" }, 0 },
		{ { "h", "GET /x HTTP/1.1", "404", AS, "-" }, 1 },
		{ { "h", "POST /x HTTP/1.1", "404", "-", "-" }, -1 },
		{ { "h", "GET /x HTTP/1.1", "200", "-", "-", "404" }, -1 },
		{ { "h", "GET /x HTTP/1.1", "-", "-", "-", "404" }, -1 },
		{ { "h", "GET /x HTTP/1.1", "200", "aaa", "-" }, 2 },
		{ { "h", "GET /x HTTP/1.1", "200", "b", AS }, 2 },
		{ { "h", "GET /x HTTP/1.1", "200", "c", AS }, -1 },
		{ { "h", NULL, NULL, NULL, NULL }, -1 },
		{ { "h", "\\x16\\x03", "404", NULL, NULL }, -1 },
	};
	struct bench b;

	bench_init(&b, &policy);
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			cr_expect_eq(class_of(&b, all[i].values), all[i].class,
			    "%zu: %d", i, class_of(&b, all[i].values));
	bench_release(&b);
}

/* Nor is it one of a class behind: that one would be a guess as well. */
Test(classify, what_a_limit_ends_is_of_no_known_class)
{
	static const struct scope more[] = {
		{ .name = SPAN("slow"),
		    .condition = &conditions[3],
		    .nconditions = 1 },
		{ .name = SPAN("contact"),
		    .condition = &conditions[0],
		    .nconditions = 1 },
	};
	static const struct policy p = { .class = more, .nclasses = 2 };
	const char *const line[FIELDS] = { "h", "GET /contact HTTP/1.1", "200",
		AS };
	const char *const quick[FIELDS] = { "h", "GET /contact HTTP/1.1", "200",
		"c" };
	/* The second value of the field matches: the first makes no matter. */
	const char *const other[FIELDS] = { "h", "GET /contact HTTP/1.1", "200",
		("b" AS) };
	struct bench b;

	bench_init(&b, &p);
	cr_expect_eq(class_of(&b, line), CLASSIFY_UNKNOWN);
	cr_expect_eq(class_of(&b, quick), 1);
	cr_expect_eq(class_of(&b, other), 0);
	bench_release(&b);
}

Test(classify, a_path_too_long_is_not_guessed_at)
{
	static char request[REGEX_FIND_MAX + 100];
	const char *const line[FIELDS] = { "h", request, "200", "-" };
	struct bench b;

	bench_init(&b, &policy);
	memset(request, 'x', sizeof(request) - 1);
	memcpy(request, "GET /", 5);
	request[4 + REGEX_FIND_MAX] = '\0';
	cr_expect_eq(class_of(&b, line), CLASSIFY_NONE);
	request[4 + REGEX_FIND_MAX] = 'x';
	cr_expect_eq(class_of(&b, line), CLASSIFY_UNKNOWN);
	/* A query is no part of it. */
	request[100] = '?';
	cr_expect_eq(class_of(&b, line), CLASSIFY_NONE);
	bench_release(&b);
}

/* The worst of them ends, however long the text is. */
Test(classify, limits_end_a_match_soon)
{
	static const char *const patterns[] = { "(a+)+$", "(a|aa)+$",
		"(a*)*$b?!x", "a+a+a+a+c", "(?:a?){30}a{30}b",
		"(.*)(.*)(.*)x$" };
	static char text[REGEX_FIND_MAX];
	struct regex_scratch *s = regex_scratch_new(3);
	char why[160];
	long start;

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 2] = 'c';
	text[sizeof(text) - 1] = '!';
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct regex *r = regex_search(span_str(patterns[i]), why);

		cr_assert(r != NULL, "%s", why);
		start = cputime_ms();
		(void)regex_find(r, s, span_make(text, 5000));
		(void)regex_find(r, s, span_make(text, 8192));
		cr_expect(cputime_ms() - start < 3000 * CPUTIME_FACTOR, "%s",
		    patterns[i]);
		regex_free(r);
	}
	regex_scratch_free(s);
}

Test(classify, a_pattern_begins_and_ends_anywhere)
{
	struct regex_scratch *s = regex_scratch_new(0);
	char why[160] = "";
	struct regex *r = regex_search(SPAN("b(c)\\1|^x$"), why);

	cr_assert(r != NULL, "%s", why);
	cr_expect_eq(regex_find(r, s, SPAN("abccd")), REGEX_FOUND);
	cr_expect_eq(regex_find(r, s, SPAN("x")), REGEX_FOUND);
	cr_expect_eq(regex_find(r, s, SPAN("x\n")), REGEX_ABSENT);
	cr_expect_eq(regex_find(r, s, SPAN("abcd")), REGEX_ABSENT);
	cr_expect_eq(regex_find(r, s, span_make(NULL, 0)), REGEX_ABSENT);
	regex_free(r);
	cr_expect_null(regex_search(SPAN("(a"), why));
	cr_expect(strlen(why) > 0);
	regex_scratch_free(s);
}
