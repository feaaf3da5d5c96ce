/* SPDX-License-Identifier: ISC */
#include "scrub/query.h"

#include "scrub/path.h"
#include "scrub/search.h"
#include "scrub_fixture.h"
#include "unit/cputime.h"

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
	{ "name=photo.jpg&name=a-b210%2B.jpg", NULL },
	{ "name=Joe%20Miller.pdf", "name={identity}" },
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
	/* yes, no and nothing are nobody's */
	{ "mobile=yes&phone=true&login=off&card=none", NULL },
	{ "phone=10", "phone={phone}" },
	/* a file is called so, a person may be */
	{ "name=photo.jpg&name=a-b210%2B.jpg", NULL },
	{ "name=Joe%20Miller.pdf", "name={identity}" },
	{ "lastname=Miller.php", "lastname={identity}" },
	{ "name=Joe+Miller,+Berlin.pdf", "name={identity}" },
	{ "x=+31612345678", "x={phone}" },
	{ "x=192.0.2.1", "x={ip}" },
	{ "x=[2001:db8::1]", "x={ip}" },
	{ "x=4111+1111+1111+1111&y", "x={card}&y" },
	{ "password=x&sid=y&gclid=z",
	    "password={credential}&sid={session}&gclid={click}" },
	/* names within a value */
	{ "r=%2Flogin%3Fa%3D1%26email%3Dx",
	    "r=%2Flogin%3Fa%3D1%26email%3D{email}" },
	{ "r=%252Flogin%253Femail%253Dx",
	    "r=%252Flogin%253Femail%253D{email}" },
	{ "r=/login?email=x", "r=/login?email={email}" },
	{ "email%3Dx", "{email}" },
	{ "r=http%3A%2F%2Fu%3Ap%40host%2F",
	    "r=http%3A%2F%2F{credential}%40host%2F" },
	{ "j=%7B%22firstName%22%3A%22x%22%7D", "j={identity}" },
	{ "j={\\\"a\\\":1,\\\"phone\\\" : 2}", "j={phone}" },
	{ "url=http://x.example/?mail=jan@example.org&b=1",
	    "url=http://x.example/?mail={email}&b=1" },
	{ "url=http%3A%2F%2Fx.example%2F%3Fq%3Djan%2540example.org%26c%3D1&b=1",
	    "url=http%3A%2F%2Fx.example%2F%3Fq%3D{email}%26c%3D1&b=1" },
	{ "u=http%3A%2F%2Fa%2F%3Fu%3Dhttp%253A%252F%252Fb%252F%253Ftel%253D1",
	    "u=http%3A%2F%2Fa%2F%3Fu%3Dhttp%253A%252F%252Fb%252F%253Ftel%253D"
	    "{phone}" },
	{ "r=/a?b=1%26amp%3Bpwd=x%26amp%3Bc=1",
	    "r=/a?b=1%26amp%3Bpwd={credential}%26amp%3Bc=1" },
	{ "r=/a?sid=x/y?z%3Dw%3D", "r=/a?sid={session}" },
	{ "r=/u/jan@example.org/x#/tel=1", "r=/u/{email}/x#/tel={phone}" },
	{ "r=/reset/0a1b2c3d4e5f6a7b8c9d", "r=/reset/{token}" },
	{ "r=/a?name=logo.png", NULL },
	{ "first+name=x", "first+name={identity}" },
	{ "a[]=jan@example.org&a[]=1&a%5B%5D=jan@example.org",
	    "a[]={email}&a[]=1&a%5B%5D={email}" },
	{ "#/users/jan@example.org/x", "#/users/{email}/x" },
	{ "#access_token=x&state=1", "#access_token={token}&state=1" },
	/* references are no marks */
	{ "q=jan&#64;example&period;org&b=1", "q={email}&b=1" },
	{ "q=jan&amp;#x40;example.org&amp;b=1", "q={email}&amp;b=1" },
	{ "q=jan%26commat%3Bexample.org", "q={email}" },
	{ "q=1&num;b=2;c", NULL },
	/* what looks like ASCII */
	{ "q=jan%EF%BC%A0example%E3%80%82org", "q={email}" },
	{ "q=ja%C2%ADn%E2%80%8B@exam%00ple.org", "q={email}" },
	{ "q=%2B%D9%A3%D9%A1612345678", "q={phone}" },
	/* a lone text, but for harmless names */
	{ "foo=0201234567", "foo={phone}" },
	{ "0201234567", "{phone}" },
	{ "j=%7B%22foo%22:%220201234567%22%7D", "j={phone}" },
	{ "r=/a?foo=0201234567%26b=c", "r=/a?foo={phone}%26b=c" },
	/* hidden */
	{ "x=amFuQGV4YW1wbGUub3Jn&b=1", "x={email}&b=1" },
	{ "r=/u/amFuQGV4YW1wbGUub3Jn/x", "r=/u/{email}/x" },
	{ "amFuQGV4YW1wbGUub3Jn", "{email}" },
	{ "r=%3Femail%3D", NULL },
	{ "j=%7B%22email%22%3A%22%22%7D", NULL },
	/* values that begin with a delimiter or hold one */
	{ "foo=password%3D/hunter2", "foo={credential}" },
	{ "u=/x/password=/hunter2", NULL },
	{ "u=/x/password=%2Fhunter2", "u=/x/password={credential}" },
	{ "u=/x?email=x%26amp%3Bc=1", "u=/x?email={email}%26amp%3Bc=1" },
	{ "u=/x?a=1%26email=%26c=1", NULL },
	{ "j={%22email%22:null,%22a%22:1}", "j={email}" },
	{ "u=/x%3Fj={%22pwd%22:%22abc", "u=/x%3Fj={%22pwd%22:%22{credential}" },
	{ "u=/x%3Fj={%22pwd%22:[%22abc&b=1",
	    "u=/x%3Fj={%22pwd%22:{credential}&b=1" },
	{ "u=/x?sort=name%26dir=/up", NULL },
	{ "u=%2Fx%3Fj%3D%7B%22pwd%22%3A%22a%2522b%22%2C%22c%22%3A1%7D",
	    "u=%2Fx%3Fj%3D%7B%22pwd%22%3A%22{credential}%22%2C%22c%22%3A1%7D" },
	{ "u=%2Fx%3Fj%3D%257B%2522pwd%2522%253A%2522a%2525b%2522%252C%2522c%2522%253A1%257D",
	    "u=%2Fx%3Fj%3D%257B%2522pwd%2522%253A%2522{credential}%2522%252C%2522c%2522%253A1%257D" },
	{ "pwd={%22a%22:%22x&y%22}&b=1", "pwd={credential}&b=1" },
	{ "j=[%22a&b&c%22]&d=1", NULL },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D%2Fhunter2",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}" },
	{ "u=https%3A%2F%2Fa.example%2F%3Ftoken%3D%2Fabc123def",
	    "u=https%3A%2F%2Fa.example%2F%3Ftoken%3D{token}" },
	{ "foo=lastname%3D%22Miller%22", "foo={identity}" },
	{ "u=/x?lastname=%22Miller%22", "u=/x?lastname={identity}" },
	{ "foo=Digest+username%3D%22joe%22", "foo={identity}" },
	{ "u=/x?lastname==Miller", "u=/x?lastname={identity}" },
	{ "u=/x?lastname=/Miller", "u=/x?lastname={identity}" },
	{ "u=/x?lastname=,Miller", "u=/x?lastname={identity}" },
	{ "u=/x?lastname=?Miller", "u=/x?lastname={identity}" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%2526ter2",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%2526ter2%26c%3D1",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}%26c%3D1" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%2526ter2%3Dx%26c%3D1",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}%26c%3D1" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%2523ter2%26c%3D1",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}%26c%3D1" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%253Bter2%26c%3D1",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}%26c%3D1" },
	{ "u=https%3A%2F%2Fa.example%2F%3Fpassword%3Dhun%22ter2%26c%3D1",
	    "u=https%3A%2F%2Fa.example%2F%3Fpassword%3D{credential}%26c%3D1" },
	{ "j=%7B%22lastname%22:%22,Miller%22%7D", "j={identity}" },
	{ "j=%7B%22lastname%22:%22/Miller%22%7D", "j={identity}" },
	{ "u=/x%3Fj=%7B%22password%22:%22%2526hunter2%22%7D",
	    "u=/x%3Fj=%7B%22password%22:%22{credential}%22%7D" },
	{ "u=/x%3Fj=%7B%22lastname%22:%5B%22Miller%22,%22Joe%22%5D,%22b%22:1%7D",
	    "u=/x%3Fj=%7B%22lastname%22:{identity},%22b%22:1%7D" },
	{ "u=/x%3Fj=%7B%22lastname%22:%7B%22a%22:%22Miller%7D%22,%22b%22:%22Joe%22%7D,%22b%22:1%7D",
	    "u=/x%3Fj=%7B%22lastname%22:{identity},%22b%22:1%7D" },
	{ "u=/x%3Fj=%7B%22uid%22:%5B301234567,88888888%5D%7D",
	    "u=/x%3Fj=%7B%22uid%22:{identity}%7D" },
	{ "u=/x%3Fj=%7B%22phone%22:301234567,%22b%22:%5B88%5D%7D",
	    "u=/x%3Fj=%7B%22phone%22:{phone},%22b%22:%5B88%5D%7D" },
	{ "u=/x%3Fj=%7B%22lastname%22:%22Mil%5C%22ler%22,%22b%22:%22c%22%7D",
	    "u=/x%3Fj=%7B%22lastname%22:%22{identity}%22,%22b%22:%22c%22%7D" },
	{ "u=/x%3Fj=%7B%22o%22:%22%7B%5C%22lastname%5C%22:%5C%22Miller%5C%22,%5C%22b%5C%22:1%7D%22%7D",
	    "u=/x%3Fj=%7B%22o%22:%22%7B%5C%22lastname%5C%22:%5C%22{identity}%5C%22,%5C%22b%5C%22:1%7D%22%7D" },
	{ "j={%22password%22:%22a&b%22,%22c%22:1}&d=1", "j={credential}&d=1" },
	{ "j=%7B%22password%22:%22a&b=%22,%22c%22:1}&d=1",
	    "j={credential}&b=%22,%22c%22:1}&d=1" },
	{ "j={%22x%22:%22a&b%22,%22c%22:1}&d=1", NULL },
	{ "u=/x?email=&page=2", NULL },
	{ "u=%2Fx%3Femail%3D%26page%3D2", NULL },
	{ "u=/x?name=/img/a.png", NULL },
	{ "u=/x?name=photo.jpg%26b%3D1", NULL },
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
	{ "a=%3Femail%3Dx", "a=%3Femail%3D{email}" },
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

/* A name can say that its value only looks like something. */
Test(query, harmless)
{
	static const struct fixture_case cases[] = {
		{ "x=0201234567&order=0201234567",
		    "x={phone}&order=0201234567" },
		{ "o%72der=%30201234567", NULL },
		{ "order=jan@example.org", "order={email}" },
		{ "r=/a?order=0201234567%26x=0201234567",
		    "r=/a?order=0201234567%26x={phone}" },
		/* base64 of 0201234567 */
		{ "order=MDIwMTIzNDU2Nw==&x=MDIwMTIzNDU2Nw==",
		    "order=MDIwMTIzNDU2Nw==&x={phone}" },
		{ "r=/orders/0201234567/phone/0201234567",
		    "r=/orders/0201234567/phone/{phone}" },
	};
	struct fixture f;
	struct names *names;
	unsigned line;

	fixture_init(&f);
	f.policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
	cr_assert((names = names_new(f.arena)) != NULL);
	cr_assert(
	    names_add(names, SPAN("harmless order\nphone phone\nemail email\n"),
		&line) == NULL);
	f.scrub.names = names;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		fixture_try(&f, query_scrub, CLASS_QUERY, &cases[i]);
	fixture_release(&f);
}

/* Pairs whose values have no end, and those that are none. */
Test(query, linear)
{
	static const char *const fillings[] = { "name=/", "name=", "q=/",
		"q=", "%3Fpwd=%2526a", "q=http://a/", "%26name=/a.png",
		"%22q%22:%22/", "%22pwd%22:[", "%22pwd%22:%22%5C", "%5C%22",
		"%22a%22:%22&b", "=%22", "%22pwd%22%20", ";name=%2Fa.png",
		"\"name\":\"a.png\"" };
	enum {
		LONGEST = LINE_LIMIT / 2,
		MILLISECONDS_MAX = 500 * CPUTIME_FACTOR
	};
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	cr_assert((f.scrub.search = search_builtin(f.arena)) != NULL);
	f.policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
	buf_init(&in, LINE_LIMIT);
	for (size_t i = 0; i < sizeof(fillings) / sizeof(fillings[0]); i++) {
		long start;

		buf_reset(&in);
		buf_addspan(&in, SPAN("j={/"));
		while (in.n < LONGEST)
			buf_addspan(&in, span_str(fillings[i]));
		start = cputime_ms();
		buf_reset(&f.out);
		query_scrub(&f.scrub, &f.policy.rule[CLASS_QUERY],
		    buf_span(&in), &f.out);
		path_scrub(&f.scrub, &f.policy.rule[CLASS_PATH], buf_span(&in),
		    &f.out);
		cr_expect(cputime_ms() - start < MILLISECONDS_MAX,
		    "%ld ms for `%s`", cputime_ms() - start, fillings[i]);
	}
	buf_release(&in);
	fixture_release(&f);
}
