/* SPDX-License-Identifier: ISC */
/*
 * Streams of gzip and zstd, good and bad: the same comes out, and the same is
 * said of it, however the input is split and wherever the output is full.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { OUT_MAX = 1 << 18 };

/* Unpack ${s} in pieces of up to ${step} bytes into ${all}; what is wrong? */
static const char *
unpack(struct span s, size_t step, size_t room, struct buf *all)
{
	bool undecided;
	const struct unpack_kind *kind = unpack_sniff(s, &undecided);
	struct unpack *u = kind == NULL ? NULL : unpack_new(kind);
	const char *fault;
	int rc = 0;

	if (u == NULL)
		return (NULL);
	while (rc >= 0 && (s.n > 0 || rc == 1) && all->n < OUT_MAX) {
		const size_t n = s.n < step ? s.n : step;
		struct span in = span_make(s.p, n);

		all->cap = all->n + room < OUT_MAX ? all->n + room : OUT_MAX;
		rc = unpack_step(u, &in, all);
		if ((rc == 0 && in.n > 0) || (rc == 1 && all->n < all->cap))
			abort();
		s = span_from(s, n - in.n);
	}
	if (rc == 0 && s.n == 0)
		(void)unpack_end(u);
	fault = unpack_fault(u);
	unpack_free(u);
	return (fault);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char memory[2][OUT_MAX];
	struct buf out[2];
	const char *fault[2];

	if (n < 2)
		return (0);
	for (size_t i = 0; i < 2; i++) {
		const size_t step = i == 0 ? n : 1u + p[0];
		const size_t room = i == 0 ? OUT_MAX : 1 + 16u * p[1];

		out[i] = (struct buf){ memory[i], 0, 0, OUT_MAX, false };
		fault[i] = unpack(span_make((const char *)p + 2, n - 2), step,
		    room, &out[i]);
	}
	if (!span_eq(buf_span(&out[0]), buf_span(&out[1])) ||
	    (out[0].n < OUT_MAX && fault[0] != fault[1]))
		abort();
	return (0);
}
