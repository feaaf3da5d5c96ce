/* SPDX-License-Identifier: ISC */
/*
 * One text of a line between what the log holds and what may be written: raw,
 * decoded, and what was found in it. All field actions work with it.
 *
 * Invariant: ${clear} is borrowed from the scratch of struct scrub; the next
 * text_open() with the same scrub ends its life.
 */
#ifndef SCRUB_TEXT_H
#define SCRUB_TEXT_H

#include "scrub/bytes.h"
#include "scrub/decode.h"
#include "scrub/detect.h"
#include "scrub/scrub.h"

struct text {
	struct span raw;
	struct span clear; /* decoded; raw itself where nothing was coded */
	unsigned set; /* of the bytes in clear */
	bool coded;
	struct hits hits; /* offsets in clear */
};

/**
 * text_open(s, raw, t):
 * Make ${t} the text ${raw}, decoded; its only hits so far are words that are
 * still encoded (decode_left()).
 */
void text_open(struct scrub *, struct span, struct text *);

/**
 * text_plain(raw, set, t):
 * The same where it is known that ${raw} is not coded and has none but the
 * bytes ${set}.
 */
static inline void
text_plain(struct span raw, unsigned set, struct text *t)
{
	t->raw = t->clear = raw;
	t->set = set;
	t->coded = false;
	t->hits.n = 0;
}

/**
 * text_detect(t):
 * Add what the detectors find to the hits of ${t}.
 */
void text_detect(struct text *);

/**
 * text_pairs(s, t, from, query):
 * Add the values behind offset ${from} of ${t} whose names are in the list,
 * and what is found in a lone text in those whose names are not harmless.
 * ${query}: no `/` ends a value, as it does in a path up to a `?`.
 */
void text_pairs(const struct scrub *, struct text *, size_t, bool);

/**
 * text_lone(t, start, end, h):
 * Add to ${h} what is found in ${t} from ${start} up to ${end}, a lone text.
 */
void text_lone(const struct text *, size_t, size_t, struct hits *);

/**
 * text_put(s, t, place, out):
 * Append ${t} with a word such as {email} in place of each hit, and count
 * the hits. Without hits these are the raw bytes.
 */
void text_put(struct scrub *, const struct text *, enum place, struct buf *);

/**
 * text_words(s, t, out):
 * The same without counting.
 */
void text_words(const struct scrub *, const struct text *, struct buf *);

/**
 * text_scrub(s, place, raw, out):
 * Append ${raw}, running text, with what is found in it replaced: by content,
 * hidden or not, and values behind names in the list.
 */
void text_scrub(struct scrub *, enum place, struct span, struct buf *);

/**
 * text_raw(s, t, f):
 * The hit ${f} of ${t} with offsets in the raw text.
 */
static inline struct found
text_raw(const struct scrub *s, const struct text *t, struct found f)
{
	if (t->coded) {
		f.start = decode_raw_start(s->decode, f.start);
		f.end = decode_raw_end(s->decode, f.end);
	}
	return (f);
}

#endif
