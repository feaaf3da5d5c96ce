/* SPDX-License-Identifier: ISC */
/* Files of holds: what is read is written, and read the same again. */
#include <stdint.h>
#include <stdlib.h>

#include "retain/hold.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct hold_subject subject = { "a.example.org", "a", 0,
		1795305600 };
	static struct hold_list l, again;
	struct buf b, more;
	unsigned line;

	if (hold_parse(span_make((const char *)p, n), &l, &line) != NULL)
		return (0);
	buf_init(&b, 1 << 20);
	buf_init(&more, 1 << 20);
	hold_write(&l, &b);
	if (b.failed || hold_parse(buf_span(&b), &again, &line) != NULL)
		abort();
	hold_write(&again, &more);
	if (!span_eq(buf_span(&b), buf_span(&more)))
		abort();
	(void)hold_covers(&l, &subject, 1795305600);
	buf_release(&b);
	buf_release(&more);
	return (0);
}
