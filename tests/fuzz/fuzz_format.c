/* SPDX-License-Identifier: ISC */
/* Format files and directives: whatever is loaded can be matched against. */
#include <stdint.h>

#include "match/formatfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
use(struct matcher *m, struct span line)
{
	struct matching *s = matcher_scratch();
	struct record r;

	if (m != NULL && s != NULL)
		(void)matcher_line(m, s, line, &r);
	matcher_scratch_free(s);
	matcher_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span text = span_make((const char *)p, n);
	struct arena *a = arena_new(1 << 24);
	struct formatfile file = { .matcher = NULL };
	char why[FORMATFILE_WHY];

	if (formatfile_parse(a, SPAN("fuzz"), text, &file, why) == 0)
		use(file.matcher, text);
	if (formatfile_directive(a, text, &file, why) == 0)
		use(file.matcher, text);
	arena_free(a);
	return (0);
}
