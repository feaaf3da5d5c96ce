/* SPDX-License-Identifier: ISC */
#include "scrub/decode.h"

#include "scrub_fixture.h"

static const struct {
	const char *raw;
	const char *clear;
} good[] = {
	{ "", "" },
	{ "/images/logo.png", "/images/logo.png" },
	{ "a%40b", "a@b" },
	{ "a%2540b", "a@b" },
	{ "a%252540b", "a@b" },
	{ "a%25252540b", "a%40b" }, /* four levels */
	{ "%41%4a%4A", "AJJ" },
	/* the escapes of logs, in both cases and dialects */
	{ "a\\x22b\\x5Cc", "a\"b\\c" },
	{ "a\\\"b\\\\c\\td\\n", "a\"b\\c\td\n" },
	{ "\\b\\v\\f\\r\\/", "\b\v\f\r/" },
	{ "\\xc3\\xa9\\xC3\\xA9", "\xc3\xa9\xc3\xa9" },
	{ "\\x2540", "@" },
	{ "\\u0040\\u00e9\\u20ac", "@\xc3\xa9\xe2\x82\xac" },
	{ "%u0040%u20AC", "@\xe2\x82\xac" },
	{ "\\ud835\\udfd0%ud835%udfd0%5Cud835%5Cudfd0", "222" },
	{ "\\ud835\\u0040%ud835x", "\xed\xa0\xb5@\xed\xa0\xb5x" },
	/* escapes of scripts, mixed with all others */
	{ "%5Cu0040%5cx40\\x5Cu0040\\\\u0040\\\\x40", "@@@@@" },
	{ "%255Cu0040%25255Cx40\\x255Cu0040", "@@@" },
	{ "\\x5Cx2540\\x5Cu00252540%5Cx26%5Cu002364;", "@@@" },
	{ "%5C%5Cu0040%5C%5C%5C%5Cx40", "@@" },
	{ "%5Cu12%5Cxg0%5C", "\\u12\\xg0\\" },
	{ "C%3A%5Cnew%5Ctab", "C:\\new\\tab" },
	/* ASCII in too many bytes */
	{ "%C1%80", "@" },
	{ "%c0%af", "/" },
	{ "%E0%81%80", "@" },
	{ "%F0%80%81%80", "@" },
	{ "\\xC1\\x80", "@" },
	{ "\xc1\x80", "@" },
	{ "%C0%A540", "@" },
	{ "%25C1%2580", "@" },
	/* references */
	{ "a&amp;b&#64;&#064;&#x40;&#X40&#64", "a&b@@@@@" },
	{ "&commat;&period;&plus;&colon;&sol;&percnt;&num;", "@.+:/%#" },
	{ "%26%2364%3B%26commat;", "@@" },
	{ "%2526%252364%253B", "@" },
	{ "&amp;#64;&amp;amp;#64;", "@@" },
	{ "&#37;40&percnt;2540", "@@" },
	{ "%2526amp%253B%252364%253B", "@" },
	{ "%u0026%u002364;", "@" },
	{ "&#233;&#8364;&#x1d7d0;",
	    "\xc3\xa9\xe2\x82\xac"
	    "2" },
	{ "a=1&amp=2&b=3;c", "a=1&amp=2&b=3;c" },
	{ "&;&#;&#x;&#xg&nosuch;&#99999999;",
	    "&;&#;&#x;&#xg&nosuch;&#99999999;" },
	{ "AT&T;100%", "AT&T;100%" },
	/* what looks like ASCII, or like nothing */
	{ "%EF%BC%A0\xef\xbc\xa0%uFF20", "@@@" },
	{ "\xe3\x80\x82%EF%BC%8E\\uff61", "..." },
	{ "\xef\xbc\x91\xd9\xa2\xdb\xb3\xe0\xa5\xaa\xf0\x9d\x9f\x93"
	  "\xf0\x9d\x9f\xbf",
	    "123459" },
	{ "%EF%BC%8540", "@" },
	{ "a\xe2\x80\x8b@\xc2\xad"
	  "b%EF%BB%BF%00\\x00.\xe2\x80\x8d"
	  "c",
	    "a@b.c" },
	{ "\xe2\x80\x8b", "" },
	{ "1\xc2\xa0"
	  "2\xe2\x80\x93"
	  "3\xe2\x88\x92"
	  "4\xe3\x80\x80"
	  "5",
	    "1 2-3-4 5" },
	{ "\xef\xbc\x80\xef\xbd\x9f\xd9\x9f\xd9\xaa",
	    "\xef\xbc\x80\xef\xbd\x9f\xd9\x9f\xd9\xaa" },
	/* what is no escape */
	{ "100%", "100%" },
	{ "%4", "%4" },
	{ "%zz%%%4g", "%zz%%%4g" },
	{ "\\", "\\" },
	{ "\\x4", "\\x4" },
	{ "\\q\\u12", "\\q\\u12" },
	{ "%E0%80", "\xe0\x80" },
	{ "%C0A",
	    "\xc0"
	    "A" },
	{ "%C3%A9", "\xc3\xa9" },
	{ "%80%80", "\x80\x80" },
	{ "%E0%A0%80%F0%90%80%80", "\xe0\xa0\x80\xf0\x90\x80\x80" },
};

/* The map is in order and leaves nothing out. */
static void
check_map(const struct decode *d, struct span raw, struct span clear)
{
	size_t before = 0;

	cr_expect(clear.n <= raw.n);
	for (size_t i = 0; i < clear.n; i++) {
		const size_t start = decode_raw_start(d, i);

		cr_expect(start >= before && start < raw.n);
		cr_expect(decode_raw_end(d, i + 1) > start);
		before = start;
	}
	cr_expect(decode_raw_start(d, clear.n) == raw.n);
	cr_expect(decode_raw_end(d, clear.n) <= raw.n);
	cr_expect(decode_raw_end(d, 0) == 0);
}

Test(decode, good)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct span whole = span_str(good[i].raw);

		for (size_t n = 0; n <= whole.n; n++) {
			const struct span raw =
			    fixture_guard(&f, span_make(whole.p, n));
			const struct span clear = decode_text(f.scrub.decode,
			    i % 2 == 0 ? ESCAPE_NGINX : ESCAPE_APACHE, raw);

			check_map(f.scrub.decode, raw, clear);
			if (n == whole.n)
				cr_expect(span_eq(clear,
					      span_str(good[i].clear)),
				    "%s", good[i].raw);
		}
	}
	fixture_release(&f);
}

Test(decode, map)
{
	struct fixture f;
	const struct decode *d;

	fixture_init(&f);
	d = f.scrub.decode;
	/* a@b\xc3\xa9c */
	(void)decode_text(f.scrub.decode, ESCAPE_APACHE,
	    SPAN("a%2540b\\u00e9c"));
	cr_expect(decode_raw_start(d, 1) == 1);
	cr_expect(decode_raw_end(d, 2) == 6);
	cr_expect(decode_raw_start(d, 3) == 7);
	cr_expect(decode_raw_start(d, 4) == 7);
	cr_expect(decode_raw_end(d, 4) == 13, "half an escape is all of it");
	cr_expect(decode_raw_end(d, 5) == 13);
	cr_expect(decode_raw_end(d, 6) == 14);
	/* What was left out belongs to nobody at the ends. */
	(void)decode_text(f.scrub.decode, ESCAPE_APACHE,
	    SPAN("%00a&#6%34;\xc2\xad"
		 "b\xef\xbc\xa0%00"));
	cr_expect(decode_raw_start(d, 0) == 3);
	cr_expect(decode_raw_end(d, 1) == 4);
	cr_expect(decode_raw_start(d, 1) == 4);
	cr_expect(decode_raw_end(d, 2) == 11);
	cr_expect(decode_raw_start(d, 2) == 13);
	cr_expect(decode_raw_start(d, 3) == 14);
	cr_expect(decode_raw_end(d, 4) == 17);
	fixture_release(&f);
}

static const struct {
	const char *raw;
	const char *left; /* words, blanks between */
} left[] = {
	{ "", "" },
	{ "a%40b", "" },
	{ "100%25", "" },
	{ "%2525 %252525 100%", "" },
	{ "a%25252540b", "a%40b" },
	{ "x=a%25252540b%2525252Fc/d&e", "a%40b%2Fc" },
	{ "%25252540", "%40" },
	{ "/x/a%2525252540b?%252541;c%25252541", "a%2540b c%41" },
	{ "a%252525u0040b c", "a%u0040b" },
	{ "&amp;amp;amp;amp;amp;amp;#64;x", "&amp;#64;x" },
	{ "&amp;amp;amp;amp;#64;", "" },
	/* undone as often as may be, and nothing is left */
	{ "%25252541%C3%A9+%2525%zz", "%41\xc3\xa9+%%zz" },
};

Test(decode, words_that_are_left)
{
	struct fixture f;
	struct buf b;

	fixture_init(&f);
	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		const struct span raw =
		    fixture_guard(&f, span_str(left[i].raw));
		const struct span clear =
		    decode_text(f.scrub.decode, ESCAPE_NGINX, raw);
		size_t start, end = 0;

		buf_reset(&b);
		while (decode_left(f.scrub.decode, end, &start, &end)) {
			if (b.n > 0)
				buf_addc(&b, ' ');
			buf_add(&b, clear.p + start, end - start);
		}
		cr_expect(span_eq(buf_span(&b), span_str(left[i].left)),
		    "%s: %.*s", left[i].raw, (int)b.n, b.p);
	}
	buf_release(&b);
	fixture_release(&f);
}

Test(decode, longest)
{
	struct fixture f;
	struct span raw, clear;
	char *p;

	fixture_init(&f);
	p = malloc(DECODE_MAX);
	cr_assert(p != NULL);
	memset(p, '%', DECODE_MAX);
	raw = span_make(p, DECODE_MAX);
	clear = decode_text(f.scrub.decode, ESCAPE_NGINX, raw);
	cr_expect(span_eq(clear, raw));
	free(p);
	fixture_release(&f);
}
