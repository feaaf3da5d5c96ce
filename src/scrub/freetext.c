/* SPDX-License-Identifier: ISC */
#include "scrub/freetext.h"

#include "base/addr.h"
#include "base/ascii.h"
#include "scrub/account.h"
#include "scrub/clocks.h"
#include "scrub/hidden.h"
#include "scrub/ip.h"
#include "scrub/labels.h"
#include "scrub/nonce.h"
#include "scrub/text.h"
#include "scrub/units.h"

/*
 * A pass writes at most WORD_MAX bytes more than it reads for each hit. One
 * may bring out what was hidden by what it replaced; more than PASSES are
 * needed by no text but one made for it.
 */
enum { WORD_MAX = 48, PASSES = 4 };

/* Detectors of what is common in logs of requests, and rare in messages. */
static const struct detector {
	enum kind kind;
	bool (*find)(struct span, size_t, struct found *);
} detectors[] = {
	{ KIND_TOKEN, nonce_find },
};

/* Is the address ${f} the version of a program, such as Chrome/126.0.0.0? */
static bool
is_version(struct span s, struct found f)
{
	return (f.start > 1 && s.p[f.start - 1] == '/' &&
	    ascii_isalpha(s.p[f.start - 2]) &&
	    span_ends(span_make(s.p + f.start, f.end - f.start),
		SPAN(".0.0.0")));
}

/*
 * Is the address ${f} a part of a host name? There it may stand backwards, and
 * what is cut off is what should stay.
 */
static bool
is_label(struct span s, struct found f)
{
	const char before = f.start > 0 ? s.p[f.start - 1] : ' ';

	return (before == '.' || before == '-' || before == '_' ||
	    (s.n - f.end > 1 && strchr(".-_", s.p[f.end]) != NULL &&
		ascii_isalnum(s.p[f.end + 1])));
}

/*
 * May what the policy leaves of an address stand in running text? A pseudonym
 * may not: read once more it would be another's address, and the text of one
 * epoch would not be that of the next.
 */
static bool
may_stay(const struct scrub *s, struct span text, struct found f)
{
	switch (s->policy->rule[CLASS_IP].action) {
	case ACTION_KEEP:
		return (true);
	case ACTION_TRUNCATE:
	case ACTION_DROP:
		return (!is_label(text, f));
	default:
		return (false);
	}
}

/* Append what the policy leaves of the address ${f}. */
static void
put_ip(struct scrub *s, struct span text, struct found f, struct buf *out)
{
	const struct span in = span_make(text.p + f.start, f.end - f.start);
	const size_t before = out->n;
	struct addr a;

	if (is_version(text, f)) {
		buf_addspan(out, in);
		return;
	}
	if (addr_parse(in, &a) && may_stay(s, text, f))
		ip_scrub(s, &s->policy->rule[CLASS_IP], in, out);
	else
		scrub_word(KIND_IP, out);
	if (!span_eq(in, span_make(out->p + before, out->n - before)))
		scrub_hit(s, KIND_IP, PLACE_OTHER);
}

static void
put_found(struct scrub *s, struct span text, struct found f, struct buf *out)
{
	if (f.kind == KIND_IP) {
		put_ip(s, text, f, out);
		return;
	}
	if (f.kind == KIND_IDENTITY) {
		scrub_hit(s, f.kind, PLACE_USER);
		buf_addspan(out, SPAN("{user}"));
		return;
	}
	scrub_hit(s, f.kind, PLACE_OTHER);
	scrub_word(f.kind, out);
}

/* Append ${t} with its hits replaced. */
static void
put_text(struct scrub *s, const struct text *t, struct buf *out)
{
	size_t at = 0, nhits;

	for (size_t i = 0; i < t->hits.n; i++) {
		const struct found f = t->hits.at[i];
		const struct found raw = text_raw(s, t, f);

		if (raw.start > at)
			buf_add(out, t->raw.p + at, raw.start - at);
		nhits = s->hits.n;
		put_found(s, t->clear, f, out);
		if (s->hits.n > nhits)
			scrub_place(s, f.means,
			    span_make(t->raw.p + raw.start,
				raw.end - raw.start));
		at = raw.end;
	}
	buf_addspan(out, span_from(t->raw, at));
}

static void
find_all(struct scrub *s, struct text *t, bool cut)
{
	text_detect(t);
	account_find(t->clear, cut, &t->hits);
	labels_find(s->names, t->clear, &t->hits);
	(void)hidden_find(s, t, false);
	for (size_t i = 0; i < sizeof(detectors) / sizeof(detectors[0]); i++) {
		struct found f = { detectors[i].kind, 0, 0, MEANS_CONTENT };

		while (detectors[i].find(t->clear, f.end, &f))
			detect_add(&t->hits, f);
	}
}

/*
 * Replace what is found in ${out} from ${start} on, in memory behind it.
 * False: nothing was to be replaced.
 */
static bool
pass(struct scrub *s, size_t start, bool cut, struct buf *out)
{
	const size_t middle = out->n, n = middle - start;
	struct text t;
	bool same;

	/* No growing: the text is in it. */
	if (!buf_reserve(out, n + DETECT_MAX * WORD_MAX))
		return (false);
	text_open(s, span_make(out->p + start, n), &t);
	find_all(s, &t, cut);
	if (t.hits.n == 0)
		return (false);
	if (s->trace != NULL)
		s->trace->field = t.raw;
	put_text(s, &t, out);
	same = span_eq(t.raw, span_make(out->p + middle, out->n - middle));
	memmove(out->p + start, out->p + middle, out->n - middle);
	out->n -= n;
	return (!same);
}

static void
scrub(struct scrub *s, struct span in, bool cut, struct buf *out)
{
	const size_t start = out->n;

	units_put(s, in, out);
	for (int i = 0; i < PASSES; i++)
		if (!pass(s, start, cut, out))
			return;
	out->n = start;
	buf_addc(out, '-');
}

/* Does ${rule} say all there is to say? */
static bool
put_whole(const struct rule *rule, struct span in, struct buf *out)
{
	if (in.n == 0 || rule->action == ACTION_KEEP)
		buf_addspan(out, in);
	else if (rule->action == ACTION_DROP)
		buf_addc(out, '-');
	else
		return (false);
	return (true);
}

void
freetext_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const size_t start = out->n;

	if (put_whole(rule, in, out))
		return;
	scrub(s, in, false, out);
	clocks_blur(out, start, s->policy->rule[CLASS_TIME].action);
}

void
freetext_cut(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const size_t start = out->n;
	size_t last;

	if (put_whole(rule, in, out))
		return;
	last = units_last(in);
	scrub(s, span_make(in.p, last), true, out);
	clocks_blur(out, start, s->policy->rule[CLASS_TIME].action);
	if (last < in.n)
		buf_addc(out, '-');
}
