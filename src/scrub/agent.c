/* SPDX-License-Identifier: ISC */
#include "scrub/agent.h"

#include "scrub/family.h"
#include "scrub/reduce.h"
#include "scrub/text.h"

enum { ID_MIN = 16 };

static bool
is_id(char c)
{
	return (bytes_ishex(c) || c == '-');
}

/* Add the run of hex digits and dashes around ${at} to the hits if it is one
 * of at least ID_MIN digits and no part of a word. The offset behind it. */
static size_t
find_id(struct text *t, size_t at)
{
	const struct span s = t->clear;
	size_t start = at, end = at, digits = 0;

	while (start > 0 && is_id(s.p[start - 1]))
		start--;
	while (end < s.n && is_id(s.p[end]))
		end++;
	while (start < end && s.p[start] == '-')
		start++;
	for (size_t i = start; i < end; i++)
		digits += s.p[i] != '-';
	if (digits >= ID_MIN &&
	    (start == 0 || !bytes_isalnum(s.p[start - 1])) &&
	    (end == s.n || !bytes_isalnum(s.p[end])))
		detect_add(&t->hits, (struct found){ KIND_TOKEN, start, end });
	return (end);
}

/* Any run of ID_MIN bytes has one at every ID_MIN-th place. */
static void
find_ids(struct text *t)
{
	for (size_t i = ID_MIN - 1; i < t->clear.n; i += ID_MIN)
		if (is_id(t->clear.p[i]))
			i = find_id(t, i);
}

/* Is ${f} a version such as Chrome/126.0.0.0, rv:1.9.0.10 or v1.2.3.4? */
static bool
is_version(struct span s, struct found f)
{
	return (f.kind == KIND_IP && f.start > 1 &&
	    (s.p[f.start - 1] == '/' || s.p[f.start - 1] == ':') &&
	    bytes_isalpha(s.p[f.start - 2]));
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
	find_ids(&t);
	if (t.hits.n > 0)
		put_replaced(s, &t, put, out);
	else
		put(in, out);
}
