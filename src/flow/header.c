/* SPDX-License-Identifier: ISC */
#include "flow/header.h"

#include <string.h>

#include "match/columns.h"

_Static_assert((int)CHUNK_HEADER_MAX >= (int)COLUMNS_HEADER_MAX,
    "a chunk has room for any header");

void
header_pass(struct header *h, const struct matcher *m, struct chunk *c)
{
	struct span last;

	c->nheader = 0;
	if (!matcher_has_header(m))
		return;
	c->nheader = h->n;
	memcpy(c->header, h->text, h->n);
	last = columns_last(span_make(c->p, c->n));
	if (last.n == 0)
		return;
	/* What is cut off here was too long for any line to be matched by. */
	h->n = last.n < sizeof(h->text) ? last.n : sizeof(h->text);
	memcpy(h->text, last.p, h->n);
}
