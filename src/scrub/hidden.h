/* SPDX-License-Identifier: ISC */
/*
 * Texts within texts: base64 and base64url of at least HIDDEN_BASE64_MIN
 * characters, so many of them without a `/` in some place, hex of at least HIDDEN_HEX_MIN digits, and the rewritten links
 * of mail filters. What decodes to text is looked at as the text around it
 * is: escapes undone, by content, by the names in it, and for what is hidden
 * in it again. A hit makes the whole run one, of the same kind.
 *
 * Bytes that are no text (compressed, encrypted) are not opened: what they
 * hold, if anything, stays hidden from every reader of the log as well, but
 * for who knows the program that made them.
 *
 * Invariants:
 * - The work is linear: each byte is tried three times at most, and what was
 *   opened is never longer than what it was opened from.
 * - What is beyond the bounds is not trusted: of a run of more than HIDDEN_MAX
 *   characters whose beginning is text, and of what is text DECODE_DEPTH + 1
 *   deep, the run is a hit of KIND_TOKEN.
 */
#ifndef SCRUB_HIDDEN_H
#define SCRUB_HIDDEN_H

#include <stdbool.h>

#include "scrub/text.h"

enum {
	HIDDEN_BASE64_MIN = 12,
	HIDDEN_HEX_MIN = 16,
	HIDDEN_MAX = DECODE_OPENED
};

/**
 * hidden_find(s, t, lone):
 * Add to the hits of ${t}, which was opened with ${s}, the runs in it that
 * hide something. ${lone}: what is found in a lone text only counts, too.
 *
 * Returns: where the run that goes up to the end of ${t}, but for padding,
 *          begins if it is text; the end if there is none.
 * Source:  RFC 4648; the rewritten links of Proofpoint URL Defense: `-40` and
 *          `_` for `@` and `/` in its second version, `*40` in its third.
 */
size_t hidden_find(struct scrub *, struct text *, bool);

#endif
