/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "base/directive.h"
#include "model/rule.h"

static const char *
parse(enum class c, const char *text, struct rule *r)
{
	static struct arena *a;
	struct directive_error e;
	struct directive *list;

	arena_free(a);
	a = arena_new(1 << 16);
	cr_assert(directive_parse(a, span_str(text), NULL, &list, &e) == 0);
	return (rule_parse(c, list->args, list->nargs, a, r));
}

Test(rule, defaults_are_those_of_the_table)
{
	cr_assert(rule_default(CLASS_IP).action == ACTION_TRUNCATE);
	cr_assert(rule_default(CLASS_IP).bits4 == 16);
	cr_assert(rule_default(CLASS_IP).bits6 == 32);
	cr_assert(rule_default(CLASS_USER).action == ACTION_DROP);
	cr_assert(rule_default(CLASS_TIME).action == ACTION_HOUR);
	cr_assert(rule_default(CLASS_QUERY).action == ACTION_DROP_PERSONAL);
	cr_assert(rule_default(CLASS_REFERER).action == ACTION_SAME);
	cr_assert(rule_default(CLASS_AGENT).action == ACTION_REDUCE);
	cr_assert(rule_default(CLASS_OPAQUE).action == ACTION_DROP);
}

Test(rule, parses_actions_and_arguments)
{
	struct rule r;

	cr_assert(parse(CLASS_IP, "x truncate 24 48", &r) == NULL);
	cr_assert(r.bits4 == 24 && r.bits6 == 48);
	cr_assert(parse(CLASS_IP, "x truncate", &r) == NULL);
	cr_assert(r.bits4 == 16 && r.bits6 == 32);
	cr_assert(parse(CLASS_QUERY, "x only page sort", &r) == NULL);
	cr_assert(r.nnames == 2 && span_eq(r.names[1], SPAN("sort")));
	cr_assert(parse(CLASS_TIME, "x week", &r) == NULL);
	cr_assert(r.action == ACTION_WEEK);
}

Test(rule, refuses_what_the_class_does_not_have)
{
	static const struct {
		enum class class;
		const char *text;
	} bad[] = {
		{ CLASS_IP, "x" },
		{ CLASS_IP, "x scrub" },
		{ CLASS_IP, "x truncate 33 48" },
		{ CLASS_IP, "x truncate 8" },
		{ CLASS_IP, "x truncate 8 129" },
		{ CLASS_IP, "x drop 1" },
		{ CLASS_IP, "x Drop" },
		{ CLASS_QUERY, "x only" },
		{ CLASS_QUERY, "x hour" },
		{ CLASS_OPAQUE, "x keep" },
		{ CLASS_AGENT, "x truncate 1 1" },
		{ CLASS_TIME, "x drop" },
	};
	struct rule r = { .action = ACTION_ORIGIN };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert(parse(bad[i].class, bad[i].text, &r) != NULL, "%s",
		    bad[i].text);
	cr_assert(r.action == ACTION_ORIGIN);
}

Test(rule, every_class_has_a_name_and_a_default)
{
	for (int i = 0; i < CLASS_COUNT; i++) {
		enum class c;

		cr_assert(class_parse(span_str(class_name((enum class)i)), &c));
		cr_assert((int)c == i);
		cr_assert(rule_choices(c) != NULL);
		cr_assert(
		    strstr(rule_choices(c),
			rule_action_name(rule_default(c).action)) != NULL);
	}
}
