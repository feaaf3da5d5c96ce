/* SPDX-License-Identifier: ISC */
/*
 * The detectors of the numbers by which states know their citizens; see
 * scrub/detect.h for their shape. One row of a table a kind of number, or a
 * way to write it; the checks are in scrub/ideurope and scrub/idworld.
 *
 * A number is a word: no letter or digit touches it, nor does a point or a
 * dash, or what is between its own groups, with more digits behind. In lone
 * texts it stands between blanks or marks of punctuation besides. Nine digits
 * are a number of the Netherlands or of Portugal, one in eight of them; what
 * has one weak check digit and no more is found in groups only (Canada,
 * Australia), and what is a bank's (ABA) is nobody's.
 */
#ifndef SCRUB_NATIONALID_H
#define SCRUB_NATIONALID_H

#include "scrub/detect.h"

/**
 * nationalid_find(text, from, f):
 * Strong ones with a run of BYTES_FIGURE_MIN digits and what is between them.
 */
bool nationalid_find(struct span, size_t, struct found *);

/**
 * nationalid_word(text, from, f):
 * Strong ones of BYTES_TOKEN_MIN letters and digits or more.
 */
bool nationalid_word(struct span, size_t, struct found *);

/**
 * nationalid_lone(text, from, f):
 * In a lone text: all of them.
 */
bool nationalid_lone(struct span, size_t, struct found *);

#endif
