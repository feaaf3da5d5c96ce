/* SPDX-License-Identifier: ISC */
/*
 * What every field action works with. One struct scrub belongs to one worker
 * and to one format; nothing in it is shared. Its policy is that of the line
 * under way, and so is whether search terms stay.
 *
 * The actions are functions of one shape, X_scrub(s, rule, in, out), one file
 * a field class: they append to ${out} what may be written of the field ${in}
 * under ${rule}. ${in} is as the server wrote it, escapes included; what is
 * appended is valid in the same place of the same format: no raw quote, no
 * control byte that was not there. They never fail: where they cannot tell,
 * they redact. Hits are counted in ${s}->tally.
 */
#ifndef SCRUB_SCRUB_H
#define SCRUB_SCRUB_H

#include "base/buf.h"
#include "base/span.h"
#include "model/format.h"
#include "model/hit.h"
#include "model/policy.h"
#include "model/rule.h"
#include "model/tally.h"
#include "scrub/trace.h"

struct names; /* scrub/names.h: the parameter names that mean personal data */
struct search; /* scrub/search.h: where what somebody looked for stands */
struct engine; /* of it: a search engine */
struct recode; /* scrub/recode.h: a field without the way it is written */
struct held; /* scrub/held.h: values that must stand nowhere else */
struct standin; /* scrub/standin.h: pseudonyms, places */
struct decode; /* scrub/decode.h: text with escapes and percent-coding undone */

enum { SCRUB_HITS_MAX = 8 };

/* The hits of one field: n may be above what there is room for. */
struct scrub_hits {
	size_t n;
	struct {
		unsigned char kind;
		unsigned char place;
	} hit[SCRUB_HITS_MAX];
};

struct scrub {
	const struct policy *policy;
	const struct names *names;
	const struct search *search; /* NULL: search terms stay */
	const struct engine *engine; /* whose URL is under way, or NULL */
	enum escape escape; /* of the format */
	struct tally *tally; /* of the chunk */
	struct standin *standin;
	struct held *held; /* NULL: no parameter becomes a pseudonym */
	struct decode *decode; /* scratch of the detectors */
	struct recode *recode; /* scratch of the plan */
	struct scrub_hits hits; /* of the field under way */
	struct trace *trace; /* NULL: nobody wants to know more */
};

typedef void scrub_fn(struct scrub *, const struct rule *, struct span,
    struct buf *);

/**
 * scrub_hit(s, k, p):
 * Count a hit of kind ${k} in ${p}.
 */
static inline void
scrub_hit(struct scrub *s, enum kind k, enum place p)
{
	s->tally->hits[k][p]++;
	if (s->hits.n < SCRUB_HITS_MAX) {
		s->hits.hit[s->hits.n].kind = (unsigned char)k;
		s->hits.hit[s->hits.n].place = (unsigned char)p;
	}
	s->hits.n++;
	if (s->trace != NULL)
		trace_hit(s->trace, k);
}

/**
 * scrub_place(s, means, at):
 * The hit that was just counted was found by ${means} and stands at ${at}.
 */
static inline void
scrub_place(struct scrub *s, enum means means, struct span at)
{
	if (s->trace != NULL)
		trace_place(s->trace, means, at);
}

/**
 * scrub_word(k, out):
 * Append the word that stands for a hit of kind ${k}, such as {email}.
 */
static inline void
scrub_word(enum kind k, struct buf *out)
{
	buf_addc(out, '{');
	buf_addspan(out, span_str(hit_kind_name(k)));
	buf_addc(out, '}');
}

#endif
