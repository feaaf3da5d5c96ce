/* SPDX-License-Identifier: ISC */
#include "scrub/hidden.h"

#include <time.h>

#include "scrub_fixture.h"

#define MAIL "amFuQGV4YW1wbGUub3Jn" /* jan@example.org */
#define MAIL_HEX "6a616e406578616d706c652e6f7267"
/* the same, two, three and four times */
#define MAIL2 "YW1GdVFHVjRZVzF3YkdVdWIzSm4="
#define MAIL3 "WVcxR2RWRkhWalJaVnpGM1lrZFZkV0l6U200PQ=="
#define MAIL4 "V1ZjeFIyUldSa2hXYWxKYVZucEdNMWxyWkZaa1YwbDZVMjAwUFE9PQ=="

static const struct fixture_case cases[] = {
	{ MAIL, "{email}" },
	{ "x " MAIL " y", "x {email} y" },
	{ "x=" MAIL "&" MAIL ".png", "x={email}&{email}.png" },
	{ "/a/" MAIL "/b", "/a/{email}/b" },
	{ "mail_" MAIL "-x", "mail_{email}-x" },
	{ "eHhqYW5AZXhhbXBsZS5vcmc=", "{email}" },
	{ "eHhqYW5AZXhhbXBsZS5vcmc%3D", "{email}" },
	{ "eHhqYW5AZXhhbXBsZS5vcmc", "{email}" },
	{ "eHhqYW5AZXhhbXBsZS5vcmc%253D,x", "{email},x" },
	{ "amFuJTQwZXhhbXBsZS5vcmc=", "{email}" }, /* jan%40example.org */
	{ "SsO2cmcgasO2cmdAZXhhbXBsZS5vcmc=", "{email}" }, /* UTF-8 */
	{ "agBhAG4AQABlAHgAYQBtAHAAbABlAC4AbwByAGcA", "{email}" }, /* UTF-16 */
	{ MAIL_HEX, "{email}" },
	{ "/x/6A616E406578616D706C652E6F7267/y", "/x/{email}/y" },
	{ MAIL2, "{email}" },
	{ MAIL3, "{email}" },
	/* deeper than anybody looks */
	{ MAIL4, "{token}" },
	/* names: {"email":"jan"}, a=1&tel=2&b=3, see?>~mail=x ??> */
	{ "eyJlbWFpbCI6ImphbiJ9", "{email}" },
	{ "YT0xJnRlbD0yJmI9Mw==", "{phone}" },
	{ "c2VlPz5-bWFpbD14ID8_Pg", "{email}" },
	{ "c2VlPz5+bWFpbD14ID8/Pg==", "{email}" },
	/* rewritten links */
	{ "u=https-3A__example.org_u-3Fm-3Djan-40example.org&d=1",
	    "u={email}&d=1" },
	{ "u=http-3A__example.org_u-3Ftel-3D1_x&d=1", "u={phone}&d=1" },
	{ "u=https-3A__example.org_a-2Db&d=1", NULL },
	{ "/v3/__https://example.org/*3Fm=jan*40example.org__;JSU!!x$",
	    "/v3/{email}__;JSU!!x$" },
	{ "/v3/__https://example.org/a*20b__;JSU!!x$", NULL },
	/* nothing in it, no text, or no code at all */
	{ "bm90aGluZyBoZXJlIHRvIHNlZQ==", NULL },
	{ "eJzLSsxzSK1IzC3ISdXLL0rPIoULAMqkF20=", NULL }, /* zlib */
	{ "/blog/some-long-name-of-a-page/and_another.html", NULL },
	{ "0123456789abcdef0123456789abcdef01234567", NULL },
	{ "6a616e406578616d70", NULL },
	{ "6a616e406578616d706c652e6f72670", NULL },
	{ "x=jan", NULL },
};

static void
hidden_action(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct text t;

	(void)rule;
	text_open(s, in, &t);
	hidden_find(s, &t, false);
	text_put(s, &t, PLACE_OTHER, out);
}

Test(hidden, cases)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		fixture_try(&f, hidden_action, CLASS_OPAQUE, &cases[i]);
	fixture_release(&f);
}

/* Of bytes that are text for the most part, and of those that are not. */
Test(hidden, text_or_not)
{
	static const struct fixture_case odd[] = {
		/* jan@example.org behind one byte, then two, of no text */
		{ "/yBqYW5AZXhhbXBsZS5vcmcgeHg=", "{email}" },
		{ "//9qYW5AZXhhbXBsZS5vcmc=", NULL },
	};
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		fixture_try(&f, hidden_action, CLASS_OPAQUE, &odd[i]);
	fixture_release(&f);
}

/* What a lone text may hold counts only when the text around it is one. */
Test(hidden, lone)
{
	struct fixture f;

	fixture_init(&f);
	for (int lone = 0; lone < 2; lone++) {
		struct text t;

		/* 0201234567 */
		text_open(&f.scrub, SPAN("MDIwMTIzNDU2Nw=="), &t);
		hidden_find(&f.scrub, &t, lone == 1);
		cr_expect(t.hits.n == (size_t)lone);
	}
	fixture_release(&f);
}

/* A text of more than it opens is not trusted; one that is no text stays. */
Test(hidden, too_long)
{
	static const struct {
		const char *filling;
		size_t n;
		const char *out; /* NULL: the same */
	} all[] = {
		{ "eHh4", HIDDEN_MAX - 4, NULL },
		{ "eHh4", HIDDEN_MAX + 4, "{token}" },
		{ "7878", HIDDEN_MAX + 4, "{token}" },
		{ "-_-_", HIDDEN_MAX + 4, NULL },
		{ "user", HIDDEN_MAX + 4, NULL },
	};
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	buf_init(&in, 1 << 16);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct span got;

		buf_reset(&in);
		while (in.n < all[i].n)
			buf_addspan(&in, span_str(all[i].filling));
		got =
		    fixture_run(&f, hidden_action, CLASS_OPAQUE, buf_span(&in));
		cr_expect(span_eq(got,
			      all[i].out == NULL ? buf_span(&in) :
						   span_str(all[i].out)),
		    "%s %zu", all[i].filling, all[i].n);
	}
	buf_release(&in);
	fixture_release(&f);
}
