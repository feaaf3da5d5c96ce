/* SPDX-License-Identifier: ISC */
#include "scrub/detect.h"

#include "unit/cputime.h"
#include "unit/detect_fixture.h"

/* Words of secrets are cut up here, so that nobody takes them for real. */
#define A20 "a1B2c3D4e5F6g7H8i9J0"
#define JWT \
	"eyJ" \
	"hbGciOiJub25lIn0.eyJ" \
	"zdWIiOiIxIn0.c2ln" \
	"bmF0dXJl"

static const struct fixture_case emails[] = {
	{ "user@example.org", "{email}" },
	{ "<user@example.org>", "<{email}>" },
	{ "mailto:first.last+tag@mail.example.org?x", "mailto:{email}?x" },
	{ "a=o'brien@example.org&b", "a={email}&b" },
	{ "user%40example.org", "{email}" },
	{ "user%2540example%252Eorg", "{email}" },
	{ "user\\x40example.org", "{email}" },
	{ "user\\u0040example.org", "{email}" },
	{ "user%C1%80example.org", "{email}" },
	{ "j\xc3\xb6rg@b\xc3\xbc"
	  "cher.example",
	    "{email}" },
	{ "j%C3%B6rg@b%C3%BCcher.example", "{email}" },
	{ "x@xn--bcher-kva.example", "{email}" },
	{ "/u/user@example.org/photo.png", "/u/{email}/photo.png" },
	{ "/u/user@example.org"
	  ".json",
	    "/u/{email}.json" },
	{ "two@example.org,three@example.net", "{email},{email}" },
	{ "user@example.org.", "{email}." },
	{ "user@example.org"
	  "-x",
	    "{email}" },
	{ "a@b@example.org", "a@{email}" },
	{ "%22user%40example.org%22", "%22{email}%22" },
	{ "a@b", NULL },
	{ "@example.org", NULL },
	{ "user@", NULL },
	{ "user@localhost", NULL },
	{ "icon@2x"
	  ".png",
	    NULL },
	{ "/img/logo@3x"
	  ".JPG?v=1",
	    NULL },
	{ "lib@"
	  "4.17.21/lib"
	  ".min.js",
	    NULL },
	{ "lib@"
	  "3.6.0"
	  ".min.js",
	    NULL },
	{ "/@52.37,4.89,17z", NULL },
	{ "/@user.name/story", NULL },
	{ "12345@N00", NULL },
	{ "user@"
	  "192.0.2",
	    NULL },
	{ "user@example.", NULL },
	{ "user@.o", NULL },
};

static const struct fixture_case phones[] = {
	{ "+31612345678", "{phone}" },
	{ "+31 6 1234 5678", "{phone}" },
	{ "+31 6 1234 5678 0171 1234567", "{phone}" },
	{ "+31+6+1234+5678", "{phone}" },
	{ "%2B31%20(0)6-12345678", "{phone}" },
	{ "+(31) 612345678", "{phone}" },
	{ "+44.20.7946.0958", "{phone}" },
	{ "+1-202-555-0147", "{phone}" },
	{ "q=+31612345678&x", "q={phone}&x" },
	{ "0031612345678", "{phone}" },
	{ "0031 6 12345678", "{phone}" },
	{ "tel:06-12345678", "tel:{phone}" },
	{ "TEL:112233", "TEL:{phone}" },
	{ "call +31612345678, now", "call {phone}, now" },
	{ "+192.0.2.7", "+{ip}" },
	{ "list:+192.0.2.7,+2001:db8::1", "list:+{ip},+{ip}" },
	{ "+31.20.794.0958", "{phone}" },
	/* as an IBAN is, with a wrong digit, too short, too long */
	{ "DE89 3704 0044 0532 0130 01", NULL },
	{ "DE89 3704 0044 0532 0130 0", "DE89 3704 {phone}" },
	{ "DE89 3704 0044 0532 0130 0123", "DE89 3704 {phone}" },
	{ "a+31612345678", NULL },
	{ "foo+12345678", NULL },
	{ "+1234567", NULL },
	{ "+1234567890123456", NULL },
	{ "+0123456789", NULL },
	{ "+31612345678x", NULL },
	{ "1.0~git+20220123", NULL },
	{ "1.0~git+20220123085548", NULL },
	{ "0066 0066 0069", NULL },
	{ "31612345678", NULL },
	{ "0612345678", NULL },
	{ "00123456789", NULL },
	{ "0000031612345678", NULL },
	{ "1.0031612345678", NULL },
	{ "hotel:12345678", NULL },
	{ "+http://example.org/", NULL },
	{ "2014-01-01T00:00:00+0100", NULL },
};

static const struct fixture_case addresses[] = {
	{ "192.0.2.1", "{ip}" },
	{ "/x/192.0.2.1/y", "/x/{ip}/y" },
	{ "192.000.002.001", "{ip}" },
	{ "192%2E0%2E2%2E1", "{ip}" },
	{ "(192.0.2.1).", "({ip})." },
	{ "192.0.2.1.", "{ip}." },
	{ "192.0.2.1:443", "{ip}:443" },
	{ "192.0.2.1.example.org", "{ip}.example.org" },
	{ "MGLNDD_192.0.2.5_443", "MGLNDD_{ip}_443" },
	{ "2001:db8::1", "{ip}" },
	{ "2001:db8:0:0:0:0:0:1", "{ip}" },
	{ "[2001:DB8::1]:443", "[{ip}]:443" },
	{ "2001:db8::1:", "{ip}:" },
	{ "::ffff:192.0.2.1", "{ip}" },
	{ "ip:2001:db8::1", "ip:{ip}" },
	{ "2001:db8:0:0:0:0:0:1:65000", "{ip}:65000" },
	{ "2001%3Adb8%3A%3A1", "{ip}" },
	{ "1.2.3.4.5", NULL },
	{ "1.2.3", NULL },
	{ "192.0.2.256", NULL },
	{ "1922.0.2.1", NULL },
	{ "v1.2.3.4", NULL },
	{ "1.2.3.4a", NULL },
	{ "126.0.6478.127", NULL },
	{ "12:34:56", NULL },
	{ "2014-01-01T12:34:56Z", NULL },
	{ "::", NULL },
	{ "::1", NULL },
	{ "std::string", NULL },
	{ "x2001:db8::1y", "x{ip}y" },
	{ "1:2:3:4", NULL },
};

static const struct fixture_case cards[] = {
	{ "4111111111111111", "{card}" },
	{ "4111-1111-1111-1111", "{card}" },
	{ "4111 1111 1111 1111", "{card}" },
	{ "4111+1111+1111+1111", "{card}" },
	{ "4111%201111%201111%201111", "{card}" },
	{ "x=5555555555554444&y", "x={card}&y" },
	{ "378282246310005", "{card}" },
	{ "122000000000003", "{card}" },
	{ "5019717010103742", "{card}" },
	{ "4222222222222", "{card}" },
	{ "4111 1111 1111 1111 123", "{card} 123" },
	{ "7 4111111111111111", "7 {card}" },
	{ "AB12 4111 1111 1111 1111", "AB12 {card}" },
	/* a part of an IBAN with a wrong digit */
	{ "RS35 2600 0560 1001 6113 70", NULL },
	{ "4111111111111112", NULL },
	{ "1111111111111117", NULL },
	{ "14111111111111111", NULL },
	{ "41111111111111111", NULL },
	{ "a4111111111111111", NULL },
	{ "4111111111111111a", NULL },
	{ "0.4111111111111111", NULL },
	{ "4111--1111-1111-1111", NULL },
	{ "1400000000000", NULL },
	/* an account of Facebook, a thread, an article number */
	{ "100001234567896", NULL },
	{ "140127546873664", NULL },
	{ "4006300000067", NULL },
};

static const struct fixture_case tokens[] = {
	{ JWT, "{token}" },
	{ "t=" JWT "&x", "t={token}&x" },
	{ "gh"
	  "p_" A20 A20,
	    "{token}" },
	{ "github"
	  "_pat_" A20 A20,
	    "{token}" },
	{ "gl"
	  "pat-" A20,
	    "{token}" },
	{ "xo"
	  "xb-123456789012-" A20,
	    "{token}" },
	{ "AK"
	  "IAABCDEFGHIJKLMNOP",
	    "{token}" },
	{ "AI"
	  "za" A20 "klmnopqrst12345",
	    "{token}" },
	{ "ya"
	  "29." A20,
	    "{token}" },
	{ "sk"
	  "_live_" A20,
	    "{token}" },
	{ "/x-sk"
	  "_live_" A20 "/y",
	    "/x-{token}/y" },
	{ "S"
	  "G." A20 "." A20,
	    "{token}" },
	{ "np"
	  "m_" A20 A20,
	    "{token}" },
	{ "Bearer " A20, "{token}" },
	{ "Bearer+" A20 "&", "{token}&" },
	{ "Basic dXNlcjpwdw==", "{token}" },
	{ "Basic information", NULL },
	{ "Bearer authentication", NULL },
	{ "eyJhbGciOiJub25lIn0", NULL },
	{ "AK"
	  "IAABC",
	    NULL },
	{ "xAK"
	  "IAABCDEFGHIJKLMNOP",
	    NULL },
	{ "some-long-and-harmless-title-of-an-article.html", NULL },
};

static const struct fixture_case urls[] = {
	/* The host goes too where it looks like an e-mail address. */
	{ "http://user:pw@example.org/", "http://{credential}/" },
	{ "http://user:pw@host/", "http://{credential}@host/" },
	{ "u=ftp%3A%2F%2Fuser%3Apw%40host%2F",
	    "u=ftp%3A%2F%2F{credential}%40host%2F" },
	{ "https://example.org/@user", NULL },
};

Test(detect, emails)
{
	DETECT_TRY(emails);
}

Test(detect, phones)
{
	DETECT_TRY(phones);
}

Test(detect, addresses)
{
	DETECT_TRY(addresses);
}

Test(detect, cards)
{
	DETECT_TRY(cards);
}

Test(detect, tokens)
{
	DETECT_TRY(tokens);
}

Test(detect, urls)
{
	DETECT_TRY(urls);
}

/* Whatever is added, hits stay in order, apart, and cover all of it. */
Test(detect, add)
{
	unsigned seed = 1;

	for (int round = 0; round < 2000; round++) {
		bool covered[400] = { false };
		struct hits h = { .n = 0 };

		for (int i = 0; i < 60; i++) {
			struct found f = { .kind = KIND_EMAIL };

			seed = seed * 1103515245 + 12345;
			f.start = seed / 65536 % 380;
			f.end = f.start + 1 + seed / 256 % 9;
			memset(covered + f.start, true, f.end - f.start);
			detect_add(&h, f);
		}
		cr_assert(h.n > 0 && h.n <= DETECT_MAX);
		for (size_t i = 0; i < h.n; i++) {
			cr_assert(h.at[i].start < h.at[i].end);
			cr_assert(i == 0 || h.at[i - 1].end <= h.at[i].start);
			memset(covered + h.at[i].start, false,
			    h.at[i].end - h.at[i].start);
		}
		for (size_t i = 0; i < sizeof(covered); i++)
			cr_assert(!covered[i]);
	}
}

/* More hits than are kept apart: all of them go. */
Test(detect, many)
{
	struct fixture f;
	struct buf in;
	struct span got;

	fixture_init(&f);
	buf_init(&in, 1 << 16);
	for (int i = 0; i < 200; i++)
		buf_addf(&in, "u%d@example.org ", i);
	got = fixture_run(&f, detect_any, CLASS_OPAQUE, buf_span(&in));
	cr_expect(span_index(got, '@') == got.n);
	cr_expect(f.tally.hits[KIND_EMAIL][PLACE_OTHER] == DETECT_MAX);
	buf_release(&in);
	fixture_release(&f);
}

/* The scan must find what the detectors ask for, wherever it stands. */
Test(detect, runs)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t before = 0; before < 140; before++) {
		for (size_t n = 1; n < 150; n++) {
			char s[300];
			unsigned set;

			memset(s, '/', sizeof(s));
			memset(s + before, '1', n);
			set = bytes_scan(
			    fixture_guard(&f, span_make(s, before + n + 3)));
			cr_assert(((set & BYTES_PLAIN) != 0) ==
			    (n >= BYTES_PLAIN_MIN));
			cr_assert(
			    ((set & BYTES_QUAD) != 0) == (n >= BYTES_QUAD_MIN));
			cr_assert(
			    ((set & BYTES_WORD) != 0) == (n >= BYTES_WORD_MIN));
			cr_assert(((set & BYTES_TOKEN) != 0) ==
			    (n >= BYTES_TOKEN_MIN));
		}
	}
	fixture_release(&f);
}

/* Nobody can make a text expensive: what begins again and again, and is none
 * in the end. */
Test(detect, linear)
{
	static const char *const fillings[] = { "a", "1", "a1", "1.", "1-",
		"1_", "1.1.1.1v", "1-2-3-4a", "1-2-3-4.", "1-2-3-4-", "f-",
		"a.", ".js", "@", "@a", "a@a.js", "\"@", "\"a", " at ",
		"a at b.", "a(at)b[dot]", "[dot]",
		"::", "1:", "1:2::", "abc1::", "00:11:", "00-11-", "0000.",
		"00-1", "0x", "0x1.", "1.0x1.", "0.ip6", ".ip6", "://", "://1.",
		"://a1-", "://c0000207", "eyJ", "ewo.", "sk-", "sk-proj-",
		"xapp-", "hvs.", "basic+", "Bearer ", "-----BEGIN ", "-----END",
		"1:AA", "AAQA", "deadbeef-", "v1.", "2001-db8--", "0612 ",
		"01 ", "00 ", "(0", "1.234,", "1.234 ", "1.2,3.4 ", "5N",
		"52\xc2\xb0", "1'", "19", "1900", "1 January ", "1901 1 ",
		"straat 1", "a 1 ", "1 rue ", "via a ", "W1A ", "W1",
		"1234 ab ", "1234567+", "23456789C+", ",1", "+1 ", "tel:1" };
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	buf_init(&in, 1 << 16);
	for (size_t i = 0; i < sizeof(fillings) / sizeof(fillings[0]); i++) {
		const struct span s = span_str(fillings[i]);
		struct hits h = { .n = 0 };
		long start = cputime_ms();

		buf_reset(&in);
		while (in.n + s.n < 1 << 16)
			buf_addspan(&in, s);
		detect_text(buf_span(&in), ~0U, &h);
		detect_lone(buf_span(&in), ~0U, &h);
		start = cputime_ms() - start;
		cr_expect(start < 1500 * CPUTIME_FACTOR, "%ld ms for `%s`",
		    start, fillings[i]);
	}
	buf_release(&in);
	fixture_release(&f);
}
