/* SPDX-License-Identifier: ISC */
#include "scrub/agent.h"

#include "base/ascii.h"
#include "scrub/family.h"
#include "scrub/reduce.h"
#include "scrub/run.h"
#include "scrub/text.h"

enum { ID_MIN = BYTES_TOKEN_MIN };

/* Add installation ids to the hits: hex digits, and dashes as in an UUID. */
static void
find_ids(struct text *t)
{
	const struct span s = t->clear;
	struct run r = { 0, 0 };

	while (run_next(s, r.end, RUN_HEX | RUN_DASH, ID_MIN, &r)) {
		size_t start = r.start, digits = 0;

		while (start < r.end && s.p[start] == '-')
			start++;
		for (size_t i = start; i < r.end; i++)
			digits += s.p[i] != '-';
		if (digits >= ID_MIN &&
		    (start == 0 || !ascii_isalnum(s.p[start - 1])) &&
		    (r.end == s.n || !ascii_isalnum(s.p[r.end]) ||
			r.end - r.start == RUN_MAX))
			detect_add(&t->hits,
			    (struct found){ KIND_TOKEN, start, r.end,
				MEANS_CONTENT });
	}
}

/* Is ${f} a version such as Chrome/126.0.0.0, rv:1.9.0.10 or v1.2.3.4? */
static bool
is_version(struct span s, struct found f)
{
	return (f.kind == KIND_IP && f.start > 1 &&
	    (s.p[f.start - 1] == '/' || s.p[f.start - 1] == ':') &&
	    ascii_isalpha(s.p[f.start - 2]));
}

static void
drop_versions(struct text *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->hits.n; i++)
		if (!is_version(t->clear, t->hits.at[i]))
			t->hits.at[n++] = t->hits.at[i];
	t->hits.n = n;
}

/*
 * Append ${t}, in which there were hits: with their words in ${out} first,
 * then from there. The second text is at most twice as long.
 */
static void
put_replaced(struct scrub *s, const struct text *t,
    void (*put)(struct span, struct buf *), struct buf *out)
{
	const size_t before = out->n;
	size_t middle;

	text_put(s, t, PLACE_AGENT, out);
	middle = out->n;
	if (!buf_reserve(out, 2 * (middle - before) + 64))
		return;
	put(span_make(out->p + before, middle - before), out);
	memmove(out->p + before, out->p + middle, out->n - middle);
	out->n -= middle - before;
}

void
agent_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	void (*put)(struct span, struct buf *) = NULL;
	struct text t;

	if (rule->action == ACTION_REDUCE)
		put = reduce_put;
	else if (rule->action == ACTION_FAMILY)
		put = family_put;
	if (in.n == 0 || rule->action == ACTION_KEEP ||
	    span_eq(in, SPAN("-"))) {
		buf_addspan(out, in);
		return;
	}
	if (put == NULL) {
		buf_addc(out, '-');
		return;
	}
	text_open(s, in, &t);
	text_detect(&t);
	drop_versions(&t);
	if (bytes_all(t.set, BYTES_TOKEN))
		find_ids(&t);
	if (t.hits.n > 0)
		put_replaced(s, &t, put, out);
	else
		put(in, out);
}
