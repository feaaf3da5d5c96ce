/* SPDX-License-Identifier: ISC */
/* Secrets: scrub/secret by how they begin, scrub/entropy by what they are. */
#include "scrub/entropy.h"

#include "unit/detect_fixture.h"
#include "unit/props.h"

#define A10 "a1B2c3D4e5"
#define A20 A10 "F6g7H8i9J0"
#define A40 A20 A20
#define H32 "0123456789abcdef0123456789abcdef"

/* A prefix is cut off here, so that nobody takes what follows for real. */
#define CASE(prefix, rest) \
	{ \
		prefix rest, "{token}" \
	}

static const struct fixture_case prefixes[] = {
	CASE("ey", "JhbGciOiJub25lIn0.e30.abc"),
	CASE("ey", "AiYWxnIjogIm5vbmUiIH0.e30.abc"),
	CASE("ew", "ogICJhbGciOiAibm9uZSIKfQ.e30.abc"),
	CASE("v2.", "local." A20),
	CASE("v4.", "public." A40),
	CASE("gh", "s_" A40),
	CASE("gl", "rt-" A20),
	CASE("gl", "ptt-" A20),
	CASE("gl", "oas-" A20),
	CASE("gl", "soat-" A20),
	CASE("gl", "sa_" A40),
	CASE("xo", "xe.xoxp-1-" A20),
	CASE("xa", "pp-1-A0-" A20),
	CASE("AS", "IAABCDEFGHIJKLMNOP"),
	CASE("AB", "IAABCDEFGHIJKLMNOP"),
	CASE("AC", "CAABCDEFGHIJKLMNOP"),
	CASE("GO", "CSPX-" A40),
	CASE("sk", "_test_" A20),
	CASE("pk", "_test_" A20),
	CASE("rk", "_live_" A20),
	CASE("rk", "_test_" A20),
	CASE("wh", "sec_" A40),
	CASE("li", "ve_" A40),
	CASE("S", "K" H32),
	CASE("A", "C" H32),
	CASE("ke", "y-" H32),
	CASE("xk", "eysib-" H32 "-" A20),
	CASE("py", "pi-AgE" A20),
	CASE("ru", "bygems_" H32),
	CASE("do", "p_v1_" H32 H32),
	CASE("dc", "kr_pat_" A20),
	CASE("da", "pi" H32),
	CASE("HR", "KU-" A40),
	CASE("sh", "pat_" H32),
	CASE("sq", "0atp-" A20),
	CASE("EA", "AA" A40),
	CASE("1234567:", "AA" A20 "-" A20),
	CASE("123456789:", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
	CASE("123456:", "ABC-DEF1234ghIkl-zyx57W2v1u123ew11"),
	{ "/bot123456789:"
	  "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage",
	    "/bot{token}/sendMessage" },
	{ "/services/"
	  "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
	    "/services/{token}" },
	{ "/api/webhooks/123456789012345678/" A40 "-_" A20,
	    "/api/webhooks/{token}" },
	{ "/services/Training/Business/our-courses-of-this-year", NULL },
	{ "/webhooks/documentation/how-to-make-one-of-these", NULL },
	{ "/files/123456789012345/how-to-make-one-of-these", NULL },
	CASE("sk", "-ant-" A20),
	CASE("sk", "-proj-" A40),
	CASE("sk", "-" A40),
	CASE("hf", "_" A40),
	CASE("hv", "s." A20),
	CASE("li", "n_api_" A40),
	CASE("fi", "gd_" A40),
	CASE("AT", "ATT3" A40),
	CASE("NR", "AK-" A20 "ABCDEFG"),
	CASE("PM", "AK-" A20 "-" A20),
	CASE("sb", "p_" H32),
	CASE("pa", "t-eu1-f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
	CASE("AA", "AAB3NzaC1yc2E" A40 "+/="),
	CASE("AA", "AAC3NzaC1lZDI" A40),
	CASE("AA", "AAE2VjZHNh" A40),
	CASE("AA", "QA" A20 "+" A20),
	CASE("PH", "NhbWw" A40),
	{ "/sk-bratislava-stare-mesto-ubytovanie-v-sukromi/", NULL },
	{ "/live_and_let_die_and_many_more_of_these_words/", NULL },
	{ "/key-concepts-of-a-language-in-twenty-minutes/", NULL },
	{ "AA" A40, NULL },
	{ "/v8.local.storage/", NULL },
};

static const struct fixture_case schemes[] = {
	{ "bearer " A20, "{token}" },
	{ "a=BEARER++" A20 "&", "a={token}&" },
	{ "Negotiate YIIJvwYGKwYBBQUCoIIJszCCCa8=", "{token}" },
	{ "x -----BEGIN RSA PRIVATE KEY-----\nMII\n"
	  "-----END RSA PRIVATE KEY----- y",
	    "x {token} y" },
	{ "-----BEGIN+PRIVATE+KEY-----MII", "{token}" },
	{ "-----BEGIN X-----END X", "{token}" },
	{ "Bearer abcdefghijklmnopqrst", "{token}" },
	{ "Bearer abcdefghijklmnop x", "{token} x" },
	{ "bearer+abcdefghijklmnop&x", "{token}&x" },
	{ "Bearer ab1cdefg", "{token}" },
	{ "Bearer abCdefgh", "{token}" },
	{ "Bearer abc.defgh", "{token}" },
	{ "Basic abcdefghijklmnopqrstuvwx", "{token}" },
	{ "bearer certificate", NULL },
	{ "bearer+bonds+for+everybody+explained", NULL },
	{ "bearer instruments.", NULL },
	{ "basic internationalization", NULL },
	{ "forbearer " A20, NULL },
	{ "basic plan for beginners", NULL },
	{ "--BEGIN X", NULL },
};

static const struct fixture_case alone[] = {
	{ "j03d70tfdvitpbjq6lbmefr5r6", "{token}" },
	{ "AFQjCNGENTsQcgSJzQyvHK-EaBihv9e_Lw", "{token}" },
	{ "wCAEVJSOOYGJuATIo4DABQ", "{token}" },
	{ "hwP27pWvBQWG+okF0s8wCg==", "{token}" },
	{ "a1/B2c3+D4e5/F6g7+H8", "{token}" },
	{ "d41d8cd98f00b204e9800998ecf8427e", "{token}" },
	{ "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "{token}" },
	{ "da39a3ee5e6b4b0d3255bfef95601890afd807090", "{token}" },
	{ "da39a3ee-5e6b4b0d3255bfef95601890afd8070", "{token}" },
	/* a commit, a checksum */
	{ "da39a3ee5e6b4b0d3255bfef95601890afd80709", NULL },
	{ "qzkxvbnmpwrtyhgfdsjkcvbq", "{token}" },
	{ "how-to-make-a-cake-2024", NULL },
	{ "thisIsACamelCaseIdentifier", NULL },
	{ "SOME_CONSTANT_OF_A_PROGRAM", NULL },
	{ "XMLHttpRequestEventTarget", NULL },
	{ "samsung-galaxy-s23-ultra-256gb-5g", NULL },
	{ "IMG_20240102_123456789.jpg", NULL },
	{ "d41d8cd98f00b204e9800998ecf8427e.png", NULL },
	{ "12000A2030200359100100", NULL },
	{ "2024-01-02T12:34:56+01:00", NULL },
	{ "12345678901234567890", NULL },
	{ "100,200,300,400,500,600", NULL },
	{ "www.example.org/some/path", NULL },
	{ "/a1B2c3D4e5F6g7H8i9J0", NULL },
	{ "Donaudampfschiffahrtsgesellschaft", NULL },
	{ "verzekeringsmaatschappij", NULL },
	{ "a1B2c3D4e5F6g7H8i9J", NULL },
	{ "a1B2c3D4e5 6g7H8i9J0xy", NULL },
};

Test(secret, prefixes)
{
	DETECT_TRY(prefixes);
}

Test(secret, schemes)
{
	DETECT_TRY(schemes);
}

Test(entropy, alone)
{
	DETECT_TRY_LONE(alone);
}

#define DIGITS "0123456789"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define CAPITAL "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* How many of a thousand random texts are found: what entropy.h says. */
static const struct drawn_case {
	const char *digits;
	size_t length;
	unsigned least;
} drawn[] = {
	{ CAPITAL SMALL DIGITS "-_", 20, 985 },
	{ CAPITAL SMALL DIGITS "-_", 27, 995 },
	{ SMALL DIGITS, 20, 955 },
	{ SMALL DIGITS, 27, 985 },
	{ DIGITS "abcdef", 20, 955 },
	{ DIGITS "abcdef", 27, 985 },
	{ DIGITS "abcdef", 32, 985 },
};

Test(entropy, drawn)
{
	enum { TEXTS = 10000 };
	struct props_random r = { 1 };

	for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++) {
		const struct drawn_case *c = &drawn[i];
		unsigned hits = 0;

		for (unsigned n = 0; n < TEXTS; n++) {
			struct found f = { KIND_TOKEN, 0, 0, MEANS_CONTENT };
			char text[64];

			for (size_t k = 0; k < c->length; k++)
				text[k] = c->digits[props_draw(&r,
				    strlen(c->digits))];
			hits += entropy_find(span_make(text, c->length), 0, &f);
		}
		cr_expect(hits >= c->least * (TEXTS / 1000), "%s, %zu: %u",
		    c->digits, c->length, hits);
	}
}
