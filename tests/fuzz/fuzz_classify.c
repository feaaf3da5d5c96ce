/* SPDX-License-Identifier: ISC */
/*
 * Any regular expression, any request: which class a line is of is said, the
 * same every time, and whatever the line before was. The input is an escape,
 * the expression up to a newline, the request.
 */
#include <stdint.h>
#include <stdlib.h>

#include "match/classify.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct field fields[] = {
	{ .name = SPAN("request"), .class = CLASS_REQUEST },
	{ .name = SPAN("uri"), .class = CLASS_URI },
	{ .name = SPAN("host"), .class = CLASS_VHOST },
	{ .name = SPAN("status"), .class = CLASS_STATUS },
};

static int
class_of(const struct classify *c, struct classifying *s, unsigned field,
    struct span value)
{
	const struct cut cut = { .value = value, .field = field };
	const struct record r = { .cut = &cut, .ncuts = 1 };

	if (classify_vhost(c, &r, s).n > value.n)
		abort();
	return (classify_line(c, &r, SPAN("a.example.org"), s));
}

static void
try_fields(const struct classify *c, struct span text)
{
	struct classifying *s = classify_scratch();

	for (unsigned i = 0; s != NULL && i < 4; i++) {
		const int first = class_of(c, s, i, text);

		(void)class_of(c, s, 1, SPAN("/%41\\x41?"));
		if (first < CLASSIFY_UNKNOWN || first > 1 ||
		    class_of(c, s, i, text) != first)
			abort();
	}
	classify_scratch_free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_make((const char *)p, n);
	const struct format f = { .name = SPAN("fuzz"),
		.escape = (enum escape)(n > 0 ? p[0] % (ESCAPE_NONE + 1) : 0),
		.fields = fields,
		.nfields = 4 };
	const size_t end = span_index(in, '\n');
	const struct span regex = span_make(in.p + (n > 0), end - (n > 0));
	const struct span status = SPAN("4xx");
	const struct condition on[] = {
		{ .what = CONDITION_PATH, .value = &regex, .nvalues = 1 },
		{ .what = CONDITION_FIELD,
		    .field = SPAN("request"),
		    .value = &regex,
		    .nvalues = 1 },
		{ .what = CONDITION_STATUS, .value = &status, .nvalues = 1 },
	};
	const struct scope classes[] = {
		{ .condition = &on[0], .nconditions = 2 },
		{ .condition = &on[2], .nconditions = 1 },
	};
	const struct policy policy = { .class = classes, .nclasses = 2 };
	struct arena *a = arena_new(1 << 20);
	struct classify *c;
	char why[200];

	if (a == NULL || n == 0 || end == n || end < 1) {
		arena_free(a);
		return (0);
	}
	c = classify_new(a, &f, &policy, why);
	if (c != NULL)
		try_fields(c, span_from(in, end + 1));
	classify_free(c);
	arena_free(a);
	return (0);
}
