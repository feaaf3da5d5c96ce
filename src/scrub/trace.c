/* SPDX-License-Identifier: ISC */
#include "scrub/trace.h"

#include <stdint.h>

void
trace_begin(struct trace *t)
{
	t->nhits = t->ncuts = 0;
}

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
trace_end(struct trace *t, size_t end)
{
	if (t->ncuts > 0 && t->ncuts <= TRACE_CUTS_MAX)
		t->left[t->ncuts - 1].n = end - t->left[t->ncuts - 1].start;
}

void
trace_cut(struct trace *t, struct span gap, struct span field, size_t start)
{
	trace_end(t, start - gap.n);
	t->field = field;
	t->cut = t->ncuts++;
	if (t->cut < TRACE_CUTS_MAX)
		t->left[t->cut].start = start;
}

size_t
trace_sights(const struct trace *t)
{
	return (t->nhits < TRACE_HITS_MAX ? t->nhits : TRACE_HITS_MAX);
}

size_t
trace_cuts(const struct trace *t)
{
	return (t->ncuts < TRACE_CUTS_MAX ? t->ncuts : TRACE_CUTS_MAX);
}

void
trace_part(struct trace *t, size_t start, struct span text)
{
	t->field = text;
	/* Of cuts of which nothing is left several may begin at ${start}. */
	for (t->cut = 0; t->cut < trace_cuts(t); t->cut++)
		if (t->left[t->cut].start == start && t->left[t->cut].n > 0)
			return;
}

void
trace_masked(struct trace *t, size_t n)
{
	if (t->cut < trace_cuts(t))
		t->left[t->cut].n = n;
}
