/* SPDX-License-Identifier: ISC */
#include "scrub/held.h"

#include "key/crypto.h"

void
held_init(struct held *h)
{
	h->n = 0;
	buf_init(&h->text, HELD_BYTES);
}

void
held_begin(struct held *h)
{
	h->n = 0;
	buf_reset(&h->text);
}

void
held_release(struct held *h)
{
	if (h->text.p != NULL)
		crypto_wipe(h->text.p, h->text.n);
	h->n = 0;
	buf_release(&h->text);
}

bool
held_add(struct held *h, struct span value)
{
	if (h->n == HELD_MAX)
		return (false);
	buf_addspan(&h->text, value);
	if (h->text.failed)
		return (false);
	h->end[h->n++] = h->text.n;
	return (true);
}

struct span
held_at(const struct held *h, size_t i)
{
	const size_t start = i == 0 ? 0 : h->end[i - 1];

	return (span_make(h->text.p + start, h->end[i] - start));
}
