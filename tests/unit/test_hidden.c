/* SPDX-License-Identifier: ISC */
#include "scrub/hidden.h"

#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/request.h"
#include "scrub_fixture.h"
#include "unit/cputime.h"

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
	{ "x=0x" MAIL_HEX "&0X" MAIL_HEX, "x={email}&{email}" },
	{ "0x6a616e4065786161", NULL },
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

/* A field full of what looks like its beginning, or of runs that are text. */
static const char *const fillings[] = { "a", "eHh4", "7878", "=", "-", "/",
	"https-3A__", "__http", "__http__;", "&", "&amp;", "&#6", "%", "%25",
	"?a=", "a\":", "\"", "/reset/0a1b2c3d4e5f6a7b", "\xef\xbc",
	"\xe2\x80\x8b", "bm90aGluZyBoZXJlIHRvIHNlZQ==,", "eHh4eHh4eHh4eHh4_",
	"\\u0026" };

static const struct {
	scrub_fn *scrub;
	enum class class;
} actions[] = {
	{ hidden_action, CLASS_OPAQUE },
	{ query_scrub, CLASS_QUERY },
	{ path_scrub, CLASS_PATH },
	{ request_scrub, CLASS_REQUEST },
};

Test(hidden, linear)
{
	enum {
		LONGEST = LINE_LIMIT / 2,
		MILLISECONDS_MAX = 500 * CPUTIME_FACTOR
	};
	struct fixture f;
	struct buf in;

	fixture_init(&f);
	f.policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
	buf_init(&in, LINE_LIMIT);
	for (size_t i = 0; i < sizeof(fillings) / sizeof(fillings[0]); i++) {
		buf_reset(&in);
		while (in.n < LONGEST)
			buf_addspan(&in, span_str(fillings[i]));
		for (size_t k = 0; k < 4; k++) {
			const long start = cputime_ms();

			buf_reset(&f.out);
			actions[k].scrub(&f.scrub,
			    &f.policy.rule[actions[k].class], buf_span(&in),
			    &f.out);
			cr_expect(cputime_ms() - start < MILLISECONDS_MAX,
			    "%zu: %ld ms for `%s`", k, cputime_ms() - start,
			    fillings[i]);
		}
	}
	buf_release(&in);
	fixture_release(&f);
}

/* One of the ways to write ${c}. */
static void
add_written(struct buf *out, char c, unsigned way)
{
	const unsigned b = (unsigned char)c;

	switch (way % 8) {
	case 0:
		buf_addf(out, "%%%02x", b);
		break;
	case 1:
		buf_addf(out, "%%25%02X", b);
		break;
	case 2:
		buf_addf(out, "&#%u;", b);
		break;
	case 3:
		buf_addf(out, "%%26%%23x%x%%3b", b);
		break;
	case 4:
		buf_addf(out, "%%u%04x", b + 0xfee0); /* full width */
		break;
	case 5:
		buf_addf(out, "\\u%04x", b);
		break;
	case 6:
		buf_addf(out, "%c%%E2%%80%%8B", c);
		break;
	default:
		buf_addc(out, c);
	}
}

/* An address is found however its bytes are written, and nothing else goes. */
Test(hidden, any_way_to_write)
{
	static const struct {
		scrub_fn *scrub;
		enum class class;
		const char *before;
		const char *behind;
	} around[] = {
		{ query_scrub, CLASS_QUERY, "a=%3D&r=%2Fx/",
		    "%2Fy%3Fb=c&amp;d=&#33;" },
		{ path_scrub, CLASS_PATH, "/a%20b/&lt;", "/%C3%A9&gt;" },
		{ request_scrub, CLASS_REQUEST, "\\x03 ", " \\x00" },
	};
	const struct span mail = SPAN("jan@example.org");
	unsigned random = 1;
	struct buf in, want;
	struct fixture f;

	fixture_init(&f);
	f.policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
	buf_init(&in, 1 << 16);
	buf_init(&want, 1 << 16);
	for (int i = 0; i < 3000; i++) {
		const size_t k = (size_t)i % 3;
		struct span got;

		buf_reset(&in);
		buf_reset(&want);
		buf_addspan(&in, span_str(around[k].before));
		for (size_t j = 0; j < mail.n; j++) {
			random = random * 1103515245 + 12345;
			add_written(&in, mail.p[j],
			    j + 1 == mail.n ? 0 : random >> 16);
		}
		buf_addspan(&in, span_str(around[k].behind));
		buf_addf(&want, "%s{email}%s", around[k].before,
		    around[k].behind);
		got = fixture_run(&f, around[k].scrub, around[k].class,
		    buf_span(&in));
		cr_assert(span_eq(got, buf_span(&want)), "%.*s: %.*s",
		    (int)in.n, in.p, (int)got.n, got.p);
	}
	buf_release(&in);
	buf_release(&want);
	fixture_release(&f);
}
