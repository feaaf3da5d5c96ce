/* SPDX-License-Identifier: ISC */
/*
 * What every field action works with. One struct scrub belongs to one worker
 * and to one (format, policy) pair; nothing in it is shared.
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

struct names;  /* scrub/names.h: the parameter names that mean personal data */
struct decode; /* scrub/decode.h: text with escapes and percent-coding undone */

struct scrub {
	const struct policy *policy;
	const struct names *names;
	enum escape escape;    /* of the format */
	struct tally *tally;   /* of the chunk */
	struct decode *decode; /* scratch of the detectors */
};

typedef void scrub_fn(struct scrub *, const struct rule *, struct span,
    struct buf *);

static inline void
scrub_hit(struct scrub *s, enum kind k, enum place p)
{
	s->tally->hits[k][p]++;
}

/* Append the word that stands for a hit, such as {email}. */
static inline void
scrub_word(enum kind k, struct buf *out)
{
	buf_addc(out, '{');
	buf_addspan(out, span_str(hit_kind_name(k)));
	buf_addc(out, '}');
}

#endif
