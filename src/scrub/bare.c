/* SPDX-License-Identifier: ISC */
#include "scrub/bare.h"

#include <string.h>

#include "base/jsontext.h"

void
bare_quote(struct buf *out, size_t start)
{
	const size_t n = out->n - start;

	buf_addspan(out, SPAN("\"\""));
	if (out->failed)
		return;
	memmove(out->p + start + 1, out->p + start, n);
	out->p[start] = '"';
}

void
bare_mend(struct buf *out, size_t start)
{
	size_t from = start;

	if (out->failed)
		return;
	while (out->n - from > 1 && out->p[from] == '0' &&
	    out->p[from + 1] >= '0' && out->p[from + 1] <= '9')
		from++;
	memmove(out->p + start, out->p + from, out->n - from);
	out->n -= from - start;
	if (jsontext_number(out->p + start, out->p + out->n) !=
	    out->p + out->n) {
		out->n = start;
		buf_addspan(out, SPAN("null"));
	}
}
