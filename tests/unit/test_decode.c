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
	/* ASCII in too many bytes */
	{ "%C1%80", "@" },
	{ "%c0%af", "/" },
	{ "%E0%81%80", "@" },
	{ "%F0%80%81%80", "@" },
	{ "\\xC1\\x80", "@" },
	{ "\xc1\x80", "@" },
	{ "%C0%A540", "@" },
	{ "%25C1%2580", "@" },
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

		cr_expect(i > 0 || start == 0);
		cr_expect(start >= before && start < raw.n);
		cr_expect(decode_raw_end(d, i + 1) > start);
		before = start;
	}
	cr_expect(decode_raw_start(d, clear.n) == raw.n);
	cr_expect(decode_raw_end(d, clear.n) == raw.n);
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
