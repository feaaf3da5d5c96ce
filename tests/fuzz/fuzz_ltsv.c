/* SPDX-License-Identifier: ISC */
/* Lines of labels: cuts tile their line, and gaps hold labels alone. */
#include <stdint.h>
#include <stdlib.h>

#include "match/formatfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_gap(struct span gap)
{
	static const char marks[] = "\t:[]_.-";

	for (size_t i = 0; i < gap.n; i++) {
		const char c = gap.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    span_index(span_str(marks), c) == sizeof(marks) - 1)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct formatfile file;
	static struct matching *scratch;
	const struct span line = span_make((const char *)p, n);
	const char *at = line.p;
	char why[FORMATFILE_WHY];
	struct stop stop;
	struct record r;

	if (scratch == NULL) {
		scratch = matcher_scratch();
		if (formatfile_parse(arena_new(1 << 22), SPAN("x"),
			SPAN("need host\nltsv\nsample host:-"), &file,
			why) == -1)
			abort();
	}
	matcher_stop(file.matcher, scratch, line, &stop);
	if (stop.offset > n)
		abort();
	if (!matcher_line(file.matcher, scratch, line, &r))
		return (0);
	for (size_t i = 0; i < r.ncuts; i++) {
		if (r.cut[i].gap.p != at ||
		    r.cut[i].value.p != at + r.cut[i].gap.n)
			abort();
		check_gap(r.cut[i].gap);
		at = r.cut[i].value.p + r.cut[i].value.n;
	}
	if (r.tail.p != at || at + r.tail.n != line.p + line.n)
		abort();
	return (0);
}
