/* SPDX-License-Identifier: ISC */
#include "scrub/trace.h"

#include <stdint.h>

void
trace_hit(struct trace *t, enum kind k)
{
	if (t->nhits < TRACE_HITS_MAX)
		t->hit[t->nhits] = (struct sight){ .kind = k,
			.means = MEANS_CONTENT,
			.cut = t->cut };
	t->nhits++;
}

void
trace_place(struct trace *t, enum means means, struct span at)
{
	/* Of a text that was made anew the place cannot be told. */
	const uintptr_t from = (uintptr_t)t->field.p, p = (uintptr_t)at.p;
	struct sight *hit;

	if (t->nhits == 0 || t->nhits > TRACE_HITS_MAX)
		return;
	hit = &t->hit[t->nhits - 1];
	hit->means = means;
	if (p < from || p - from > t->field.n ||
	    at.n > t->field.n - (size_t)(p - from))
		return;
	hit->start = (size_t)(p - from);
	hit->n = at.n;
}

void
trace_left(struct trace *t, size_t start, size_t end)
{
	if (t->cut >= TRACE_CUTS_MAX)
		return;
	t->left[t->cut].start = start;
	t->left[t->cut].n = end - start;
	t->ncuts = t->cut + 1;
}

void
trace_part(struct trace *t, size_t start, struct span text)
{
	t->field = text;
	/* Empty cuts begin where the next one does; they are no parts. */
	for (t->cut = 0; t->cut + 1 < t->ncuts; t->cut++)
		if (t->left[t->cut].start == start && t->left[t->cut].n > 0)
			return;
}

void
trace_masked(struct trace *t, size_t n)
{
	if (t->cut < t->ncuts)
		t->left[t->cut].n = n;
}
