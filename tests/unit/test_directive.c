/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "base/directive.h"
#include "unit/guard.h"

/* The list as text: `name(arg|arg){...} ...`. */
static void
show(const struct directive *d, struct buf *b)
{
	for (; d != NULL; d = d->next) {
		buf_addspan(b, d->name);
		for (size_t i = 0; i < d->nargs; i++) {
			buf_addc(b, i == 0 ? '(' : '|');
			buf_addspan(b, d->args[i]);
		}
		if (d->nargs > 0)
			buf_addc(b, ')');
		if (d->block) {
			buf_addc(b, '{');
			show(d->children, b);
			buf_addc(b, '}');
		}
		if (d->next != NULL)
			buf_addc(b, ' ');
	}
}

static bool
is_raw(struct span name)
{
	return (span_eq(name, SPAN("sample")) || span_eq(name, SPAN("%{a}i")));
}

static const struct {
	const char *in;
	const char *out;
} good[] = {
	{ "", "" },
	{ "# only a comment", "" },
	{ "ip truncate 16 32", "ip(truncate|16|32)" },
	{ "a b # c\nd", "a(b) d" },
	{ "a b; c d;;\n;e", "a(b) c(d) e" },
	{ "a \"b c\" 'd \"e\"'", "a(b c|d \"e\")" },
	{ "a \"x\\\"y\\\\z\\n\"", "a(x\"y\\z\\n)" },
	{ "a 'it\\'s'", "a(it's)" },
	{ "a \"\"", "a()" },
	{ "output /x { rotate day; level 3 }",
	    "output(/x){rotate(day) "
	    "level(3)}" },
	{ "a {\n b { c }\n}\nd", "a{b{c}} d" },
	{ "a { }", "a{}" },
	{ "output /x/{vhost} { level 3 }", "output(/x/{vhost}){level(3)}" },
	{ "output /x/{vhost}/y{b}z;c", "output(/x/{vhost}/y{b}z) c" },
	{ "output /x/{vhost}{ b }", "output(/x/{vhost}){b}" },
	{ "a{b}", "a{b}" },
	{ "a b{c 1}", "a(b){c(1)}" },
	{ "a {b}", "a{b}" },
	{ "a b{}", "a(b){}" },
	{ "nginx 'x '\n      'y'\n      \"z\"\nb", "nginx(x |y|z) b" },
	{ "nginx 'x'\n\n# note\n'y'", "nginx(x|y)" },
	{ "sample a \"b # { ; }\nx", "sample(a \"b # { ; }) x" },
	{ "sample", "sample()" },
	{ "sample x \r\ny", "sample(x ) y" },
	{ "%{a}i 1 2", "%{a}i(1 2)" },
	{ "a 1\r\nb 2\r\n", "a(1) b(2)" },
};

Test(directive, parses)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct arena *a = arena_new(1 << 20);
		struct directive_error e;
		struct directive *list;
		struct buf b;

		buf_init(&b, 4096);
		cr_assert(directive_parse(a, guard_str(good[i].in), is_raw,
			      &list, &e) == 0,
		    "%s: %s", good[i].in, e.what);
		show(list, &b);
		cr_assert(span_eq(buf_span(&b), span_str(good[i].out)),
		    "%s: %.*s", good[i].in, (int)b.n, b.p);
		buf_release(&b);
		arena_free(a);
	}
}

static const struct {
	const char *in;
	unsigned line;
	unsigned column;
	const char *what;
} bad[] = {
	{ "a \"b", 1, 3, "does not end" },
	{ "a \"b\nc\"", 1, 3, "does not end" },
	{ "a \"b\\", 1, 3, "does not end" },
	{ "a \"b\"c", 1, 6, "blank" },
	{ "a {", 1, 4, "} is missing" },
	{ "a {\n b\n", 3, 1, "} is missing" },
	{ "x\n}", 2, 1, "no {" },
	{ "'a' b", 1, 1, "name must come first" },
	{ "{ a }", 1, 1, "name must come before" },
	{ "a { b { c { d { e } } } }", 1, 15, "too many blocks" },
};

Test(directive, says_where_it_is_wrong)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct arena *a = arena_new(1 << 20);
		struct directive_error e;
		struct directive *list;

		cr_assert(directive_parse(a, guard_str(bad[i].in), NULL, &list,
			      &e) == -1,
		    "%s", bad[i].in);
		cr_assert(e.line == bad[i].line && e.column == bad[i].column,
		    "%s: %u:%u", bad[i].in, e.line, e.column);
		cr_assert(strstr(e.what, bad[i].what) != NULL, "%s: %s",
		    bad[i].in, e.what);
		arena_free(a);
	}
}

Test(directive, refuses_nul_and_too_many_arguments)
{
	struct arena *a = arena_new(1 << 20);
	struct directive_error e;
	struct directive *list;
	struct buf b;

	cr_assert(directive_parse(a, SPAN("a\0b"), NULL, &list, &e) == -1);
	buf_init(&b, 65536);
	buf_addc(&b, 'a');
	for (int i = 0; i <= DIRECTIVE_ARGS_MAX; i++)
		buf_addspan(&b, SPAN(" x"));
	cr_assert(directive_parse(a, buf_span(&b), NULL, &list, &e) == -1);
	buf_release(&b);
	arena_free(a);
}

Test(directive, suggests_what_was_meant)
{
	static const char *const known[] = { "ip", "ip-list", "referer",
		"query", "agent" };

	cr_assert_str_eq(directive_nearest(SPAN("referrer"), known, 5),
	    "referer");
	cr_assert_str_eq(directive_nearest(SPAN("qurey"), known, 5), "query");
	cr_assert_str_eq(directive_nearest(SPAN("ip_list"), known, 5),
	    "ip-list");
	cr_assert(directive_nearest(SPAN("zzzzzz"), known, 5) == NULL);
	cr_assert(directive_nearest(SPAN(""), known, 5) == NULL);
}
