/* SPDX-License-Identifier: ISC */
/* Percent-encoding, undone in place, and the hex digits it is written with. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/ascii.h"
#include "base/percent.h"

Test(percent, undo)
{
	static const struct {
		const char *coded;
		const char *plain;
		bool any;
	} cases[] = {
		{ "", "", false },
		{ "/a b", "/a b", false },
		{ "%41", "A", true },
		{ "a%2fb%2FC", "a/b/C", true },
		{ "%2541", "%41", true }, /* once */
		{ "%", "%", false },
		{ "%4", "%4", false },
		{ "%4g%g4%%41", "%4g%g4%A", true },
		{ "100%", "100%", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t n = strlen(cases[i].coded);
		/* Of its own, so that a sanitizer sees a byte too many. */
		char *p = malloc(n + 1);
		size_t left;

		cr_assert(p != NULL);
		p = realloc(memcpy(p, cases[i].coded, n), n > 0 ? n : 1);
		cr_expect_eq(percent_any(span_make(p, n)), cases[i].any, "%s",
		    cases[i].coded);
		left = percent_undo(p, n);
		cr_expect(span_eq(span_make(p, left), span_str(cases[i].plain)),
		    "%s: %.*s", cases[i].coded, (int)left, p);
		free(p);
	}
}

Test(percent, hex_digits)
{
	cr_expect_eq(ascii_hexpair("00"), 0);
	cr_expect_eq(ascii_hexpair("fF"), 255);
	cr_expect_eq(ascii_hexpair("a0"), 160);
	cr_expect_eq(ascii_hexpair("g0"), -1);
	cr_expect_eq(ascii_hexpair("0g"), -1);
	cr_expect_eq(ascii_hexpair("0"), -1);
}
