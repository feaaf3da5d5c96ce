/* SPDX-License-Identifier: ISC */
/* Lines of a ledger: what is read has its hash, and can be followed. */
#include <stdint.h>
#include <stdlib.h>

#include "retain/ledgerline.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct ledgerline_entry e = { .op = LEDGERLINE_SWEEP,
		.at = 1795305600 };
	struct span s = span_make((const char *)p, n);
	struct ledgerline l, before, next;
	struct buf b;

	ledgerline_first(&before);
	buf_init(&b, LEDGERLINE_MAX);
	while (s.n > 0) {
		const size_t end = span_index(s, '\n');

		if (ledgerline_read(span_make(s.p, end), &l) == NULL) {
			next = l;
			if (l.n == 0 || ledgerline_follows(&l, &l) == NULL)
				abort();
			(void)ledgerline_follows(&l, &before);
			buf_reset(&b);
			if (ledgerline_write(&e, &next, &b) == -1 ||
			    ledgerline_follows(&next, &l) != NULL)
				abort();
			before = l;
		}
		s = span_from(s, end < s.n ? end + 1 : end);
	}
	buf_release(&b);
	return (0);
}
