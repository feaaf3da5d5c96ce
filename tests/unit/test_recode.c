/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "model/policy.h"
#include "scrub/recode.h"
#include "unit/guard.h"
#include "unit/props.h"

enum { ROUNDS = 20000, VALUE_MAX = 64 };

static struct recode *recode;
static struct buf out;

static void
setup(void)
{
	cr_assert((recode = recode_new()) != NULL);
	buf_init(&out, 8 * LINE_LIMIT);
}

static void
teardown(void)
{
	recode_free(recode);
	buf_release(&out);
}

TestSuite(recode, .init = setup, .fini = teardown);

/* What is written of ${text} in place of what stood for ${raw}. */
static struct span
redo(struct span text)
{
	buf_addspan(recode_clean(recode), text);
	buf_reset(&out);
	recode_redo(recode, &out);
	return (buf_span(&out));
}

static const struct {
	enum escape escape;
	enum coding coding;
	struct span raw;
	struct span text;
	struct span again; /* empty: as raw */
} cases[] = {
#define NONE ESCAPE_NONE, CODING_PLAIN
#define JSON ESCAPE_JSON, CODING_PLAIN
#define PLUS ESCAPE_NONE, CODING_PLUS
#define PERCENT ESCAPE_NONE, CODING_PERCENT
#define S(s) SPAN(s)
	{ NONE, S("a\\nb+%20"), S("a\\nb+%20"), S("") },
	{ JSON, S("a\\nb"), S("a\nb"), S("") },
	{ JSON, S("\\b\\f\\n\\r\\t\\\"\\\\"), S("\b\f\n\r\t\"\\"), S("") },
	{ JSON, S("\\/"), S("/"), S("/") },
	{ JSON, S("\\u0041\\u00e9\\u20AC"), S("A\xc3\xa9\xe2\x82\xac"),
	    S("A\xc3\xa9\xe2\x82\xac") },
	{ JSON, S("\\u0000\\u001f"), S("\0\x1f"), S("\\u0000\\u001F") },
	{ JSON, S("\\ud83d\\ude00"), S("\xf0\x9f\x98\x80"),
	    S("\xf0\x9f\x98\x80") },
	/* Half of a pair, and what is no escape, stand for themselves. */
	{ JSON, S("\\ud83d"), S("\\ud83d"), S("\\\\ud83d") },
	{ JSON, S("\\ude00\\ud83d"), S("\\ude00\\ud83d"),
	    S("\\\\ude00\\\\ud83d") },
	{ JSON, S("\\ud83d\\u0041"), S("\\ud83dA"), S("\\\\ud83dA") },
	{ JSON, S("\\ud83d\\n"), S("\\ud83d\n"), S("\\\\ud83d\\n") },
	{ JSON, S("\\u12"), S("\\u12"), S("\\\\u12") },
	{ JSON, S("\\u00g0"), S("\\u00g0"), S("\\\\u00g0") },
	{ JSON, S("\\x41"), S("\\x41"), S("\\\\x41") },
	{ JSON, S("a\\"), S("a\\"), S("a\\\\") },
	{ JSON, S("\\\xff"), S("\\\xff"), S("\\\\\xff") },
	{ PLUS, S("a+b+"), S("a b "), S("") },
	{ PLUS, S("a%20b"), S("a%20b"), S("") },
	{ PERCENT, S("a%20b%41"), S("a bA"), S("a%20bA") },
	{ PERCENT, S("a%2520b"), S("a b"), S("a%2520b") },
	{ PERCENT, S("a%252520b"), S("a%20b"), S("a%252520b") },
	{ PERCENT, S("a+b%"), S("a+b%"), S("") },
	{ PERCENT, S("%4"), S("%4"), S("") },
	{ ESCAPE_JSON, CODING_PLUS, S("a+\\\"b"), S("a \"b"), S("") },
	{ ESCAPE_JSON, CODING_PERCENT, S("\\u002541"), S("A"), S("A") },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

Test(recode, undoes_and_writes_again)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct span raw = guard_span(cases[i].raw);
		const struct span text =
		    recode_undo(recode, cases[i].escape, cases[i].coding, raw);
		const struct span want =
		    cases[i].again.n > 0 ? cases[i].again : cases[i].raw;

		cr_expect(span_eq(text, cases[i].text), "%zu: %.*s", i,
		    (int)text.n, text.p);
		redo(cases[i].text);
		cr_expect(span_eq(buf_span(&out), want), "%zu: %.*s", i,
		    (int)out.n, out.p);
	}
}

/* Where there is nothing to undo, nothing is copied. */
Test(recode, what_holds_nothing_coded_is_itself)
{
	static const enum escape escapes[] = { ESCAPE_JSON, ESCAPE_NONE };
	const struct span raw = SPAN("/a/b?c=d");

	for (size_t e = 0; e < COUNT(escapes); e++)
		for (int c = CODING_PLAIN; c <= CODING_PERCENT; c++)
			cr_expect_eq(recode_undo(recode, escapes[e],
					 (enum coding)c, raw)
					 .p,
			    raw.p);
}

static struct span
random_bytes(struct props_random *r, struct buf *b)
{
	static const char likely[] = "\\\"u00d83%25+ \n{}e";

	buf_reset(b);
	for (size_t n = props_draw(r, VALUE_MAX); n > 0; n--)
		buf_addc(b,
		    props_draw(r, 2) == 0 ?
			(char)props_draw(r, 256) :
			likely[props_draw(r, sizeof(likely) - 1)]);
	return (buf_span(b));
}

/* Neither a raw quote nor a control byte, every escape one of JSON's. */
static bool
is_json_inside(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '"')
			return (false);
		if (s.p[i] != '\\')
			continue;
		if (++i == s.n || strchr("bfnrt\"\\/u", s.p[i]) == NULL)
			return (false);
		for (size_t k = 0; s.p[i] == 'u' && k < 4; k++)
			if (i + k + 1 >= s.n ||
			    strchr("0123456789ABCDEF", s.p[i + k + 1]) == NULL)
				return (false);
	}
	return (true);
}

/* Is it still inside of its field? */
static bool
is_inside(struct span s, enum escape escape, enum coding coding)
{
	if (escape == ESCAPE_JSON && !is_json_inside(s))
		return (false);
	if (coding == CODING_PLUS)
		return (span_index(s, ' ') == s.n);
	for (size_t i = 0; i < s.n && coding == CODING_PERCENT; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"')
			return (false);
	return (true);
}

/* Whatever an action makes of whatever a field was. */
Test(recode, what_is_written_stays_inside_its_field)
{
	static const enum escape escapes[] = { ESCAPE_JSON, ESCAPE_NONE };
	struct props_random r = { 1 };
	struct buf raw, text;

	buf_init(&raw, VALUE_MAX);
	buf_init(&text, VALUE_MAX);
	for (size_t i = 0; i < ROUNDS; i++) {
		const enum escape e = escapes[props_draw(&r, 2)];
		const enum coding c = (enum coding)props_draw(&r, 3);

		/* Some is coded, so that all levels there are are undone. */
		random_bytes(&r, &raw);
		(void)recode_undo(recode, e, c, guard_span(buf_span(&raw)));
		redo(random_bytes(&r, &text));
		cr_assert(is_inside(buf_span(&out), e, c),
		    "round %zu: %d %d: %.*s to %.*s", i, (int)e, (int)c,
		    (int)text.n, text.p, (int)out.n, out.p);
	}
	buf_release(&raw);
	buf_release(&text);
}

/* What is written of a text reads as that text again. */
Test(recode, what_is_written_reads_the_same)
{
	static const enum escape escapes[] = { ESCAPE_JSON, ESCAPE_NONE };
	struct props_random r = { 2 };
	struct buf raw, text, copy;

	buf_init(&raw, VALUE_MAX);
	buf_init(&text, 8 * VALUE_MAX);
	buf_init(&copy, 8 * VALUE_MAX);
	for (size_t i = 0; i < ROUNDS; i++) {
		const enum escape e = escapes[props_draw(&r, 2)];
		const enum coding c = (enum coding)props_draw(&r, 2);
		struct span again;

		buf_reset(&text);
		buf_addspan(&text,
		    recode_undo(recode, e, c,
			guard_span(random_bytes(&r, &raw))));
		buf_reset(&copy);
		buf_addspan(&copy, redo(buf_span(&text)));
		again = recode_undo(recode, e, c, guard_span(buf_span(&copy)));
		cr_assert(span_eq(again, buf_span(&text)),
		    "round %zu: %d %d: %.*s", i, (int)e, (int)c, (int)text.n,
		    text.p);
	}
	buf_release(&raw);
	buf_release(&text);
	buf_release(&copy);
}

/* Two levels make five bytes of one: what has no room is no clean text. */
Test(recode, what_does_not_fit_is_said)
{
	struct buf big;

	buf_init(&big, LINE_LIMIT);
	buf_addspan(&big, SPAN("%2541"));
	while (big.n < LINE_LIMIT)
		buf_addc(&big, '<');
	(void)recode_undo(recode, ESCAPE_NONE, CODING_PERCENT, buf_span(&big));
	redo(buf_span(&big));
	cr_expect(out.failed || out.n > 4 * LINE_LIMIT);
	buf_release(&big);
}

/* Where there is nothing to undo, blanks are still none of a coded field. */
Test(recode, an_action_writes_no_blank_into_a_coded_field)
{
	const struct span text = SPAN("field ip ip\nfield agent agent plus\n"
				      "field other agent percent\n"
				      "layout '$ip $agent $other end'\n"
				      "sample 192.0.2.7 a b end\n");
	const struct span line =
	    SPAN("192.0.2.7 Mozilla/5.0(X11;Linux)Firefox/115.0 "
		 "Mozilla/5.0(X11;Linux)Firefox/115.0 end");
	char why[FORMATFILE_WHY] = "";
	enum verdict v = VERDICT_UNMATCHED;
	struct formatfile file;
	struct worker *w;
	struct span got;
	struct props p;

	props_init(&p);
	p.policy.rule[CLASS_AGENT].action = ACTION_FAMILY;
	cr_assert(formatfile_parse(p.arena, SPAN("t"), text, &file, why) == 0,
	    "%s", why);
	w = props_worker(&p, file.matcher);
	got = props_run(w, line, &v);
	cr_expect(span_ends(got,
		      SPAN(" Firefox/115.0+Linux Firefox/115.0%20Linux end\n")),
	    "%.*s", (int)got.n, got.p);
	worker_free(w);
	matcher_free(file.matcher);
	props_free(&p);
}
