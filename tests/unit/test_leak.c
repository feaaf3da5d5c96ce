/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "scrub/decode.h"
#include "scrub/leak.h"
#include "scrub/numeral.h"
#include "scrub/shapes.h"
#include "unit/guard.h"

static const struct {
	const char *text;
	const char *found; /* the shapes, blanks between; = marks KIND_VALUE */
} shapes[] = {
	{ "", "" },
	{ "/images/logo.png", "" },
	{ "192.0.2.7", "192.0.2.7" },
	{ "x192.0.2.7y", "192.0.2.7" },
	{ "/a/192.0.2.7/b?192.0.2.8", "192.0.2.7 192.0.2.8" },
	{ "192.0.2.7.", "192.0.2.7" },
	{ "192.0.2.256", "" },
	{ "192.0.2", "" },
	{ "1.2.3.4.5", "=1.2.3.4 =2.3.4.5" },
	{ "192-0-2-7.example.net", "=192-0-2-7" },
	{ "a_192_0_2_7_443", "=192_0_2_7" },
	{ "0192.00.2.07", "0192.00.2.07" },
	{ "2001:db8::7", "2001:db8::7" },
	{ "[2001:db8::7]:80", "2001:db8::7" },
	{ "ip:2001:db8::7", "2001:db8::7" },
	{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6" },
	{ "::ffff:192.0.2.7", "::ffff:192.0.2.7" },
	{ "z:ffff:192.0.2.7", "192.0.2.7" },
	{ "x2001:db8::7y", "2001:db8::7" },
	{ "02001:db8::7", "2001:db8::7" },
	{ "/:::2001:db8:6700:35:a4:89:3100:af",
	    "2001:db8:6700:35:a4:89:3100:af" },
	{ "/::2002:cb00:714d::1", "2002:cb00:714d::1" },
	{ "2001:db8::77.1.1.1.1.1", "2001:db8::77.1.1.1" },
	{ "0:0:0:0:0:ffff:cb00:714dab", "0:0:0:0:0:ffff:cb00:714d" },
	{ "12:30:45", "" },
	{ "a::b", "=a::b" },
	{ "std::bad::c", "=d::bad =bad::c" },
	{ "::::::::::", "" },
	{ "2001:db8::7::", "2001:db8::7 =7::" },
	{ "jo@example.org", "jo@example.org" },
	{ "/jo+x@mail.example.org/", "jo+x@mail.example.org" },
	{ "jo@example.org.7", "jo@example.org" },
	{ "jo@example", "" },
	{ "@example.org", "" },
	{ "jo@.org", "" },
	{ "icon@2x.png", "" },
	{ "jo@2x.example.png.org", "jo@2x.example.png.org" },
	{ "vue@3.4.0", "" },
	{ "a@b@example.org", "b@example.org" },
};

Test(leak, finds_shapes)
{
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const struct span s = guard_str(shapes[i].text);
		struct shape_hit hit;
		size_t at = 0;

		buf_reset(&b);
		while (shapes_next(s, at, &hit)) {
			if (b.n > 0)
				buf_addc(&b, ' ');
			if (hit.kind == KIND_VALUE)
				buf_addc(&b, '=');
			buf_add(&b, s.p + hit.start, hit.end - hit.start);
			cr_assert(hit.next > at);
			at = hit.next;
		}
		cr_assert(span_eq(buf_span(&b), span_str(shapes[i].found)),
		    "%s: %.*s", shapes[i].text, (int)b.n, b.p);
	}
	buf_release(&b);
}

/* Work that grows with the square of the line would stop the site. */
Test(leak, shapes_of_long_runs_take_linear_time)
{
	static const char *const runs[] = { "1.", ":", "a:", "1", "@", "a@",
		"-1", "1.1@" };
	static char text[LINE_LIMIT];

	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		const size_t n = strlen(runs[i]);
		struct shape_hit hit;
		size_t at = 0;

		for (size_t k = 0; k < sizeof(text); k++)
			text[k] = runs[i][k % n];
		while (shapes_next(span_make(text, sizeof(text)), at, &hit))
			at = hit.next;
		at = 0;
		while (numeral_next(span_make(text, sizeof(text)), at, &hit))
			at = hit.next;
	}
}

static const struct {
	const char *client; /* an address or name that is protected */
	const char *user; /* another protected value */
	const char *text; /* what was assembled */
	const char *expected; /* NULL: withheld */
} lines[] = {
	{ "192.0.2.7", "", "/a/b.png", "/a/b.png" },
	{ "192.0.2.7", "", "/192.0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "", "/198.51.100.9/", "/{ip}/" },
	{ "192.0.2.7", "", "Chrome/126.0.0.0", "Chrome/126.0.0.0" },
	{ "126.0.0.0", "", "Chrome/126.0.0.0", "Chrome/{ip}" },
	{ "192.0.2.7", "", "/192-0-2-7.example.net", "/{value}.example.net" },
	{ "192.0.2.7", "", "/192-0-2-8.example.net", "/192-0-2-8.example.net" },
	{ "192.0.2.7", "", "9.192.0.2.7.9", "9.{value}.9" },
	{ "[192.0.2.7]:80", "", "x192.0.2.7", "x{ip}" },
	{ "::ffff:192.0.2.7", "", "/192.0.2.7", "/{ip}" },
	{ "192.0.2.7", "", "/%31%39%32.0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "", "/%2531%2539%2532.0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "", "/\\x31\\x39\\x32.0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "", "%31%39%32.0.2.7 192.0.2.7", "{ip} {ip}" },
	/* as one number */
	{ "192.0.2.7", "", "/3221225991/C0000207 c0000207",
	    "/{value}/{value} {value}" },
	{ "192.0.2.7", "", "/a?b=0xC0000207&c=0Xc0000207",
	    "/a?b={value}&c={value}" },
	{ "192.0.2.7", "", "/%33221225991", "/{value}" },
	{ "::ffff:192.0.2.7", "", "/3221225991", "/{value}" },
	{ "192.0.2.7", "", "/3221225990/C0000208/03221225991/xC0000207",
	    "/3221225990/C0000208/03221225991/xC0000207" },
	{ "198.51.100.9", "", "/3325256713.png", "/{value}.png" },
	{ "192.0.2.7", "", "/&#49;92.0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "", "/192&period;0.2.7/", "/{ip}/" },
	{ "192.0.2.7", "",
	    "/192\xef\xbc\x8e"
	    "0.2.7/",
	    "/{ip}/" },
	{ "192.0.2.7", "", "/a?b=1&c=2;d#\xc3\xa9", "/a?b=1&c=2;d#\xc3\xa9" },
	{ "2001:db8::7", "", "/2001:DB8:0:0::7/", "/{ip}/" },
	{ "2001:db8::7", "", "/2001%3adb8%3a%3a7/", "/{value}/" },
	{ "2001:db8::7", "", "x2001:db8::7y", "x{value}y" },
	{ "2001:db8::7", "", "/v2001:DB8::07/", "/v{ip}/" },
	{ "2001:db8::7", "", "/fe::1x", "/fe::1x" },
	{ "192.0.2.7", "", "/jo%40example.org", "/{email}" },
	{ "192.0.2.7", "", "/jo%2540example.org", "/{email}" },
	{ "192.0.2.7", "jo.smith", "/~jo.smith/", "/~{value}/" },
	{ "192.0.2.7", "jo.smith", "/~jo%2Esmith/", "/~{value}/" },
	{ "192.0.2.7", "jo", "/~jo/", "/~jo/" },
	{ "192.0.2.7", "j\\xc3\\xb6rg", "/j%C3%B6rg", "/{value}" },
	{ "192.0.2.7", "j%40smith", "/x@j@smith/", "/x@{value}/" },
	{ "192.0.2.7", "John Smith", "/john+smith JOHN%20SMITH",
	    "/{value} {value}" },
	{ "host.example.net", "", "/host.example.net", "/{value}" },
};

static struct scrub
scrub_of(struct tally *t, struct decode *d)
{
	tally_init(t);
	return (
	    (struct scrub){ .escape = ESCAPE_APACHE, .tally = t, .decode = d });
}

static void
assemble(struct leak *l, const char *text)
{
	struct leak_part part = { .guard = GUARD_TEXT, .place = PLACE_PATH };

	part.survey.open = true;
	leak_begin(l);
	buf_addspan(leak_text(l), SPAN("GET "));
	part.start = leak_text(l)->n;
	buf_addspan(leak_text(l), span_str(text));
	leak_mark(l, &part);
	buf_addspan(leak_text(l), SPAN(" 192.0.2.7\n"));
}

Test(leak, masks_what_got_past_the_actions)
{
	struct decode *d = decode_new();
	struct leak *l = leak_new();
	struct tally t;
	struct scrub s = scrub_of(&t, d);

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct clean *clean;
		char expected[256];

		assemble(l, lines[i].text);
		leak_protect(l, &s, span_str(lines[i].client));
		leak_protect(l, &s, span_str(lines[i].user));
		cr_assert(leak_check(l, &s, 42, &clean) == VERDICT_CLEAN);
		(void)snprintf(expected, sizeof(expected), "GET %s 192.0.2.7\n",
		    lines[i].expected);
		cr_assert(span_eq(clean_text(clean), span_str(expected)),
		    "%s: %.*s", lines[i].text, (int)clean_text(clean).n,
		    clean_text(clean).p);
		cr_assert(clean_time(clean) == 42);
	}
	leak_free(l);
	decode_free(d);
}

Test(leak, withholds_when_there_is_too_much_to_protect)
{
	struct decode *d = decode_new();
	struct leak *l = leak_new();
	const struct clean *clean;
	struct tally t;
	struct scrub s = scrub_of(&t, d);

	assemble(l, "/a");
	for (int i = 0; i < LEAK_VALUES_MAX; i++)
		leak_protect(l, &s, SPAN("some-value"));
	cr_assert(leak_check(l, &s, 0, &clean) == VERDICT_CLEAN);
	leak_protect(l, &s, SPAN("one more"));
	cr_assert(leak_check(l, &s, 0, &clean) == VERDICT_LEAK);
	leak_free(l);
	decode_free(d);
}
