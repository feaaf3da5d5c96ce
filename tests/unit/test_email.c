/* SPDX-License-Identifier: ISC */
/* E-mail addresses: scrub/email and scrub/spelt. */
#include "unit/detect_fixture.h"

static const struct fixture_case emails[] = {
	{ "\"jan klaassen\"@example.org", "{email}" },
	{ "x=%22jan%20klaassen%22%40example.org", "x={email}" },
	{ "j@[192.0.2.7]", "{email}" },
	{ "user@[IPv6:2001:db8::7] x", "{email} x" },
	{ "user@xn--80ak6aa92e.example", "{email}" },
	{ "jan.o'neil+x@example.co.uk", "{email}" },
	{ "20261122.5A1B@mail.example.org", "{email}" },
	/* bytes that nobody means */
	{ "x=jan%40%0D%0Aexample.org&y", "x={email}&y" },
	{ "jan%09%40%09example.org", "{email}" },
	{ "x jan%01%02%40%7Fexample%01.org x", "x {email} x" },
	{ "x ja%01n%40exa%01mple.%1Forg%01x", "x {email}%01x" },
	{ "x%0Djan%40example.org%0D%0AHost:%20x.y",
	    "x%0D{email}%0D%0AHost:%20x.y" },
	/* comments */
	{ "x=jan(x%20y)%40example.org,", "x={email}," },
	{ "x=jan%40(x)example(y).org(z)", "x={email}(z)" },
	{ "x=(x)%40example.org", NULL },
	{ "jan(x@example", NULL },
	{ "pkg@"
	  "1.2.3(other@2.0.0)(x)y.org",
	    NULL },
	{ "pkg@"
	  "1.2.3\nother.name",
	    NULL },
	{ "pkg@"
	  "3.0.0-rc.next/dist",
	    NULL },
	{ "pkg@"
	  "latest/dist",
	    NULL },
	{ "@scope/package", NULL },
	{ "//medium.example/@handle", NULL },
	{ "\"@example.org", NULL },
	{ "j@[abc", NULL },
};

static const struct fixture_case spelt[] = {
	{ "<jan at example.org>", "<{email}>" },
	{ "q=jan+at+example+dot+org", "q={email}" },
	{ "q=jan%20AT%20example%20DOT%20org&x", "q={email}&x" },
	{ "jan(at)example.org", "{email}" },
	{ "jan [at] mail [dot] example [dot] org.", "{email}." },
	{ "jan (at) example (dot) co (dot) uk", "{email}" },
	{ "write to jan[at]example.org", "write to {email}" },
	{ "jan(@)example.org", "{email}" },
	{ "(jan @ example.org)", "({email})" },
	{ "look at example.org", NULL },
	{ "please look at example.org", NULL },
	{ "we are at example.org", NULL },
	{ "working at example.org", NULL },
	{ "meet at 10.am", NULL },
	{ "jan at example", NULL },
	{ "jan at example.museumx", NULL },
	{ "jan [at] example", NULL },
	{ "jan(at example.org", NULL },
	{ "that example.org", NULL },
};

Test(email, emails)
{
	DETECT_TRY(emails);
}

Test(email, spelt)
{
	DETECT_TRY(spelt);
}
