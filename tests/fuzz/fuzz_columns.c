/* SPDX-License-Identifier: ISC */
/*
 * Headers and lines behind them: cuts tile their line, and what a line is
 * matched as depends on it and the last header alone.
 */
#include <stdint.h>
#include <stdlib.h>

#include "match/columns.h"
#include "match/formatfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_tiles(const struct record *r, struct span line)
{
	const char *at = line.p;

	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];

		if (c->gap.p != at || c->value.p != at + c->gap.n)
			abort();
		at = c->value.p + c->value.n;
	}
	if (r->tail.p != at || at + r->tail.n != line.p + line.n)
		abort();
}

static bool
same(const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < a->ncuts && i < b->ncuts; i++)
		if (a->cut[i].field != b->cut[i].field ||
		    a->cut[i].value.p != b->cut[i].value.p ||
		    a->cut[i].value.n != b->cut[i].value.n)
			return (false);
	return (a->ncuts == b->ncuts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct formatfile file;
	static struct matching *all, *fresh;
	struct span text = span_make((const char *)p, n), rest = text;
	char why[FORMATFILE_WHY];

	if (all == NULL) {
		all = matcher_scratch();
		fresh = matcher_scratch();
		if (formatfile_directive(arena_new(1 << 22),
			SPAN("w3c 'date time c-ip cs(User-Agent)'"), &file,
			why) == -1)
			abort();
	}
	matcher_reset(all);
	while (rest.n > 0) {
		const size_t end = span_index(rest, '\n');
		const bool cr = end > 0 && rest.p[end - 1] == '\r';
		const struct span line = span_make(rest.p, end - cr);
		struct record a, b;
		struct stop stop;
		bool matched;

		matcher_reset(fresh);
		matcher_header(file.matcher, fresh,
		    columns_last(span_make(text.p, (size_t)(rest.p - text.p))));
		matcher_stop(file.matcher, fresh, line, &stop);
		if (stop.offset > line.n)
			abort();
		matched = matcher_line(file.matcher, all, line, &a);
		if (matched != matcher_line(file.matcher, fresh, line, &b) ||
		    (matched && !same(&a, &b)))
			abort();
		if (matched)
			check_tiles(&a, line);
		rest = span_from(rest, end < rest.n ? end + 1 : end);
	}
	return (0);
}
