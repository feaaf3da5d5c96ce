/* SPDX-License-Identifier: ISC */
#include "scrub/agent.h"

#include "scrub_fixture.h"

#define KHTML " (KHTML, like Gecko) "

static const struct {
	const char *in;
	const char *reduced; /* NULL: the same */
	const char *family;
} agents[] = {
	{ "", NULL, "" },
	{ "-", NULL, "-" },
	/* desktops */
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36" KHTML
	  "Chrome/126.0.6478.127 Safari/537.36",
	    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36" KHTML
	    "Chrome/126.0.0.0 Safari/537.36",
	    "Chrome/126.0 Windows NT 10.0" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36" KHTML
	  "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87",
	    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36" KHTML
	    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
	    "Edg/126.0 Windows NT 10.0" },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
	  "AppleWebKit/605.1.15" KHTML "Version/17.4.1 Safari/605.1.15",
	    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_0) "
	    "AppleWebKit/605.1.15" KHTML "Version/17.0.0 Safari/605.1.15",
	    "Version/17.0 Safari/17.0 Mac OS X" },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 11_2_3) "
	  "AppleWebKit/537.36" KHTML "Chrome/90.0.4430.93 Safari/537.36",
	    "Mozilla/5.0 (Macintosh; Intel Mac OS X 11_0_0) "
	    "AppleWebKit/537.36" KHTML "Chrome/90.0.0.0 Safari/537.36",
	    "Chrome/90.0 Mac OS X" },
	{ "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 "
	  "Firefox/115.3",
	    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 "
	    "Firefox/115.0",
	    "Firefox/115.0 Linux" },
	{ "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9"
	  ".0.10) "
	  "Gecko/2009042316 Firefox/3.0.10 (.NET CLR 3.5.30729)",
	    "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.0"
	    ".0.0) "
	    "Gecko/20100101 Firefox/3.0.0 (.NET CLR 3.0.0)",
	    "Firefox/3.0 Windows NT 5.1" },
	{ "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; "
	  "Trident/4.0; GTB7.5; SLCC2; .NET CLR 2.0.50727; .NET4.0C)",
	    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; "
	    "Trident/4.0; GTB7.0; SLCC2; .NET CLR 2.0.0; .NET4.0)",
	    "MSIE 8.0 Windows NT 6.1" },
	{ "Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko", NULL,
	    "MSIE 11.0 Windows NT 6.3" },
	{ "Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.289 Version/12.02",
	    "Opera/9.80 (Windows NT 6.1; U; en) Presto/2.0.0 Version/12.0",
	    "Opera/12.0 Windows NT 6.1" },
	/* telephones */
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 12_1_4 like Mac OS X) "
	  "AppleWebKit/605.1.15" KHTML "Version/12.0 Mobile/16D57 Safari/604.1",
	    "Mozilla/5.0 (iPhone; CPU iPhone OS 12_0_0 like Mac OS X) "
	    "AppleWebKit/605.1.15" KHTML
	    "Version/12.0 Mobile/15E148 Safari/604.1",
	    "Version/12.0 Safari/12.0 iPhone" },
	{ "Mozilla/5.0 (Linux; Android 6.0.1; ALE-L21 Build/HuaweiALE-L21) "
	  "AppleWebKit/537.36" KHTML "Chrome/61.0.3163.98 Mobile Safari/537.36",
	    "Mozilla/5.0 (Linux; Android 6.0.0; K) AppleWebKit/537.36" KHTML
	    "Chrome/61.0.0.0 Mobile Safari/537.36",
	    "Chrome/61.0 Android" },
	{ "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36" KHTML
	  "Chrome/126.0.0.0 Mobile Safari/537.36",
	    NULL, "Chrome/126.0 Android" },
	{ "Mozilla/5.0 (Linux; Android 9; SM-G950F(x) Build/P; wv) "
	  "AppleWebKit/537.36" KHTML "Version/4.0 Chrome/90.0.1.2 Mobile",
	    "Mozilla/5.0 (Linux; Android 9; K; wv) AppleWebKit/537.36" KHTML
	    "Version/4.0 Chrome/90.0.0.0 Mobile",
	    "Chrome/90.0 Android" },
	{ "Mozilla/5.0 (Linux; U; Android 4.0.4; en-us; GT-I9300 Build/X) "
	  "AppleWebKit/534.30" KHTML "Version/4.0 Mobile Safari/534.30",
	    "Mozilla/5.0 (Linux; U; Android 4.0.0; K) AppleWebKit/534.0" KHTML
	    "Version/4.0 Mobile Safari/534.0",
	    "Version/4.0 Safari/4.0 Android" },
	{ "Mozilla/5.0 (Android 13; Mobile; rv:109.0) Gecko/115.0 "
	  "Firefox/115.0",
	    NULL, "Firefox/115.0 Android" },
	{ "Opera/9.80 (Android 2.3.3; Linux; Opera Mobi/ADR-1111101157; U; "
	  "es-ES) Presto/2.9.201 Version/11.50",
	    "Opera/9.80 (Android 2.0.0; Linux; Opera Mobi; U) Presto/2.0.0 "
	    "Version/11.0",
	    "Opera/11.0 Android" },
	{ "Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; "
	  "IEMobile/10.0; ARM; Touch; MAKER; Model 920)",
	    "Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; "
	    "Trident/6.0; IEMobile/10.0; ARM; Touch; K)",
	    "MSIE 10.0 Windows Phone" },
	{ "App/1.2.3 (iPhone11,8; iOS 14.2; Scale/2.00)",
	    "App/1.0.0 (iPhone; iOS 14.0; Scale/2.0)", "App/1 iPhone" },
	{ "App/3.1 Android (29/10; 420dpi; MAKER; Model 1)",
	    "App/3.0 Android (K)", "App/3 Android" },
	/* programs and bots */
	{ "curl/8.5.0", "curl/8.0.0", "curl/8" },
	{ "Java/1.7.0_55", "Java/1.7.0_0", "Java/1" },
	{ "Foobot", NULL, "Foobot" },
	{ "some words 1 and 2", NULL, "-" },
	{ "Mozilla/5.0 (compatible; Foobot/2.1.3; +http://example.org/b-1.2/)",
	    "Mozilla/5.0 (compatible; Foobot/2.0.0; +http://example.org/b-1.2/)",
	    "Foobot/2" },
	{ "Mozilla/5.0 (Linux; Android 6.0.1; Model 5X Build/MMB29P) "
	  "AppleWebKit/537.36" KHTML "Chrome/27.0.1453 Mobile Safari/537.36 "
	  "(compatible; Foobot/2.1; +http://example.com/bot.html)",
	    "Mozilla/5.0 (Linux; Android 6.0.0; K) AppleWebKit/537.36" KHTML
	    "Chrome/27.0.0 Mobile Safari/537.36 "
	    "(compatible; Foobot/2.0; +http://example.com/bot.html)",
	    "Foobot/2" },
	/* personal data */
	{ "Foobot/1.0 (me@example.org; +31612345678)",
	    "Foobot/1.0 ({email}; {phone})", "Foobot/1" },
	{ "Foo/1.2 (Android 9; user@example.org; Model X)",
	    "Foo/1.0 (Android 9; K)", "Foo/1 Android" },
	{ "from 192.0.2.7 with Foo/1.2.3.4", "from {ip} with Foo/1.0.0.0",
	    "-" },
	{ "App/1 0123456789abcdef id=6d9f1c2e-1111-2222-3333-444455556666",
	    "App/1 {token} id={token}", "App/1" },
	{ "App/1 0123456789abcde", NULL, "App/1" },
	{ "App/1 x0123456789abcdef", NULL, "App/1" },
	{ "Foo/1.2 \\x22quoted\\x22 \\\"so\\\"",
	    "Foo/1.0 \\x22quoted\\x22 \\\"so\\\"", "Foo/1" },
	{ "(Android", NULL, "-" },
	{ "(Android 4.1", "(Android 4.0", "-" },
};

Test(agent, tables)
{
	struct fixture f;
	struct rule *rule;

	fixture_init(&f);
	rule = &f.policy.rule[CLASS_AGENT];
	for (size_t i = 0; i < sizeof(agents) / sizeof(agents[0]); i++) {
		struct fixture_case c = { agents[i].in, agents[i].reduced };

		rule->action = ACTION_REDUCE;
		fixture_try(&f, agent_scrub, CLASS_AGENT, &c);
		if (c.out != NULL)
			fixture_try(&f, agent_scrub, CLASS_AGENT,
			    &(struct fixture_case){ c.out, NULL });
		rule->action = ACTION_FAMILY;
		c.out = agents[i].family;
		fixture_try(&f, agent_scrub, CLASS_AGENT, &c);
		rule->action = ACTION_KEEP;
		c.out = NULL;
		fixture_try(&f, agent_scrub, CLASS_AGENT, &c);
		rule->action = ACTION_DROP;
		c.out = c.in[0] == '\0' ? "" : "-";
		fixture_try(&f, agent_scrub, CLASS_AGENT, &c);
	}
	fixture_release(&f);
}

Test(agent, counts)
{
	struct fixture f;

	fixture_init(&f);
	(void)fixture_run(&f, agent_scrub, CLASS_AGENT,
	    SPAN("a@example.org b@example.org Chrome/10.0.0.1 192.0.2.1"));
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_AGENT] == 2);
	cr_expect(f.tally.hits[KIND_IP][PLACE_AGENT] == 1);
	fixture_release(&f);
}
