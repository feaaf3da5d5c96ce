/* SPDX-License-Identifier: ISC */
#include "scrub/trailer.h"

#include <criterion/criterion.h>

struct trailer_case {
	enum trailer trailer;
	const char *gap; /* before the only field */
	const char *tail;
	const char *want; /* instead of the tail */
};

Test(trailer, one_more_field_as_the_format_writes_fields)
{
	static const struct trailer_case cases[] = {
		{ TRAILER_WORD, "", " x", " x NL" },
		{ TRAILER_WORD, "", "\"", "\" NL" },
		{ TRAILER_MEMBER, "{\"ip\":\"", "\"}", "\",\"place\":\"NL\"}" },
		{ TRAILER_MEMBER, "{\"ip\":\"", "\" } ",
		    "\" ,\"place\":\"NL\"} " },
		{ TRAILER_MEMBER, "{\"ip\":\"", "", "" },
		{ TRAILER_LABEL, "host:", "", "\tplace:NL" },
		{ TRAILER_COLUMN, "", " 200", " 200 NL" },
		{ TRAILER_COLUMN, "", "\t200", "\t200\tNL" },
		{ TRAILER_COLUMN, "#Date: ", "", "" },
		{ TRAILER_COLUMN, "#Fields: c-ip ", "cs-uri",
		    "cs-uri x-place" },
		{ TRAILER_COLUMN, "#Fields: c-ip ", "\tcs-uri",
		    "\tcs-uri\tx-place" },
	};
	struct buf out;

	buf_init(&out, 1024);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct format f = { .trailer = cases[i].trailer };
		const struct cut cut = { .gap = span_str(cases[i].gap) };
		const struct record r = { &f, &cut, 1,
			span_str(cases[i].tail) };

		buf_reset(&out);
		trailer_put(&r, SPAN("NL"), &out);
		cr_expect(span_eq(buf_span(&out), span_str(cases[i].want)),
		    "%zu: %.*s", i, (int)out.n, out.p);
	}
	buf_release(&out);
}
