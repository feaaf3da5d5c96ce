/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdio.h>

#include "scrub/memo.h"
#include "unit/guard.h"

static const struct leak_survey clear = { .n = 0 };
static const struct leak_survey version = {
	.n = 1,
	.addr = { { .b = { 126 }, .v6 = false } },
};

static struct memo_entry
entry(const char *out, const struct scrub_hits *hits,
    const struct leak_survey *survey)
{
	return ((struct memo_entry){ span_str(out), hits, survey });
}

static void
put(struct memo *m, size_t op, const char *in, const char *out)
{
	static const struct scrub_hits none;
	const struct span s = guard_str(in);
	const struct memo_entry e = entry(out, &none, &clear);

	memo_put(m, memo_key(m, op, s), op, s, &e);
}

/* What ${m} remembers; NULL: nothing. */
static const char *
get(struct memo *m, size_t op, const char *in)
{
	static char text[1024];
	const struct span s = guard_str(in);
	struct memo_entry e;

	if (!memo_get(m, memo_key(m, op, s), op, s, &e))
		return (NULL);
	(void)snprintf(text, sizeof(text), "%.*s", (int)e.out.n, e.out.p);
	return (text);
}

Test(memo, what_was_put_is_found_by_its_field)
{
	struct memo *m = memo_new();

	cr_assert_not_null(m);
	cr_expect_null(get(m, 0, "GET /a"));
	put(m, 0, "GET /a", "GET /a");
	put(m, 1, "GET /a", "-");
	put(m, 0, "curl/8.5", "");
	cr_expect_str_eq(get(m, 0, "GET /a"), "GET /a");
	cr_expect_str_eq(get(m, 1, "GET /a"), "-");
	cr_expect_str_eq(get(m, 0, "curl/8.5"), "");
	cr_expect_null(get(m, 2, "GET /a"));
	cr_expect_null(get(m, 0, "GET /"));
	cr_expect_null(get(m, 0, "GET /b"));
	cr_expect_null(get(m, 0, "GET /aa"));
	memo_free(m);
}

/* Whatever the hash says, the bytes decide. */
Test(memo, other_bytes_with_the_same_key_are_no_hit)
{
	const struct scrub_hits none = { .n = 0 };
	const struct memo_entry put = entry("out", &none, &clear);
	struct memo *m = memo_new();
	struct memo_entry e;

	cr_assert_not_null(m);
	for (uint64_t key = 0; key < 3; key++) {
		memo_put(m, key, 0, SPAN("one field"), &put);
		cr_expect(memo_get(m, key, 0, SPAN("one field"), &e));
		cr_expect_not(memo_get(m, key, 0, SPAN("two field"), &e));
		cr_expect_not(memo_get(m, key, 0, SPAN("one fiel"), &e));
		cr_expect_not(memo_get(m, key, 1, SPAN("one field"), &e));
	}
	memo_free(m);
}

Test(memo, hits_and_survey_come_back)
{
	struct scrub_hits hits = { .n = SCRUB_HITS_MAX };
	struct memo *m = memo_new();
	const struct span in = SPAN("a=jo%40example.org");
	const struct memo_entry e = entry("a={email}", &hits, &version);
	const uint64_t key = memo_key(m, 0, in);
	struct memo_entry got;

	for (unsigned i = 0; i < SCRUB_HITS_MAX; i++) {
		hits.hit[i].kind = KIND_EMAIL;
		hits.hit[i].place = PLACE_QUERY;
	}
	memo_put(m, key, 0, in, &e);
	cr_assert(memo_get(m, key, 0, in, &got));
	cr_expect_eq(got.hits->n, SCRUB_HITS_MAX);
	cr_expect_eq(memcmp(got.hits->hit, hits.hit, sizeof(hits.hit)), 0);
	cr_expect_eq(got.survey->n, 1);
	cr_expect_not(got.survey->open);
	cr_expect_eq(got.survey->addr[0].b[0], 126);
	memo_free(m);
}

Test(memo, what_does_not_fit_is_not_remembered)
{
	struct scrub_hits hits = { .n = 0 };
	struct memo *m = memo_new();
	char text[600];

	for (size_t n = 0; n < sizeof(text); n++) {
		const struct span in = span_make(text, n);
		const uint64_t key = memo_key(m, 0, in);
		const struct memo_entry same = { in, &hits, &clear };
		struct memo_entry e;

		memset(text, 'a', n);
		memo_put(m, key, 0, in, &same);
		if (memo_get(m, key, 0, in, &e))
			cr_assert(span_eq(e.out, in), "%zu bytes", n);
		else
			cr_assert(n == 0 || n > 256, "%zu bytes", n);
	}
	hits.n = SCRUB_HITS_MAX + 1;
	put(m, 0, "x", "y");
	cr_expect_not_null(get(m, 0, "x"));
	memo_put(m, memo_key(m, 0, SPAN("z")), 0, SPAN("z"),
	    &(struct memo_entry){ SPAN("y"), &hits, &clear });
	cr_expect_null(get(m, 0, "z"));
	memo_free(m);
}

/* Far more fields than there is room for: each is its own or forgotten. */
Test(memo, what_is_pushed_out_leaves_nothing_wrong)
{
	struct memo *m = memo_new();
	unsigned known = 0;
	char in[32], out[32];

	for (unsigned i = 0; i < 100000; i++) {
		(void)snprintf(in, sizeof(in), "GET /%u", i);
		(void)snprintf(out, sizeof(out), "out %u", i);
		put(m, 0, in, out);
		cr_assert_str_eq(get(m, 0, in), out);
	}
	for (unsigned i = 0; i < 100000; i++) {
		const char *got;

		(void)snprintf(in, sizeof(in), "GET /%u", i);
		(void)snprintf(out, sizeof(out), "out %u", i);
		if ((got = get(m, 0, in)) == NULL)
			continue;
		cr_assert_str_eq(got, out);
		known++;
	}
	cr_expect(known > 1000 && known < 100000, "%u", known);
	memo_free(m);
}
