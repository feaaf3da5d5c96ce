/* SPDX-License-Identifier: ISC */
/* A layout and, on the next line, a time: what is read is written and read
 * again as the same, and the pattern of the layout matches it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/regex.h"
#include "model/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const struct layout *l, struct span s, const struct stamp *t)
{
	static char why[160];
	struct regex_scratch *scratch = regex_scratch_new(1);
	struct regex *r;
	struct span none[1];
	struct stamp back;
	struct buf b;

	buf_init(&b, 8192);
	layout_write(l, t, s, &b);
	if (b.failed || b.n != s.n || !layout_parse(l, buf_span(&b), 1, &back))
		abort();
	if (stamp_epoch(t) != stamp_epoch(&back) || t->local != back.local)
		abort();
	buf_reset(&b);
	buf_addc(&b, '^');
	layout_pattern(l, &b);
	buf_addspan(&b, SPAN("\\z"));
	r = regex_new(buf_span(&b), why);
	if (r == NULL || !regex_match(r, scratch, s, none))
		abort();
	regex_free(r);
	regex_scratch_free(scratch);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span s = span_make((const char *)p, n);
	const size_t line = span_index(s, '\n');
	struct arena *arena = arena_new(1 << 16);
	char why[LAYOUT_WHY];
	const struct layout *l =
	    layout_new(arena, span_make(s.p, line), false, why);
	struct stamp t;

	if (l != NULL && line < n &&
	    layout_parse(l, span_from(s, line + 1), 1, &t))
		check(l, span_from(s, line + 1), &t);
	arena_free(arena);
	return (0);
}
