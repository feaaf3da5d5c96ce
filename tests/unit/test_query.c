/* SPDX-License-Identifier: ISC */
#include "scrub/query.h"

#include "scrub_fixture.h"

/* What drop-personal makes of a query, then what scrub makes of it. */
static const struct {
	const char *in;
	const char *scrubbed; /* NULL: nothing personal in it */
} queries[] = {
	{ "", NULL },
	{ "-", NULL },
	{ "a=1&b=2", NULL },
	{ "q=foo+bar&page=2", NULL },
	{ "&&a=1&;=&b", NULL },
	{ "v=1.2.3&utm_source=feed", NULL },
	{ "email=", NULL },
	{ "email", NULL },
	{ "showname", NULL },
	{ "name=photo.jpg", NULL },
	{ "img=logo@2x"
	  ".png",
	    NULL },
	{ "100%&x=%zz", NULL },
	{ "url=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc", NULL },
	{ "email=x", "email={email}" },
	{ "a=1&EMAIL=x&b=2", "a=1&EMAIL={email}&b=2" },
	{ "user%5Bemail%5D=x", "user%5Bemail%5D={email}" },
	{ "e%6Dail=x", "e%6Dail={email}" },
	{ "a=1;phone=2;b=3", "a=1;phone={phone};b=3" },
	{ "a=1&amp;phone=2&amp;b=3", "a=1&amp;phone={phone}&amp;b=3" },
	{ "a=1\\u0026phone=2\\u0026b=3", "a=1\\u0026phone={phone}\\u0026b=3" },
	{ "a=1#email=x", "a=1#email={email}" },
	{ "q=user@example.org", "q={email}" },
	{ "q=mail+user%40example.org+now", "q={email}" },
	{ "q=user%2540example.org", "q={email}" },
	{ "user@example.org", "{email}" },
	{ "user@example.org=1&a=2", "{email}&a=2" },
	{ "user@example.org:email=x", "{email}" },
	{ "a&user%40example.org&b", "a&{email}&b" },
	{ "tel=%2B31612345678", "tel={phone}" },
	{ "x=+31612345678", "x={phone}" },
	{ "x=192.0.2.1", "x={ip}" },
	{ "x=[2001:db8::1]", "x={ip}" },
	{ "x=4111+1111+1111+1111&y", "x={card}&y" },
	{ "password=x&sid=y&gclid=z",
	    "password={credential}&sid={session}&gclid={click}" },
	/* names within a value */
	{ "r=%2Flogin%3Fa%3D1%26email%3Dx", "r={email}" },
	{ "r=%252Flogin%253Femail%253Dx", "r={email}" },
	{ "r=/login?email=x", "r={email}" },
	{ "email%3Dx", "{email}" },
	{ "r=http%3A%2F%2Fu%3Ap%40host%2F", "r={credential}" },
	{ "j=%7B%22firstName%22%3A%22x%22%7D", "j={identity}" },
	{ "j={\\\"a\\\":1,\\\"phone\\\" : 2}", "j={phone}" },
	{ "r=%3Femail%3D", NULL },
	{ "j=%7B%22email%22%3A%22%22%7D", NULL },
};

static void
run(struct fixture *f, const char *in, const char *want)
{
	fixture_try(f, query_scrub, CLASS_QUERY,
	    &(struct fixture_case){ in, want });
}

Test(query, tables)
{
	struct fixture f;
	struct rule *rule;

	fixture_init(&f);
	rule = &f.policy.rule[CLASS_QUERY];
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		const char *in = queries[i].in, *out = queries[i].scrubbed;

		rule->action = ACTION_DROP_PERSONAL;
		run(&f, in, out == NULL ? NULL : "-");
		rule->action = ACTION_SCRUB;
		run(&f, in, out);
		if (out != NULL)
			run(&f, out, NULL);
		rule->action = ACTION_KEEP;
		run(&f, in, NULL);
		rule->action = ACTION_DROP;
		run(&f, in, in[0] == '\0' ? NULL : "-");
	}
	fixture_release(&f);
}

static const struct fixture_case only[] = {
	{ "a=1&b=2&c=3", "a=1&c=3" },
	{ "b=2&a=1", "a=1" },
	{ "b=2", "-" },
	{ "x&a=1;c", "a=1;c" },
	{ "A=1&%61=1", "%61=1" },
	{ "a=user@example.org&c=3", "a={email}&c=3" },
	{ "a=%3Femail%3Dx", "a={email}" },
	{ "email=x&a=1&email=user@example.org", "email=x&a=1&email={email}" },
	{ "b=1#a=1", "a=1" },
};

Test(query, only)
{
	static const struct span names[] = { { "a", 1 }, { "c", 1 },
		{ "email", 5 } };
	struct fixture f;

	fixture_init(&f);
	f.policy.rule[CLASS_QUERY] =
	    (struct rule){ .action = ACTION_ONLY, .names = names, .nnames = 3 };
	for (size_t i = 0; i < sizeof(only) / sizeof(only[0]); i++)
		fixture_try(&f, query_scrub, CLASS_QUERY, &only[i]);
	fixture_release(&f);
}

Test(query, mark)
{
	struct fixture f;

	fixture_init(&f);
	run(&f, "?a=1", NULL);
	run(&f, "?email=x", "");
	f.policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
	run(&f, "?email=x", "?email={email}");
	fixture_release(&f);
}

/* A parameter counts once, by its name first. */
Test(query, counts)
{
	struct fixture f;

	fixture_init(&f);
	(void)fixture_run(&f, query_scrub, CLASS_QUERY,
	    SPAN("login=user@example.org&q=a@example.org,b@example.org&x=1"));
	cr_expect(f.tally.hits[KIND_IDENTITY][PLACE_QUERY] == 1);
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_QUERY] == 1);
	fixture_release(&f);
}
