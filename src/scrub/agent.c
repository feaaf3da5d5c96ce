/* SPDX-License-Identifier: ISC */
#include "scrub/agent.h"

#include "base/ascii.h"
#include "scrub/contact.h"
#include "scrub/family.h"
#include "scrub/hidden.h"
#include "scrub/imei.h"
#include "scrub/labels.h"
#include "scrub/reduce.h"
#include "scrub/run.h"
#include "scrub/text.h"

enum { ID_MIN = BYTES_TOKEN_MIN, IMEI_DIGITS = 15 };

/* Is it a version made of a date, App/20251113004245000? */
static bool
is_stamp(struct span s, size_t start, size_t end)
{
	if (end - start > 17 || start == 0 || s.p[start - 1] != '/' ||
	    !span_starts(span_from(s, start), SPAN("20")))
		return (false);
	while (start < end && ascii_isdigit(s.p[start]))
		start++;
	return (start == end);
}

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
		if (digits >= ID_MIN && !is_stamp(s, start, r.end) &&
		    (start == 0 || !ascii_isalnum(s.p[start - 1])) &&
		    (r.end == s.n || !ascii_isalnum(s.p[r.end]) ||
			r.end - r.start == RUN_MAX))
			detect_add(&t->hits,
			    (struct found){ KIND_TOKEN, start, r.end,
				MEANS_CONTENT });
	}
}

/* Add equipment identities: no version has so many digits. */
static void
find_devices(struct text *t)
{
	struct run r = { 0, 0 };
	struct found f;

	while (run_next(t->clear, r.end, RUN_DIGIT, IMEI_DIGITS, &r)) {
		const struct span s =
		    span_make(t->clear.p + r.start, r.end - r.start);

		if (s.n == IMEI_DIGITS && imei_find(s, 0, &f))
			detect_add(&t->hits,
			    (struct found){ KIND_DEVICE, r.start, r.end,
				MEANS_CONTENT });
	}
}

/*
 * Add what few agents have: installation ids, values behind names, and texts
 * within the text. A run that hides one is longer than what names products.
 */
static void
find_rare(struct scrub *s, struct text *t)
{
	if (bytes_all(t->set, BYTES_PLAIN))
		find_devices(t);
	if (bytes_all(t->set, BYTES_PAIRS))
		labels_find(s->names, t->clear, &t->hits);
	if (bytes_all(t->set, BYTES_TOKEN)) {
		find_ids(t);
		(void)hidden_find(s, t, false);
	}
}

/* Is ${s} such as 126.0.0.0, of which no host has the address? */
static bool
is_reduced(struct span s)
{
	const size_t dot = span_index(s, '.');

	return (span_eq(span_from(s, dot), SPAN(".0.0.0")));
}

/* Does what is before offset ${at} end in a name, `The Bat! ` or `.NET CLR `? */
static bool
is_name(struct span s, size_t at)
{
	size_t i = at - 1;

	if (i > 0 && s.p[i - 1] == '!')
		i--;
	while (i > 0 && ascii_isalnum(s.p[i - 1]))
		i--;
	return (s.p[at - 1] == ' ' && s.p[i] >= 'A' && s.p[i] <= 'Z');
}

/*
 * Is ${f} a version such as Chrome/126.0.0.0, rv:1.9.0.10, v1.2.3.4 or
 * Doppler 2.9.5.4? If it was an address after all, no more than its first
 * number stays.
 */
static bool
is_version(struct span s, struct found f)
{
	if (f.kind != KIND_IP)
		return (false);
	if (is_reduced(span_make(s.p + f.start, f.end - f.start)))
		return (true);
	return (f.start > 1 &&
	    (((s.p[f.start - 1] == '/' || s.p[f.start - 1] == ':') &&
		 ascii_isalnum(s.p[f.start - 2])) ||
		is_name(s, f.start)));
}

/* Versions are no hits, and the name of a robot is none in its address. */
static void
sort_out(struct text *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->hits.n; i++) {
		struct found f = t->hits.at[i];
		struct span s =
		    span_make(t->clear.p + f.start, f.end - f.start);

		if (is_version(t->clear, f))
			continue;
		s.n = span_index(s, '@');
		while (s.n > 0 && (s.p[0] == '+' || s.p[0] == '-')) {
			s = span_from(s, 1);
			f.start++;
		}
		if (f.kind == KIND_EMAIL && contact_is_robot(s))
			f.start += s.n;
		else
			f.start = t->hits.at[i].start;
		t->hits.at[n++] = f;
	}
	t->hits.n = n;
}

/*
 * Replace what is in ${out} from ${before} on by what ${put} makes of it,
 * which is at most twice as long.
 */
static void
put_again(void (*put)(struct span, struct buf *), size_t before,
    struct buf *out)
{
	const size_t middle = out->n;

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
	const size_t before = out->n;
	struct text t;

	if (in.n == 0 || rule->action == ACTION_KEEP ||
	    span_eq(in, SPAN("-"))) {
		buf_addspan(out, in);
		return;
	}
	if (rule->action != ACTION_REDUCE && rule->action != ACTION_FAMILY) {
		buf_addc(out, '-');
		return;
	}
	text_open(s, in, &t);
	text_detect(&t);
	sort_out(&t);
	find_rare(s, &t);
	if (t.hits.n > 0) {
		text_put(s, &t, PLACE_AGENT, out);
		put_again(reduce_put, before, out);
	} else
		reduce_put(in, out);
	/* A model may stand where the name of a program does. */
	if (rule->action == ACTION_FAMILY)
		put_again(family_put, before, out);
}
