/* SPDX-License-Identifier: ISC */
#include "flow/halt.h"

#include <errno.h>

#include "base/warn.h"

/* The bytes of the first ${lines} lines of ${c}. */
static size_t
prefix(const struct chunk *c, uint64_t lines)
{
	struct span rest = span_make(c->p, c->n);

	for (; lines > 0 && rest.n > 0; lines--) {
		const size_t n = span_index(rest, '\n');

		rest = span_from(rest, n < rest.n ? n + 1 : n);
	}
	return (c->n - rest.n);
}

/* Is all of ${b}, the batch of a prefix, out, when ${at} is as far as it got? */
static bool
is_out(const struct batch *b, const struct sink_stop *at)
{
	const struct part *p;
	size_t n;

	if (b == NULL)
		return (false);
	p = batch_parts(b, &n);
	return (n <= at->part ||
	    (n == at->part + 1 && p[at->part].lines <= at->lines));
}

/*
 * Find the first line of ${c} that is not out. The same lines give the same
 * parts, in the order of their first lines, so shorter and longer beginnings
 * of the chunk are tried. Lines that fit in no chunk come before all others.
 */
static void
find_line(struct halt *h, struct chunk *c, uint64_t lines,
    const struct sink_stop *at)
{
	const size_t n = c->n;
	uint64_t low = 0, high = lines, clean = 0;

	while (high - low > 1) {
		const uint64_t middle = low + (high - low) / 2;
		struct tally t;

		c->n = prefix(c, middle);
		if (is_out(worker_run(h->worker, c, h->now, &t), at) &&
		    t.verdict[VERDICT_DROPPED] == 0) {
			low = middle;
			clean = t.verdict[VERDICT_CLEAN];
		} else
			high = middle;
		c->n = n;
	}
	h->done += low;
	h->again = at->written - clean;
}

uint64_t
halt_put(struct halt *h, const struct batch *b, struct chunk *c,
    const struct tally *t)
{
	/* A line that found no memory would be a hole, too. */
	const bool whole = b != NULL && t->verdict[VERDICT_DROPPED] == 0;
	const uint64_t lines = t->lines;
	uint64_t lost = t->verdict[VERDICT_CLEAN];
	struct sink_stop at = { 0 };

	errno = ENOMEM;
	if (whole)
		lost = sink_put_until(h->sink, b, &at);
	if (whole && lost == 0) {
		h->done += lines;
		return (0);
	}
	h->error = errno;
	atomic_store(&h->halted, true);
	h->done += c->toolong;
	find_line(h, c, lines - c->toolong, &at);
	return (lost);
}

void
halt_warn(const struct halt *h, bool kept)
{
	const unsigned long long done = h->done, again = h->again;

	errno = h->error;
	if (!kept)
		warn_errno("output");
	else if (again == 0)
		warn_errno("output: stopped behind line %llu of the input "
			   "(for the rest: tail -n +%llu)",
		    done, done + 1);
	else
		warn_errno("output: stopped behind line %llu of the input "
			   "(for the rest: tail -n +%llu; %llu lines of it are "
			   "written already)",
		    done, done + 1, again);
}
