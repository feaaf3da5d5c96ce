/* SPDX-License-Identifier: ISC */
#include "scrub/agent.h"

#include "scrub/escaped.h"
#include "scrub_fixture.h"
#include "unit/cputime.h"
#include "unit/props.h"

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
	    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
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
	    "Gecko/20100101 Firefox/3.0.0",
	    "Firefox/3.0 Windows NT 5.1" },
	{ "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; "
	  "Trident/4.0; GTB7.5; SLCC2; .NET CLR 2.0.50727; .NET4.0C)",
	    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; "
	    "Trident/4.0)",
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
	/* telephones, televisions and applications of makers of many kinds */
	{ "Dalvik/2.1.0 (Linux; U; Android 9; MODEL-X1 Build/PPR1.180610.011)",
	    "Dalvik/2.0.0 (Linux; U; Android 9; K)", "Dalvik/2 Android" },
	{ "App/5.1 (MAKER MODEL-X1; Android 9; en_US) okhttp/3.12.1",
	    "App/5.0 (K; Android 9) okhttp/3.0.0", "App/5 Android" },
	{ "App/1 Android 12/maker XY-A125F", "App/1 Android 12/maker K",
	    "App/1 Android" },
	{ "App/7.2 CFNetwork/1408.0.4 Darwin/22.5.0",
	    "App/7.0 CFNetwork/1408.0.0 Darwin/22.5.0", "App/7" },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 15_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/19C56 [FBAN/FBIOS;FBAV/350.0.0.38.101;FBBV/1;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/15.2;FBCR/Carrier;FBLC/nl_NL;FBOP/5]",
	    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/350.0.0.0.0;FBSN/iOS;FBSV/15.0]",
	    "Mozilla/5 iPhone" },
	{ "App 123.0.0.21.115 (iPhone11,8; iOS 14_2; en_US; scale=2.00; 828x1792; 165586599)",
	    "App 123.0.0.0.0 (iPhone; iOS 14_0; K)", "-" },
	{ "Nokia6230i/2.0 (04.44) Profile/MIDP-2.0 Configuration/CLDC-1.1",
	    "NokiaK/2.0 (04.0) Profile/MIDP-2.0 Configuration/CLDC-1.0",
	    "NokiaK/2" },
	{ "BlackBerry9700/5.0.0.862 Profile/MIDP-2.1 Configuration/CLDC-1.1 VendorID/331",
	    "BlackBerry0/5.0.0.0 Profile/MIDP-2.0 Configuration/CLDC-1.0 VendorID/331",
	    "BlackBerry0/5" },
	{ "SAMSUNG-SGH-E250/1.0 Profile/MIDP-2.0",
	    "SAMSUNG-K/1.0 Profile/MIDP-2.0", "SAMSUNG-K/1" },
	{ "Mozilla/5.0 (SymbianOS/9.2; U; Series60/3.1 NokiaE51-1/220.34.37; Profile/MIDP-2.0 Configuration/CLDC-1.1 ) AppleWebKit/413 (KHTML, like Gecko) Safari/413",
	    "Mozilla/5.0 (SymbianOS/9.0; U; Series60/3.0 NokiaK/220.0.0; Profile/MIDP-2.0 Configuration/CLDC-1.0 ) AppleWebKit/413 (KHTML, like Gecko) Safari/413",
	    "Safari/413.0" },
	{ "Opera/9.80 (J2ME/MIDP; Opera Mini/4.2.18887/886; U; en) Presto/2.4.15",
	    "Opera/9.80 (J2ME/MIDP; Opera Mini/4.0.0/886; U) Presto/2.0.0",
	    "Opera Mini/4.0" },
	{ "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 HbbTV/1.5.1 (+DRM; LGE; 55AB6000; WEBOS5.0 03.21.04; W50_A1;)",
	    "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.0.0 Safari/537.36 HbbTV/1.0.0 (+DRM; LGE; ; WEBOS5.0 03.0.0; ;)",
	    "Chrome/79.0 Linux" },
	{ "Opera/9.80 (Linux mips; U; HbbTV/1.1.1 (; Maker; XY40AB120; PKG1.902EUA; 2012;);; en) Presto/2.10.250 Version/11.60",
	    "Opera/9.80 (Linux mips; U; HbbTV/1.0.0 (; Maker; ; ; 2012;);; ) Presto/2.0.0 Version/11.0",
	    "Opera/11.0 Linux" },
	{ "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/5.0 TV Safari/537.36",
	    NULL, "Version/5.0 Safari/5.0 Linux" },
	{ "Mozilla/5.0 (PlayStation 4 3.11) AppleWebKit/537.73",
	    "Mozilla/5.0 (PlayStation 4 3.0) AppleWebKit/537.0", "Mozilla/5" },
	{ "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/601.6 (KHTML, like Gecko) NF/4.0.0.7.9",
	    "Mozilla/5.0 (Nintendo Switch; K) AppleWebKit/601.0 (KHTML, like Gecko) NF/4.0.0.0.0",
	    "Mozilla/5" },
	{ "Mozilla/5.0 (Linux; U; en-us; ABCD Build/IML74K) AppleWebKit/535.19 (KHTML, like Gecko) Silk/2.1 Mobile Safari/535.19",
	    "Mozilla/5.0 (Linux; U; K) AppleWebKit/535.0 (KHTML, like Gecko) Silk/2.0 Mobile Safari/535.0",
	    "Safari/535.0 Linux" },
	{ "Mozilla/5.0 (Windows; U; Win 9x 4.90; en-US; rv:1.7.5) Gecko/20041107 Firefox/1.0",
	    "Mozilla/5.0 (Windows; U; Win 9x 4.90; en-US; rv:1.0.0) Gecko/20100101 Firefox/1.0",
	    "Firefox/1.0 Windows" },
	{ "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; Crazy Browser 1.0.5; Supplied by Provider; {0A1B}; Foobot/1.2)",
	    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; Crazy Browser 1.0.0; Foobot/1.0)",
	    "Foobot/1" },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
	    NULL, "Version/26.0 Safari/26.0 iPhone" },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_3) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
	    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
	    "Version/13.0 Safari/13.0 Mac OS X" },
	{ "Mozilla/5.0 (X11; Linux i686; rv:2.0b4) Gecko/20100818 Firefox/4.0b4",
	    "Mozilla/5.0 (X11; Linux i686; rv:2.0b0) Gecko/20100101 Firefox/4.0b0",
	    "Firefox/4.0 Linux" },
	{ "Foo/1 (https://example.org; web-crawlers+links@example.org)",
	    "Foo/1 (https://example.org; web-crawlers+links{email})", "Foo/1" },
	{ "Foo/1 (abbot@example.org; crawler1970@example.org)",
	    "Foo/1 ({email}; {email})", "Foo/1" },
	{ "Doppler 2.9.5.4", "Doppler 2.0.0.0", "-" },
	{ "BlackBerry9000/4.6.0.167", "BlackBerry0/4.0.0.0", "BlackBerry0/4" },
	{ "App/20251113004245000 x", NULL, "App/2025" },
	{ "Mozilla/5.0 (Linux; Android 5.0; CUBOT NOTE) Chrome/90.0.1.2",
	    "Mozilla/5.0 (Linux; Android 5.0; K) Chrome/90.0.0.0",
	    "Chrome/90.0 Android" },
	{ "SALES-X1 Foobot-M2/1.0 Android", "K Foobot-M2/1.0 Android",
	    "Foobot-M2/1" },
	{ "Mozilla/5.0 (Linux; Android 9; Model-1 Build/NM AppleWebKit/537.36 (KHTML, like Gecko) Chrome/30.0.0.0",
	    "Mozilla/5.0 (Linux; Android 9; K AppleWebKit/537.36 (KHTML, like Gecko) Chrome/30.0.0.0",
	    "Chrome/30.0 Android" },
	{ "Chrome/53.0.1Search/21.1", "Chrome/53.0.0Search/21.0",
	    "Chrome/53.0" },
	{ "Foo/1 (.NET CLR 3.5.30729)", "Foo/1", "Foo/1" },
	{ "(.NET CLR 3.5.30729) Foo/1", "() Foo/1", "-" },
	{ "Foo/1 (Linux; Android 9; Weibo x__weibo__15.4.2__android)",
	    "Foo/1 (Linux; Android 9; weibo__15.0.0__android)",
	    "Foo/1 Android" },
	{ "Foo/1 (COS like Android 4.1.2; Model 1)",
	    "Foo/1 (like Android 4.0.0; K)", "Foo/1 Android" },
	{ "Foo/1 [FBxx;FBAN/A", "Foo/1 [FBAN/A", "Foo/1" },
	{ "Foo/1 [x/1.2]", "Foo/1 [x/1.0]", "Foo/1" },
	{ "Foo/1 (Android; BlackBerry 9800; BlackBerry9800)",
	    "Foo/1 (Android; BlackBerry; BlackBerry0)", "Foo/1 Android" },
	{ "Opera/9.80 (J2ME/MIDP; Opera Mini/5.0 (Windows; U; MODEL; en); U) Presto/2.1",
	    "Opera/9.80 (J2ME/MIDP; Opera Mini/5.0 (Windows; U; K; U)) Presto/2.0",
	    "Opera Mini/5.0 Windows" },
	{ "Foo/1 Android Mobile/14C92Bar/2 AB-C12/3",
	    "Foo/1 Android Mobile/14C92Bar/2 K/3", "Foo/1 Android" },
	{ "The Foo! 4.0.0.22", "The Foo! 4.0.0.0", "-" },
	{ "Requester IP: 192.0.2.7", "Requester IP: {ip}", "-" },
	{ "IP 192.0.2.7", "IP 192.0.0.0", "-" },
	{ "Foo/1 (Windows NT 6.1; Media Center PC 6.0; InfoPath.2; .NET4.0C)",
	    "Foo/1 (Windows NT 6.1)", "Foo/1 Windows NT 6.1" },
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
	/* values behind names, equipment, texts within the text */
	{ "App/1.0 user=joe.miller token=abcdef",
	    "App/1.0 user={identity} token={token}", "App/1" },
	{ "App/1.0 lastname=\\x22Miller\\x22",
	    "App/1.0 lastname=\\x22{identity}\\x22", "App/1" },
	{ "App/1.0 (https://a.example/?lastname=Miller&q=word)",
	    "App/1.0 (https://a.example/?lastname={identity}&q=word)",
	    "App/1" },
	{ "App/1.0 am9lQGV4YW1wbGUub3Jn", "App/1.0 {email}", "App/1" },
	{ "App/1.0 imei/490154203237518", "App/1.0 imei/{device}", "App/1" },
	{ "App/1.0 Bearer abcdefghijk.lmnop", "App/1.0 {token}", "App/1" },
	{ "App/1.0 scale=2.00", "App/1.0 scale=2.0", "App/1" },
	/* the log's escapes are no words */
	{ "Mozilla/5.0 (Linux; Android 13; K) caf\\xC3\\xA92 x", NULL,
	    "Mozilla/5 Android" },
	{ "App/1 Android \\xA9SM-X125\\x22SM-X126 \\u00A9SM-X127 \\\"SM-X128",
	    "App/1 Android \\xA9K\\x22K \\u00A9K \\\"K", "App/1 Android" },
	{ "HbbTV/1.2.1 (; Maker; X\\x2012; ; ;)",
	    "HbbTV/1.0.0 (; Maker; ; ; ;)", "HbbTV/1" },
	{ "App/1 \\xB0T \\x2Fbot/2", NULL, "bot/2" },
	{ "App/1 caf\\xC3\\xA9bot/2", NULL, "bot/2" },
	{ "Joe{email}bot/1", NULL, "-" },
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

/* Pieces of agents as they are: what is reduced stays as it is. */
Test(agent, twice)
{
	static const char *const starts[] = { "Mozilla/5.0", "Opera/9.80",
		"Dalvik/2.1.0", "App/1.2", "NokiaX12-1/3.4", "Foobot/1.0b2" };
	static const char *const parts[] = { "Linux", "U", "Android 9.1", "X11",
		"SM-X1 Build/Y2.3", "en-US", "Windows NT 6.1", "MSIE 7.0",
		".NET CLR 3.0.4506.30", "iPhone12,1", "iOS 14.2.1", "LGE", "K",
		"Series60/5.3 NokiaX1/11.02", "Intel Mac OS X 10_14_6", "",
		"SmartTV_2021A", "VIERA 2015", "Foobot/1.2", "rv:2.0b8pre" };
	static const char *const ends[] = { "AppleWebKit/537.36", "CUBOT X1",
		"Chrome/1.2.3.4", "HbbTV/1.2.1 (;A;B1;1.2;;)", "Mobile/15C9",
		"[FBAN/A;FBDV/iPhone1,2;FBAV/1.2.3]", "MODEL-1/2.3", "Pre/1.0",
		"Gecko/20200101Foo/1.2", "a@example.org", "192.0.2.1",
		"Darwin/22.5.1", "CFNetwork/1.2.3", "Java1.8.0_281" };
	struct props_random r = { 1 };
	struct buf in, once;
	struct fixture f;

	fixture_init(&f);
	buf_init(&in, 1 << 12);
	buf_init(&once, 1 << 12);
	for (int i = 0; i < 5000; i++) {
		struct span twice;

		buf_reset(&in);
		buf_reset(&once);
		buf_addf(&in, "%s (", starts[props_draw(&r, 6)]);
		for (int k = 0; k < 4; k++)
			buf_addf(&in, "%s%s", k == 0 ? "" : "; ",
			    parts[props_draw(&r, 20)]);
		buf_addf(&in, ") %s %s", ends[props_draw(&r, 14)],
		    ends[props_draw(&r, 14)]);
		buf_addspan(&once,
		    fixture_run(&f, agent_scrub, CLASS_AGENT, buf_span(&in)));
		twice =
		    fixture_run(&f, agent_scrub, CLASS_AGENT, buf_span(&once));
		cr_expect(span_eq(twice, buf_span(&once)), "%.*s: %.*s: %.*s",
		    (int)in.n, in.p, (int)once.n, once.p, (int)twice.n,
		    twice.p);
	}
	buf_release(&in);
	buf_release(&once);
	fixture_release(&f);
}

/* The offset of the first byte of ${s} that must not be written, or s.n. */
static size_t
first_wrong(struct span s)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		n = escaped_n(s, i);
		if (n == 0 &&
		    (s.p[i] == '"' || s.p[i] == '\\' ||
			(unsigned char)s.p[i] < ' '))
			return (i);
		n += n == 0;
	}
	return (s.n);
}

static size_t
escapes_of(struct span s, bool (*seen)[256])
{
	size_t count = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		n = escaped_n(s, i);
		if (n == 4) {
			const int high = ascii_hexval(s.p[i + 2]);
			const int low = ascii_hexval(s.p[i + 3]);

			(*seen)[high << 4 | low] = true;
		}
		count += n > 0;
		n += n == 0;
	}
	return (count);
}

/* Whatever an agent is made of, its escapes come out whole or not at all. */
Test(agent, escapes_stay_whole)
{
	static const char *const pieces[] = { "\\xC3", "\\xA9", "\\x22",
		"\\x20", "\\x5C", "\\x1F", "A", "X", "b", "o", "9", "12", ".",
		"_", "-", " ", "; ", "(", ")", "[", "[FBAN/", "]", "/",
		"Android ", "Nokia", "SM-X1", "iPhone1,2", "Chrome/", "Mobile/",
		"bot", "HbbTV/1.1.1 (", "Build/", "://", "@example.org", "=",
		"like Android ", "x__weibo__", "BlackBerry", "\\\\", "\\\"",
		"\\u00e9", "\\u2012", "\\n", "\\b" };
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };
	struct props_random r = { 1 };
	struct buf in;
	struct fixture f;

	fixture_init(&f);
	buf_init(&in, 1 << 12);
	for (int i = 0; i < 20000; i++) {
		bool before[256] = { false }, after[256] = { false };
		struct span out;
		size_t had;

		buf_reset(&in);
		for (size_t k = props_draw(&r, 24); k > 0; k--)
			buf_addf(&in, "%s", pieces[props_draw(&r, PIECES)]);
		f.policy.rule[CLASS_AGENT].action =
		    i % 2 == 0 ? ACTION_REDUCE : ACTION_FAMILY;
		out = fixture_run(&f, agent_scrub, CLASS_AGENT, buf_span(&in));
		had = escapes_of(buf_span(&in), &before);
		cr_expect(first_wrong(out) == out.n &&
			escapes_of(out, &after) <= had,
		    "%.*s: %.*s", (int)in.n, in.p, (int)out.n, out.p);
		for (int c = 0; c < 256; c++)
			cr_expect(before[c] || !after[c], "%.*s: %.*s",
			    (int)in.n, in.p, (int)out.n, out.p);
	}
	buf_release(&in);
	fixture_release(&f);
}

/* Nobody can make an agent expensive. */
Test(agent, linear)
{
	enum { LONG = 128 * 1024, MILLISECONDS_MAX = 1000 * CPUTIME_FACTOR };
	static const char *const fillings[] = { "N52", "Zz9", "0x", "8FVC",
		"0x7f000001", "\\xA9", "Mobile/1", "1.", "(", "[FB", "bot",
		"a=", "{", "a@", "am9l", "A1-" };
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	buf_init(&in, LONG + 64);
	for (size_t i = 0; i < 4 * sizeof(fillings) / sizeof(fillings[0]);
	     i++) {
		struct rule *rule = &f.policy.rule[CLASS_AGENT];
		long took;

		rule->action = i % 2 == 0 ? ACTION_REDUCE : ACTION_FAMILY;
		buf_reset(&in);
		buf_reset(&f.out);
		if (i / 2 % 2 == 0)
			buf_addspan(&in, SPAN("Mozilla/5.0 (Android; "));
		while (in.n < LONG)
			buf_addf(&in, "%s", fillings[i / 4]);
		took = cputime_ms();
		agent_scrub(&f.scrub, rule, buf_span(&in), &f.out);
		took = cputime_ms() - took;
		cr_expect(took < MILLISECONDS_MAX, "%s: %ld ms",
		    fillings[i / 4], took);
	}
	buf_release(&in);
	fixture_release(&f);
}
