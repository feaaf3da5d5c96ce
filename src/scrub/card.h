/* SPDX-License-Identifier: ISC */
/* The detector of payment cards; see scrub/detect.h for its shape. */
#ifndef SCRUB_CARD_H
#define SCRUB_CARD_H

#include "scrub/detect.h"

/**
 * card_find(text, from, f):
 * 13 to 19 digits that an issuer gives out and whose check digit is right,
 * alone or with single blanks or dashes (`+`, a blank in a query) between
 * them; not a part of a longer number or word, nor behind a decimal point.
 *
 * Source:  ISO/IEC 7812-1 (Luhn); the issuers' published ranges.
 */
bool card_find(struct span, size_t, struct found *);

#endif
