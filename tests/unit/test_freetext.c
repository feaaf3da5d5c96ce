/* SPDX-License-Identifier: ISC */
#include "scrub/freetext.h"

#include "scrub/whole.h"
#include "scrub_fixture.h"

/* What servers write that holds nothing of anybody. */
static const struct fixture_case harmless[] = {
	{ "", NULL },
	{ "-", NULL },
	{ "AH00126: Invalid URI in request GET /a/.%2e/b HTTP/1.1", NULL },
	{ "AH01797: client denied by server configuration: /var/www/html/",
	    NULL },
	{ "AH01630: client denied by server configuration: /srv/x.html, "
	  "referer: https://example.org/path/",
	    NULL },
	{ "AH01071: Got error 'Primary script unknown\\n'", NULL },
	{ "AH01215: /bin/bash: error importing function definition for "
	  "`HTTP_TEST'",
	    NULL },
	{ "AH01788: realm mismatch - got `far away' but expected `private "
	  "area'",
	    NULL },
	{ "AH10244: invalid URI path (/cgi-bin/.%2e/.%2e/bin/sh)", NULL },
	{ "open() \"/var/www/a b/x.php\" failed (2: No such file or "
	  "directory)",
	    NULL },
	{ "limiting requests, excess: 5.428 by zone \"one\"", NULL },
	{ "SSL_do_handshake() failed (SSL: error:1408F0C6:SSL routines:"
	  "ssl3_get_record:packet length too long) while SSL handshaking",
	    NULL },
	{ "SSL handshake failure (error:0A0000C1:SSL routines::no shared "
	  "cipher)",
	    NULL },
	{ "TLS_AES_128_GCM_SHA256 ECDHE-RSA-AES256-GCM-SHA384", NULL },
	{ "pid 00007f3b2c001700 tid 140127546873664", NULL },
	{ "no user/password was provided for basic authentication", NULL },
	{ "user  not found: /", NULL },
	{ "[User not found][No such object]", NULL },
	{ "Chrome/126.0.0.0 nginx/1.24.0 mod_ssl/2.4.62 1.2.3", NULL },
	{ "12:00:00 2026-11-21T12:00:00 std::dec ::1", NULL },
	{ "Pattern match \"(?:nessus(?:_test)|^/x\\\\.at)\" at "
	  "REQUEST_URI.",
	    NULL },
	{ "a?b x?y=z why? because.", NULL },
	{ "lines 1-2-3-4 and 2026-11-21-04-05.example.log", NULL },
	{ "user={user} \"{user}\" {email}", NULL },
	{ "name=photo.jpg user=- email=", NULL },
	{ "upstream server temporarily disabled, upstream: "
	  "\"fastcgi://unix:/run/php.sock:\"",
	    NULL },
};

static const struct fixture_case addresses[] = {
	{ "192.0.2.7", "192.0.0.0" },
	{ "client 192.0.2.7:8080, [client 198.51.100.86]",
	    "client 192.0.0.0:8080, [client 198.51.0.0]" },
	{ "[2001:db8:1::1]:443 and 2001:db8:1:2::3",
	    "[2001:db8::]:443 and "
	    "2001:db8::" },
	{ "[client fe80::7]", "[client fe80::]" },
	{ "::ffff:192.0.2.7", "::ffff:192.0.0.0" },
	{ "192%2E0%2E2%2E7 192\\u002e0.2.7", "192.0.0.0 192.0.0.0" },
	{ "192.000.002.007", "{ip}" },
	{ "see 192.0.2.7.", "see 192.0.0.0." },
	{ "App/192.0.2.7", "App/192.0.0.0" },
	/* Reversed in a name, the part that is cut off would be the net. */
	{ "10.2.0.192.dyn.example.org", "{ip}.dyn.example.org" },
	{ "192-0-2-7.dsl.example.org", "{ip}.dsl.example.org" },
	{ "ip192_0_2_7.example.org", "ip{ip}.example.org" },
	{ "x-192.0.2.7", "x-{ip}" },
};

static const struct fixture_case kept[] = {
	{ "192.0.2.7 [2001:db8::1]:80 10.2.0.192.example.org", NULL },
};

static const struct fixture_case dropped[] = {
	{ "192.0.2.7:80 Chrome/126.0.0.0", "0.0.0.0:80 Chrome/126.0.0.0" },
	{ "[2001:db8::1]:80", "[0.0.0.0]:80" },
};

static const struct fixture_case users[] = {
	{ "user \"foo\" was not found in \"/etc/x.htpasswd\"",
	    "user \"{user}\" was not found in \"/etc/x.htpasswd\"" },
	{ "user \"foo bar\": password mismatch",
	    "user \"{user}\": password mismatch" },
	{ "user \"foo\": password mismatch, x: \"y\"",
	    "user \"{user}\": password mismatch, x: \"y\"" },
	/* A quote in the name. */
	{ "user \"a\" b\": password mismatch",
	    "user \"{user}\": password mismatch" },
	{ "user \"a\" was not found in \"b\" was not found in \"/x\"",
	    "user \"{user}\" was not found in \"/x\"" },
	/* As a string of JSON, and as nginx escapes it. */
	{ "user \\\"foo bar\\\" was not found in \\\"/x\\\"",
	    "user \\\"{user}\\\" was not found in \\\"/x\\\"" },
	{ "user \\x22foo\\x22: password mismatch",
	    "user \\x22{user}\\x22: password mismatch" },
	{ "AH01618: user foo not found: /admin",
	    "AH01618: user {user} not found: /admin" },
	{ "user foo bar not found: /a", "user {user} not found: /a" },
	{ "AH01617: user username: authentication failure for \"/s/\": "
	  "Password Mismatch",
	    "AH01617: user {user}: authentication failure for \"/s/\": "
	    "Password Mismatch" },
	{ "Digest: user foo: password mismatch: /d",
	    "Digest: user {user}: password mismatch: /d" },
	{ "user `foo' in realm `digest area' not found: /d",
	    "user `{user}' in realm `digest area' not found: /d" },
	{ "Authorization of user foo to access /a failed, reason: file owner "
	  "bar does not match.",
	    "Authorization of user {user} to access /a failed, reason: file "
	    "owner {user} does not match." },
	{ "auth_ldap authenticate: user foo authentication failed; URI /x "
	  "[User not found]",
	    "auth_ldap authenticate: user {user} authentication failed; URI "
	    "/x [User not found]" },
	{ "password doesn't match for /u username: foo, IP: 192.0.2.1",
	    "password doesn't match for /u username: {user}, IP: 192.0.0.0" },
	{ "password doesn't match for /u username: foo IP: 192.0.2.1",
	    "password doesn't match for /u username: {user} IP: 192.0.0.0" },
	{ "username:foo", "username:{user}" },
	{ "Login failed for foo from 192.0.2.1. NO user=foo from x",
	    "Login failed for {user} from 192.0.0.0. NO user={user} from x" },
	{ "sent in stderr: \"PHP message: Failed login for a@example.org\" "
	  "while",
	    "sent in stderr: \"PHP message: Failed login for {email}\" while" },
	{ "sent in stderr: \"PHP message: Failed login for foo bar\" while",
	    "sent in stderr: \"PHP message: Failed login for {user}\" while" },
	{ "|0||Login attempt failed for foo|2||Session revisited for bar.",
	    "|0||Login attempt failed for {user}|2||Session revisited for "
	    "{user}." },
	{ "ERR [Login denied for user \"foo\"], x",
	    "ERR [Login denied for user \"{user}\"], x" },
	{ "Could not retrieve user foo details",
	    "Could not retrieve user {user} details" },
	{ "Access denied for user 'foo'@'localhost' (using password: YES)",
	    "Access denied for user '{user}'@'localhost' (using password: "
	    "YES)" },
	{ "Error (20) [subject: CN=Foo Bar,O=x / issuer: CN=CA / serial: 1]",
	    "Error (20) [subject: {user} / issuer: CN=CA / serial: 1]" },
};

static const struct fixture_case units[] = {
	{ "\"GET /a?email=x HTTP/1.1\"", "\"GET /a HTTP/1.1\"" },
	{ "\"GET /a b?email=x y HTTP/1.1\"", "\"GET /a b HTTP/1.1\"" },
	{ "in request GET /a b?tel=1 HTTP/1.1 ",
	    "in request GET /a b "
	    "HTTP/1.1 " },
	{ "(POST /w/?_task=login&user=foo)", "(POST /w/)" },
	{ "https://u:p@example.org/x?name=foo#frag, x",
	    "https://example.org/x, x" },
	{ "(https://example.org/a(b)?c=d).", NULL },
	{ "referrer: \"http://example.org/?email=x\"",
	    "referrer: \"http://example.org/\"" },
	{ "http:\\/\\/example.org\\/x?email=foo\\\" y",
	    "http:\\/\\/example.org\\/x\\\" y" },
	{ "open() \"/var/www/a b/foo@example.org/y\" failed",
	    "open() \"/var/www/a b/{email}/y\" failed" },
	{ "file '/a?sid=1', line 1", "file '/a', line 1" },
	{ "/x;jsessionid=abc/y", "/x;jsessionid={session}/y" },
	{ "x.php?email=foo&y=z end", "x.php end" },
	{ "%2Fpath%3Femail%3Dfoo%26x", "%2Fpath%3Femail%3D{email}%26x" },
	{ "https://example.org/s|1|user|192.0.2.1|https://example.org/?a=b",
	    "https://example.org/s|1|user|192.0.0.0|https://example.org/?a=b" },
	{ "upstream: \"http://192.0.2.7:8080/x?email=y\"",
	    "upstream: \"http://{ip}:8080/x\"" },
};

static const struct fixture_case others[] = {
	{ "foo@example.org foo%40example.org foo\\x40example.org",
	    "{email} {email} {email}" },
	{ "+31 6 12345678, 4111 1111 1111 1111", "{phone}, {card}" },
	{ "client sent invalid header line: \"Cookie: a=b; c=d\" while",
	    "client sent invalid header line: \"Cookie: {session}\" while" },
	{ "\"Authorization: Digest username=x\"",
	    "\"Authorization: {credential}\"" },
	{ "password=\"x y\" sid=1&b",
	    "password=\"{credential}\" "
	    "sid={session}&b" },
	{ "{\"email\": \"a b\", \"x\": \"y\"}",
	    "{\"email\": \"{email}\", "
	    "\"x\": \"y\"}" },
	{ "invalid nonce l19lgpDiBAZZZf1ec3d9613f3b3ef received",
	    "invalid nonce {token} received" },
	{ "in session 1z506z6rvddstv6k7jz08hxo27 (error: 0)",
	    "in session {token} (error: 0)" },
	{ "id 4ff0c2a8-1111-4a2b-9c3d-0123456789ab.", "id {token}." },
	{ "[unique_id \"Ab@cd12\"]", "[unique_id \"{token}\"]" },
	{ "Hostname foo.192.0.2.7.example.org provided via SNI",
	    "Hostname foo.{ip}.example.org provided via SNI" },
};

static const struct fixture_case cuts[] = {
	{ "request: \"GET /path?email=foo%40ex", "request: \"GET -" },
	{ "sent by foo@exam", "sent by -" },
	{ "client: 192.0.2", "client: -" },
	{ "client: 192.0.2.7, server: exam", "client: 192.0.0.0, server: -" },
	{ "user \"foo b", "user \"{user}-" },
	{ "user foo not fou", "user {user}-" },
	{ "call +31 6 1234", "call -" },
	{ "Login failed for foo ba", "Login failed for {user} -" },
	{ "/a/b?c=d", "-" },
	{ "\"all of it\"", NULL },
	{ "a\\x20b", "a\\x20-" },
};

static const struct fixture_case terms[] = {
	{ "default-web-8080", NULL },
	{ "test@docker", NULL },
	{ "https-in~", NULL },
	{ "<NOSRV>", NULL },
	{ "--NN", NULL },
	{ "core:error", NULL },
	{ "HTTP2-41#_AdminVHost", NULL },
	{ "TLS_AES_128_GCM_SHA256", NULL },
	{ "app/my-lb/50dc6c495c0c9188", NULL },
	{ "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer",
	    NULL },
	{ "", NULL },
	{ "a b", "-" },
	{ "a\"b", "-" },
	{ "foo@example.org", "-" },
	{ "192.0.2.7:80", "-" },
	{ "x|2001:db8::1", "-" },
	{ "http://u:p@host/", "-" },
	{ "foo%40example.org", "-" },
};

static void
try_all(scrub_fn *scrub, enum class class, enum action ip,
    const struct fixture_case *c, size_t n)
{
	struct fixture f;

	fixture_init(&f);
	f.policy.rule[CLASS_IP].action = ip;
	for (size_t i = 0; i < n; i++) {
		fixture_try(&f, scrub, class, &c[i]);
		/* What is clean once is clean. */
		if (c[i].out != NULL && scrub == freetext_scrub)
			fixture_try(&f, scrub, class,
			    &(struct fixture_case){ c[i].out, NULL });
	}
	fixture_release(&f);
}

#define TRY(scrub, class, ip, table) \
	try_all(scrub, class, ip, table, sizeof(table) / sizeof(table[0]))
#define TRY_TEXT(table) TRY(freetext_scrub, CLASS_TEXT, ACTION_TRUNCATE, table)

Test(freetext, harmless)
{
	TRY_TEXT(harmless);
}

Test(freetext, addresses)
{
	TRY_TEXT(addresses);
	TRY(freetext_scrub, CLASS_TEXT, ACTION_KEEP, kept);
	TRY(freetext_scrub, CLASS_TEXT, ACTION_DROP, dropped);
}

Test(freetext, users)
{
	TRY_TEXT(users);
}

Test(freetext, units)
{
	TRY_TEXT(units);
}

Test(freetext, others)
{
	TRY_TEXT(others);
}

Test(freetext, cut)
{
	TRY(freetext_cut, CLASS_TEXT, ACTION_TRUNCATE, cuts);
}

Test(whole, terms)
{
	TRY(whole_term, CLASS_WORD, ACTION_TRUNCATE, terms);
}

Test(freetext, rules)
{
	struct fixture f;
	const char *in = "GET /user@example.org?email=x HTTP/1.1";

	fixture_init(&f);
	f.policy.rule[CLASS_TEXT].action = ACTION_KEEP;
	fixture_try(&f, freetext_scrub, CLASS_TEXT,
	    &(struct fixture_case){ in, NULL });
	f.policy.rule[CLASS_TEXT].action = ACTION_DROP;
	fixture_try(&f, freetext_scrub, CLASS_TEXT,
	    &(struct fixture_case){ in, "-" });
	f.policy.rule[CLASS_TEXT].action = ACTION_SCRUB;
	f.policy.rule[CLASS_QUERY].action = ACTION_DROP;
	f.policy.rule[CLASS_REFERER].action = ACTION_ORIGIN;
	fixture_try(&f, freetext_scrub, CLASS_TEXT,
	    &(struct fixture_case){ "\"GET /a?b=c HTTP/1.1\", /x?y=z "
				    "https://example.org/a?b x.php?y=z",
		"\"GET /a HTTP/1.1\", /x https://example.org/ x.php" });
	fixture_release(&f);
}

/* Wherever and however it is put, it goes. */
Test(freetext, anywhere)
{
	/* `$` is what is put there. */
	static const char *const around[] = { "$", "\"$\"",
		"user $ not found: /x", "GET /$ HTTP/1.1", "GET /?q=$ HTTP/1.1",
		"https://example.org/$?x=$", "https://$:pw@example.org/",
		"a=$&b", "($)", "[client $]", "'$', line 1", "x|$|y", "<$>",
		"\\\"$\\\"", "%22$%22", "a, $, b", "/$/x", "x:$", "host \"$\"",
		"\\n$\\n", "{\"x\": \"$\"}" };
	static const char *const what[] = { "203.0.113.77", "2001:db8:feed::1",
		"canary@example.org", "canary%40example.org",
		"canary\\x40example.org", "canary%2540example.org" };
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	buf_init(&in, 1 << 10);
	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		for (size_t k = 0; k < sizeof(what) / sizeof(what[0]); k++) {
			struct span got;

			buf_reset(&in);
			for (const char *p = around[i]; *p != '\0'; p++) {
				if (*p == '$')
					buf_addspan(&in, span_str(what[k]));
				else
					buf_addc(&in, *p);
			}
			got = fixture_run(&f, freetext_scrub, CLASS_TEXT,
			    buf_span(&in));
			cr_expect(span_find(got, SPAN("canary")) == got.n &&
				span_find(got, SPAN("feed")) == got.n &&
				span_find(got, SPAN("113")) == got.n,
			    "%s of %s: %.*s", around[i], what[k], (int)got.n,
			    got.p);
		}
	}
	buf_release(&in);
	fixture_release(&f);
}

Test(freetext, counts)
{
	struct fixture f;

	fixture_init(&f);
	(void)fixture_run(&f, freetext_scrub, CLASS_TEXT,
	    SPAN("user foo not found: /a@example.org?x=b@example.org, "
		 "192.0.2.1 c@example.org"));
	cr_expect(f.tally.hits[KIND_IDENTITY][PLACE_USER] == 1);
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_PATH] == 1);
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_QUERY] == 1);
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_OTHER] == 1);
	cr_expect(f.tally.hits[KIND_IP][PLACE_OTHER] == 1);
	fixture_release(&f);
}
