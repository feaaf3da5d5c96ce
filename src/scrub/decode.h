/* SPDX-License-Identifier: ISC */
/*
 * Text as its author meant it: the log's escapes undone, then the percent-
 * encoding, up to three levels deep, HTML's references and the escapes of
 * scripts, mixed at will; what looks like ASCII made ASCII, and what nobody
 * sees left out. The detectors look at this text, and the map tells which raw
 * bytes a decoded byte came from.
 *
 * Invariants:
 * - What is not a valid escape stays as it is, so decoding never fails.
 * - Both dialects' escapes are undone whatever the dialect, and those of JSON:
 *   reading too much costs nothing here, reading too little is a leak.
 * - Decoded text is never longer than raw text. The raw parts of neighbouring
 *   decoded bytes are in order and touch, but for what was left out.
 * - A text is passed over DECODE_LEVELS + 4 times at most, in whatever way it
 *   is written: the work is linear in its length.
 * - One struct decode belongs to one worker; it holds the last text only.
 */
#ifndef SCRUB_DECODE_H
#define SCRUB_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/format.h"
#include "model/policy.h"

enum {
	DECODE_LEVELS = 3,
	DECODE_MAX = 2 * LINE_LIMIT,
	/* texts within texts, such as base64 within base64 */
	DECODE_DEPTH = 3,
	DECODE_OPENED = 12 * 1024
};

struct decode;

/**
 * decode_new():
 * Memory for text of up to DECODE_MAX bytes.
 *
 * Returns: NULL with errno set when there is none.
 */
struct decode *decode_new(void);

/**
 * decode_free(d):
 * Give ${d} back. NULL is allowed.
 */
void decode_free(struct decode *);

/**
 * decode_text(d, escape, raw):
 * ${raw}, of at most DECODE_MAX bytes, with everything undone: \xHH, \uHHHH
 * and one-letter escapes; %HH and %uHHHH, three levels deep; &#64; &#x40; and
 * &commat;, and again \xHH and \uHHHH, however many backslashes there are,
 * before, between and behind them; then what homoglyph_last() knows.
 * NULs are left out, as C programs do not see them.
 *
 * Shape:   borrowed from ${d} until the next decode_text(), or ${raw} itself
 *          where nothing was encoded.
 * Source:  RFC 3986 section 2.1; nginx and Apache logs (model/format.h).
 */
struct span decode_text(struct decode *, enum escape, struct span);

/**
 * decode_raw_start(d, at):
 * Where in the raw text the decoded byte ${at} begins; for the length of the
 * decoded text, the length of the raw text.
 */
size_t decode_raw_start(const struct decode *, size_t);

/**
 * decode_raw_end(d, end):
 * Where in the raw text the decoded byte before ${end} ends; 0 for 0.
 */
size_t decode_raw_end(const struct decode *, size_t);

/**
 * decode_left(d, from, start, end):
 * Store in ${start} and ${end} the first word of the decoded text that begins
 * at ${from} or later and is still encoded, because it was more often than is
 * undone. Words end before / & = ? ; # blanks and control bytes.
 *
 * Returns: false when there is none; in most texts, at no cost.
 */
bool decode_left(const struct decode *, size_t, size_t *, size_t *);

/**
 * decode_inner(d, opened):
 * What to decode a text with that was found within the one ${d} holds, while
 * that is still in use; ${opened} is DECODE_OPENED bytes to put it in.
 *
 * Returns: NULL when ${d} is DECODE_DEPTH deep itself.
 */
struct decode *decode_inner(struct decode *, char **);

#endif
