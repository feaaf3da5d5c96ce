/* SPDX-License-Identifier: ISC */
/*
 * The detectors of telephone numbers as they are written within a country; see
 * scrub/detect.h for their shape. What parts the groups of digits has to tell
 * them from dates, versions, ranges, ISBNs and lists: a trunk prefix 0, the
 * brackets around an area code, the 3-3-4 of North America.
 *
 * Blanks (`+`, a blank in a query), dashes, dots and slashes part groups. A
 * number that goes on as a word or a longer number is none.
 */
#ifndef SCRUB_DIAL_H
#define SCRUB_DIAL_H

#include "scrub/detect.h"

/**
 * dial_marked(text, from, f):
 * Numbers that look like nothing else: (415) 555-0132, 415-555-0132,
 * 020 7946 0958, 06-12345678, 01 23 45 67 89, (030) 123456, 030/123456.
 *
 * Source:  ITU-T E.123; the examples of libphonenumber; NANPA for 3-3-4.
 */
bool dial_marked(struct span, size_t, struct found *);

/**
 * dial_lone(text, from, f):
 * All of a lone text: digits alone behind the trunk prefix 0 or behind 00, as
 * many as some country has; and groups without a trunk prefix as Spain,
 * Italy, Poland, Denmark and others write them.
 */
bool dial_lone(struct span, size_t, struct found *);

#endif
