/* SPDX-License-Identifier: ISC */
#include "scrub/uri.h"

#include "scrub/path.h"
#include "scrub/referer.h"
#include "scrub/request.h"
#include "scrub_fixture.h"

static const struct fixture_case paths[] = {
	{ "/", NULL },
	{ "", NULL },
	{ "/images/logo@2x"
	  ".png",
	    NULL },
	{ "/a/b;v=1/c", NULL },
	{ "/%7Euser/caf%C3%A9", NULL },
	{ "/u/user@example.org", "/u/{email}" },
	{ "/u/user%40example.org/x", "/u/{email}/x" },
	{ "/a;jsessionid=ABC", "/a;jsessionid={session}" },
	{ "/a;jsessionid=ABC/b;v=1", "/a;jsessionid={session}/b;v=1" },
	{ "/a%3Bjsessionid%3DABC", "/a%3Bjsessionid%3D{session}" },
	{ "/a;jsessionid={session}", NULL },
	{ "/a;jsessionid=", NULL },
	{ "/find/email=x/page=2", "/find/email={email}/page=2" },
	{ "/a&email=x&b=1", "/a&email={email}&b=1" },
	{ "/call/+31612345678/now", "/call/{phone}/now" },
	{ "/ip/192.0.2.7", "/ip/{ip}" },
	{ "/a;name=jan,b=1/c", "/a;name={identity}/c" },
	{ "/a;password=%2Fhunter2", "/a;password={credential}" },
	{ "/a;password=hun%2Fter2", "/a;password={credential}" },
	{ "/a;password=hun%2Fter2/x;b=c", "/a;password={credential}/x;b=c" },
	{ "/a/lastname=%22Miller%22", "/a/lastname={identity}" },
	{ "/a/lastname=/b", NULL },
	{ "/a/lastname%3D%2Fb", "/a/lastname%3D{identity}" },
	{ "/a;pwd=x;b=1", "/a;pwd={credential};b=1" },
	{ "/a;pwd=x%3Bb=1", "/a;pwd={credential}" },
	{ "/jan&#64;example.org/x", "/{email}/x" },
	{ "/jan%EF%BC%A0example.org/x", "/{email}/x" },
	{ "/x/{\"email\":\"a/b,c\"}", "/x/{\"email\":\"{email}\"}" },
	/* behind a label */
	{ "/reset/0a1b2c3d4e5f6a7b8c9d", "/reset/{token}" },
	{ "/reset-password/0a1b2c3d4e5f6a7b8c9d/", "/reset-password/{token}/" },
	{ "/accounts/reset/MQ/b7k2m9-0a1b2c3d4e5f/",
	    "/accounts/reset/MQ/{token}/" },
	{ "/verify/7b8c9d0e-1a2b-3c4d-5e6f-a1b2c3d4e5f6", "/verify/{token}" },
	{ "/%72eset/0a1b2c3d%34e5f6a7b8c9d", "/%72eset/{token}" },
	{ "/phone/0201234567", "/phone/{phone}" },
	{ "/JSESSIONID/0a1b2c3d4e5f6a7b8c9d", "/JSESSIONID/{token}" },
	{ "/auth/a/b/0a1b2c3d4e5f6a7b8c9d", NULL },
	{ "/user/register", NULL },
	{ "/users/12345", NULL },
	{ "/users/0201234567", NULL },
	{ "/commit/0a1b2c3d4e5f6a7b8c9d", NULL },
	{ "/static/app.3f2a1b9c.js", NULL },
	{ "/auth/app.3f2a1b9c0d1e2f3a4b5c.js", NULL },
	{ "/login/step-2-of-3-steps-in-2024", NULL },
	{ "/reset/", NULL },
	{ "/key/0201234567/0201234567/0201234567",
	    "/key/{phone}/{phone}/0201234567" },
	{ "/reset/abcDEFghiJKLmnoPQR", "/reset/{token}" },
	{ "/invite/AbCdEfGhIjKlMnOp", "/invite/{token}" },
	{ "/invite/AbCdEfGhIj", "/invite/{token}" },
	{ "/unsubscribe/3f2a9d0b1c", "/unsubscribe/{token}" },
	{ "/share/k3Jx9QpL/x", "/share/{token}/x" },
	{ "/verify/3fa94c01", "/verify/{token}" },
	{ "/page/3f2a9d0b1c", NULL },
	{ "/share/facebook", NULL },
	{ "/reset/password", NULL },
	{ "/login/step2", NULL },
	{ "/download/file-12.zip", NULL },
	{ "/download/3f2a9d0b1c.zip", NULL },
	{ "/share/summer2024", NULL },
	{ "/share/iPhone15Pro", NULL },
	{ "/download/win10x64", NULL },
	{ "/share/a1-b2-c3-d4", NULL },
	{ "/share/FacebookTwitterInstagram", NULL },
	{ "/reset/ForgottenPasswordFormOfShop", NULL },
	{ "/share/How-To-Get-The-Job-And-Run", NULL },
	/* in place of cookies */
	{ "/(S(lit3py55t21z5v55vlm25s55))/orderform.aspx",
	    "/(S({session}))/orderform.aspx" },
	{ "/a/(X(1)S(lit3py55t21z5v55vlm25s55))/a.aspx",
	    "/a/(X(1)S({session}))/a.aspx" },
	{ "/(A(abcDEF0123456789_-)F(0123456789abcdefABCDEF))/",
	    "/(A({session})F({credential}))/" },
	{ "/%28S%28lit3py55t21z5v55vlm25s55%29%29/a",
	    "/%28S%28{session}%29%29/a" },
	{ "/(lit3py55t21z5v55vlm25s55)/a.aspx", "/({session})/a.aspx" },
	{ "/(S(lit3py55t21z5v55vlm25s55", "/(S({session}" },
	{ "/(X(1))/default-page-of-shop.aspx", NULL },
	{ "/(internationalization)/page", NULL },
	{ "/Foo_(S(abc)_and_some_more_text)", NULL },
	/* hidden */
	{ "/u/amFuQGV4YW1wbGUub3Jn/x", "/u/{email}/x" },
	{ "/u/6a616e406578616d706c652e6f7267.gif", "/u/{email}.gif" },
	{ "/ip/192.0.2.7/user@example.org", "/ip/{ip}/{email}" },
};

static const struct fixture_case uris[] = {
	{ "/", NULL },
	{ "*", NULL },
	{ "", NULL },
	{ "/a?", NULL },
	{ "/a?b=c", NULL },
	{ "/a?b=c#d", NULL },
	{ "host.example:443", NULL },
	{ "http://example.org", NULL },
	{ "http://example.org:80/a?b=c", NULL },
	{ "//host.example//a", NULL },
	{ "file:///etc/motd", NULL },
	{ "/a?email=x", "/a" },
	{ "/a?b=c#email=x", "/a" },
	{ "/a#email=x", "/a" },
	{ "/user@example.org?x", "/{email}?x" },
	{ "/user&#64;example.org?x#y", "/{email}?x#y" },
	{ "/a&b#email=x", "/a&b" },
	{ "/user@example.org?x=user@example.org", "/{email}" },
	{ "?email=x", "" },
	{ "http://user:pw@example.org:80/a", "http://example.org:80/a" },
	{ "http://user@example.org/a@b", "http://example.org/a@b" },
	{ "http://a@b@example.org", "http://example.org" },
	{ "http://@example.org/", "http://example.org/" },
	{ "http://192.0.2.1/", "http://{ip}/" },
	{ "http://user@192.0.2.1:80/?q", "http://{ip}:80/?q" },
	{ "http://[2001:db8::1]:80/", "http://{ip}:80/" },
	{ "http://3221225985/", "http://{ip}/" },
	{ "http://0xC0000201/", "http://{ip}/" },
	{ "http://"
	  "192.0.513./",
	    "http://{ip}/" },
	{ "http://192%2E0%2E2%2E1/", "http://{ip}/" },
	{ "http://user:p/w@host/", "http://{credential}/w@host/" },
	{ "user:pw@host.example:443", "host.example:443" },
	{ "192.0.2.1:443", "{ip}:443" },
	{ "http://{ip}:80/", NULL },
};

static const struct fixture_case requests[] = {
	{ "GET / HTTP/1.1", NULL },
	{ "GET /a?b=c HTTP/2.0", NULL },
	{ "GET /a b c HTTP/1.1", NULL },
	{ "GET /old", NULL },
	{ "GET / HTTP/3", NULL },
	{ "CONNECT host.example:443 HTTP/1.1", NULL },
	{ "OPTIONS * HTTP/1.0", NULL },
	{ "M-SEARCH * HTTP/1.1", NULL },
	{ "-", NULL },
	{ "", NULL },
	{ "\\x16\\x03\\x01\\x02", NULL },
	{ "SSH-2.0-Go", NULL },
	{ "GET  /  HTTP/1.1", NULL },
	{ "GET /a?email=x HTTP/1.1", "GET /a HTTP/1.1" },
	{ "GET /a?email=x y HTTP/1.1", "GET /a HTTP/1.1" },
	{ "GET /a?email=x", "GET /a" },
	{ "GET /a?email=x HTTP/1.1 x", "GET /a" },
	{ "GET /a?email=x http/1.1", "GET /a" },
	{ "GET http://u:p@192.0.2.1/?q=1 HTTP/1.1",
	    "GET http://{ip}/?q=1 HTTP/1.1" },
	{ "MGLNDD_192.0.2.5_443", "MGLNDD_{ip}_443" },
	{ "EHLO user@example.org", "EHLO {email}" },
	{ "\\x03user=jan pass=\\x22a b\\x22 x=1",
	    "\\x03user={identity} pass=\\x22{credential}\\x22 x=1" },
	{ "{\\x22email\\x22:\\x22jan\\x22}",
	    "{\\x22email\\x22:\\x22{email}\\x22}" },
	{ "\\x16user@example.org\\x00", "\\x16{email}\\x00" },
};

static const struct fixture_case referers[] = {
	{ "http://example.org/jan&#64;example.org/b#x",
	    "http://example.org/{email}/b" },
	{ "http://example.org/&&amp;amp;#64;&x&#46;#y&#46;",
	    "http://example.org/&&amp;amp;#64;&x&#46;" },
	{ "-", NULL },
	{ "", NULL },
	{ "https://www.example.org/", NULL },
	{ "https://example.org/a/b?q=foo", NULL },
	{ "android-app://com.example.app/", NULL },
	{ "some text", NULL },
	{ "https://example.org/#top", "https://example.org/" },
	{ "https://example.org/?q=1#email=x", "https://example.org/?q=1" },
	{ "https://example.org/?email=x", "https://example.org/" },
	{ "https://u:p@example.org/a?b=c", "https://example.org/a?b=c" },
	{ "http://192.0.2.9/", "http://{ip}/" },
	{ "http://[2001:db8::1]/", "http://{ip}/" },
	{ "mail from user@example.org", "mail from {email}" },
	{ "junk?email=x", "junk" },
	{ "#x", "-" },
};

static const struct fixture_case origins[] = {
	{ "-", NULL },
	{ "", NULL },
	{ "https://example.org/a/b?q=foo#x", "https://example.org/" },
	{ "https://example.org", "https://example.org/" },
	{ "https://example.org:8443/a", "https://example.org:8443/" },
	{ "https://u:p@example.org?x", "https://example.org/" },
	{ "http://192.0.2.9:80/x", "http://{ip}:80/" },
	{ "android-app://com.example.app/x", "android-app://com.example.app/" },
	{ "some text", "-" },
	{ "file:///etc/motd", "-" },
};

static void
try_all(scrub_fn *scrub, struct rule rule, const struct fixture_case *c,
    size_t n)
{
	const enum class class =
	    scrub == referer_scrub ? CLASS_REFERER : CLASS_PATH;
	struct fixture f;

	fixture_init(&f);
	f.policy.rule[class] = rule;
	for (size_t i = 0; i < n; i++) {
		fixture_try(&f, scrub, class, &c[i]);
		/* Once more changes nothing. */
		if (c[i].out != NULL)
			fixture_try(&f, scrub, class,
			    &(struct fixture_case){ c[i].out, NULL });
	}
	fixture_release(&f);
}

#define TRY(scrub, rule, table) \
	try_all(scrub, rule, table, sizeof(table) / sizeof(table[0]))

Test(uri, paths)
{
	TRY(path_scrub, rule_default(CLASS_PATH), paths);
}

Test(uri, uris)
{
	TRY(uri_scrub, rule_default(CLASS_PATH), uris);
}

Test(uri, requests)
{
	TRY(request_scrub, rule_default(CLASS_PATH), requests);
}

Test(uri, referers)
{
	TRY(referer_scrub, rule_default(CLASS_REFERER), referers);
}

Test(uri, origins)
{
	TRY(referer_scrub, (struct rule){ .action = ACTION_ORIGIN }, origins);
}

Test(uri, keep_and_drop)
{
	struct fixture f;
	const char *in = "http://u:p@192.0.2.1/user@example.org?email=x#y";

	fixture_init(&f);
	f.policy.rule[CLASS_PATH].action = ACTION_KEEP;
	f.policy.rule[CLASS_QUERY].action = ACTION_KEEP;
	f.policy.rule[CLASS_REFERER].action = ACTION_KEEP;
	fixture_try(&f, path_scrub, CLASS_PATH,
	    &(struct fixture_case){ in, NULL });
	fixture_try(&f, referer_scrub, CLASS_REFERER,
	    &(struct fixture_case){ in, NULL });
	fixture_try(&f, uri_scrub, CLASS_URI,
	    &(struct fixture_case){ in,
		"http://{ip}/user@example.org?email=x#y" });
	f.policy.rule[CLASS_QUERY].action = ACTION_DROP;
	f.policy.rule[CLASS_REFERER].action = ACTION_DROP;
	fixture_try(&f, referer_scrub, CLASS_REFERER,
	    &(struct fixture_case){ in, "-" });
	fixture_try(&f, uri_scrub, CLASS_URI,
	    &(struct fixture_case){ "/a?b", "/a" });
	fixture_release(&f);
}

Test(uri, counts)
{
	struct fixture f;

	fixture_init(&f);
	(void)fixture_run(&f, request_scrub, CLASS_REQUEST,
	    SPAN("GET /user@example.org?tel=1 HTTP/1.1"));
	(void)fixture_run(&f, request_scrub, CLASS_REQUEST,
	    SPAN("X_192.0.2.1"));
	(void)fixture_run(&f, referer_scrub, CLASS_REFERER,
	    SPAN("http://u@example.org/192.0.2.1?sid=1"));
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_PATH] == 1);
	cr_expect(f.tally.hits[KIND_PHONE][PLACE_QUERY] == 1);
	cr_expect(f.tally.hits[KIND_IP][PLACE_REQUEST] == 1);
	cr_expect(f.tally.hits[KIND_CREDENTIAL][PLACE_REFERER] == 1);
	cr_expect(f.tally.hits[KIND_IP][PLACE_REFERER] == 1);
	cr_expect(f.tally.hits[KIND_SESSION][PLACE_REFERER] == 1);
	fixture_release(&f);
}
