/* SPDX-License-Identifier: ISC */
/*
 * Lines of JSON through a worker: what is clean is JSON, and the cuts of a
 * line that matches are that line.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/ready.h"
#include "flow/worker.h"
#include "unit/jsoncheck.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct ready ready;

static struct worker *
make_worker(void)
{
	static struct setup setup;
	char why[200];

	if (ready_init(&ready) == -1)
		abort();
	ready.options.config.file = "/dev/null";
	ready.options.config.policy.format = "json";
	ready.options.config.policy.keep.unit = KEEP_FOREVER;
	if (ready_load(&ready) == -1)
		abort();
	setup = (struct setup){ &ready.options.config.policy, ready.matcher,
		plan_new(ready.arena, matcher_format(ready.matcher),
		    &ready.options.config.policy, why),
		ready.names, ready.search, NULL, NULL };
	return (worker_new(&setup));
}

static void
check_cuts(struct matching *s, struct span line)
{
	struct record r;
	const char *at = line.p;

	if (!matcher_line(ready.matcher, s, line, &r))
		return;
	for (size_t i = 0; i < r.ncuts; i++) {
		if (r.cut[i].gap.p != at ||
		    r.cut[i].value.p != at + r.cut[i].gap.n)
			abort();
		at = r.cut[i].value.p + r.cut[i].value.n;
	}
	if (r.tail.p != at || at + r.tail.n != line.p + line.n)
		abort();
}

/* Half a line, the first or the last one, may be anything. */
static void
check_lines(struct span out)
{
	while (out.n > 0) {
		const size_t n = span_index(out, '\n');
		const struct span line = span_make(out.p, n);

		if (n < 1024 && !jsoncheck(line))
			abort();
		out = span_from(out, n < out.n ? n + 1 : n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct worker *w;
	static struct matching *s;
	struct chunk c = { .p = (char *)(uintptr_t)p, .n = n, .last = true };
	const struct batch *b;
	struct tally t;
	size_t parts;

	if (w == NULL) {
		w = make_worker();
		s = matcher_scratch();
	}
	if (w == NULL || s == NULL)
		abort();
	check_cuts(s, span_make((const char *)p, n));
	b = worker_run(w, &c, 1800000000, &t);
	if (b == NULL)
		abort();
	for (size_t i = 0; batch_parts(b, &parts) != NULL && i < parts; i++)
		check_lines(batch_parts(b, &parts)[i].bytes);
	return (0);
}
