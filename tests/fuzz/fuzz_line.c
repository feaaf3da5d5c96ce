/* SPDX-License-Identifier: ISC */
/*
 * Whole chunks through a worker: the counts add up, a clean line is never a
 * raw one with its address, and what is clean is a line of the format again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/ready.h"
#include "flow/worker.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct worker *
make_worker(void)
{
	static struct ready r;
	static struct setup setup;
	char why[200];

	if (ready_init(&r) == -1)
		abort();
	r.options.config.file = "/dev/null";
	r.options.config.policy.format = "apache-combined";
	r.options.config.policy.keep.unit = KEEP_FOREVER;
	if (ready_load(&r) == -1)
		abort();
	setup = (struct setup){ &r.options.config.policy, r.matcher,
		plan_new(r.arena, matcher_format(r.matcher),
		    &r.options.config.policy, why),
		r.names, r.search, NULL, NULL };
	return (worker_new(&setup));
}

static struct span
run(struct worker *w, const uint8_t *p, size_t n, struct tally *t)
{
	struct chunk c = { .p = (char *)(uintptr_t)p, .n = n, .last = true };
	const struct batch *b = worker_run(w, &c, 1800000000, t);
	uint64_t sum = 0;
	size_t parts;

	for (int v = 0; v < VERDICT_COUNT; v++)
		sum += t->verdict[v];
	if (b == NULL || sum != t->lines)
		abort();
	(void)batch_parts(b, &parts);
	return (parts == 0 ? SPAN("") : batch_parts(b, &parts)->bytes);
}

/* The canary as a whole address, not as part of a longer number. */
static bool
has_address(struct span s)
{
	const struct span canary = SPAN("203.0.113.77");

	for (size_t at = 0; (at += span_find(span_from(s, at), canary)) < s.n;
	     at++) {
		const char before = at > 0 ? s.p[at - 1] : ' ';
		const char after =
		    at + canary.n < s.n ? s.p[at + canary.n] : ' ';

		if (strchr("0123456789.", before) == NULL &&
		    strchr("0123456789.", after) == NULL)
			return (true);
	}
	return (false);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct worker *w;
	struct tally t, again;
	struct span out;

	if (w == NULL && (w = make_worker()) == NULL)
		abort();
	out = run(w, p, n, &t);
	if (has_address(out) ||
	    span_find(out, SPAN("canary@example.org")) < out.n)
		abort();
	/* Every line clean once is clean again: nothing is half done. */
	if (out.n > 0) {
		uint8_t *copy = malloc(out.n);

		if (copy == NULL)
			return (0);
		memcpy(copy, out.p, out.n);
		(void)run(w, copy, out.n, &again);
		if (again.verdict[VERDICT_CLEAN] != t.verdict[VERDICT_CLEAN])
			abort();
		free(copy);
	}
	return (0);
}
