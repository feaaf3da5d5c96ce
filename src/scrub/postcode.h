/* SPDX-License-Identifier: ISC */
/*
 * The detectors of postcodes that name a street or a few houses, those of the
 * United Kingdom, of Canada and of the Netherlands; see scrub/detect.h for their shape.
 * Five digits are no postcode by themselves: scrub/street.h knows them where
 * they stand behind a street and a number.
 */
#ifndef SCRUB_POSTCODE_H
#define SCRUB_POSTCODE_H

#include "scrub/detect.h"

/**
 * postcode_lettered(text, from, f):
 * A whole postcode of the UK or of Canada in capitals with a blank in it:
 * SW1A 1AA, K1A 0B1.
 *
 * Source:  Royal Mail, Programmers' guide to PAF; the postcode areas. Canada
 *          Post, Addressing guidelines: the letters that are not used.
 */
bool postcode_lettered(struct span, size_t, struct found *);

/**
 * postcode_rough(text, from, f):
 * In a lone text: the same without the blank, or in small letters; and Dutch
 * postcodes with or without a house number, 1012AB 15.
 *
 * Source:  PostNL; the letters SA, SD and SS are not given out.
 */
bool postcode_rough(struct span, size_t, struct found *);

/**
 * postcode_dutch(s, at):
 * The end of the Dutch postcode that begins at ${at} in ${s}, or 0.
 */
size_t postcode_dutch(struct span, size_t);

#endif
