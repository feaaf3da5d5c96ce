/* SPDX-License-Identifier: ISC */
#include "scrub/trailer.h"

#define HEADER SPAN("#Fields:")

/* The object ends where the tail does. */
static void
put_member(struct span tail, struct span word, struct buf *out)
{
	size_t n = tail.n;

	while (n > 0 && tail.p[n - 1] != '}')
		n--;
	if (n == 0) {
		buf_addspan(out, tail);
		return;
	}
	buf_add(out, tail.p, n - 1);
	buf_addspan(out, SPAN(",\"place\":\""));
	buf_addspan(out, word);
	buf_addc(out, '"');
	buf_addspan(out, span_from(tail, n - 1));
}

/* What parts the columns of ${r}. */
static char
separator(const struct record *r)
{
	const struct span gap =
	    r->ncuts > 1 ? r->cut[r->ncuts - 1].gap : r->tail;

	return (span_index(gap, '\t') < gap.n ? '\t' : ' ');
}

static void
put_column(const struct record *r, struct span word, struct buf *out)
{
	const struct span start = r->ncuts > 0 ? r->cut[0].gap : r->tail;
	const bool comment = start.n > 0 &&
	    (start.p[0] == '#' || span_starts(start, SPAN("\xef\xbb\xbf#")));
	const bool header = comment && span_find(start, HEADER) < start.n;

	buf_addspan(out, r->tail);
	if (comment && !header)
		return;
	buf_addc(out, separator(r));
	buf_addspan(out, header ? SPAN("x-place") : word);
}

void
trailer_put(const struct record *r, struct span word, struct buf *out)
{
	switch (r->format->trailer) {
	case TRAILER_MEMBER:
		put_member(r->tail, word, out);
		return;
	case TRAILER_COLUMN:
		put_column(r, word, out);
		return;
	case TRAILER_LABEL:
		buf_addspan(out, r->tail);
		buf_addspan(out, SPAN("\tplace:"));
		break;
	default:
		buf_addspan(out, r->tail);
		buf_addc(out, ' ');
		break;
	}
	buf_addspan(out, word);
}
