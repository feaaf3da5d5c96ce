/* SPDX-License-Identifier: ISC */
/*
 * The detectors of places on the globe; see scrub/detect.h for their shape.
 *
 * Two decimal numbers in a row, one of which may be a latitude and the other a
 * longitude, whichever comes first. The third and fourth number of a list (the
 * height, the zoom of a map, the other corner of what it shows) go with them:
 * the corners of a map say as well as its middle where somebody looked. Longer
 * lists are data, and a pair of fractions of 1 is a part of a picture; as a
 * place it would be in the sea.
 */
#ifndef SCRUB_COORDS_H
#define SCRUB_COORDS_H

#include "scrub/detect.h"

/**
 * coords_comma(text, from, f):
 * 52.3702,4.8952: numbers of three decimals or more (100 m), a comma between.
 */
bool coords_comma(struct span, size_t, struct found *);

/**
 * coords_marked(text, from, f):
 * The same with a blank, `+`, `/`, `;`, `|` or `_` between them; with letters
 * of the hemispheres (52.3702N 4.8952E), where two decimals do; and as in the
 * URLs of maps: !3d52.3702!4d4.8952. Slashes need all of a path's segments,
 * for versions have them too.
 */
bool coords_marked(struct span, size_t, struct found *);

/**
 * coords_rough_comma(text, from, f), coords_rough_marked(text, from, f):
 * All of a lone text: the same with two decimals or more (1 km).
 */
bool coords_rough_comma(struct span, size_t, struct found *);
bool coords_rough_marked(struct span, size_t, struct found *);

/**
 * coords_uri(text, from, f):
 * What is behind `geo:`, with two decimals or more.
 *
 * Source:  RFC 5870.
 */
bool coords_uri(struct span, size_t, struct found *);

/**
 * coords_degrees(text, from, f):
 * Degrees and minutes with the letter of a hemisphere: 52°22'12"N.
 *
 * Source:  ISO 6709 annex D.
 */
bool coords_degrees(struct span, size_t, struct found *);

/**
 * coords_code(text, from, f):
 * A full Open Location Code of ten digits or more (14 m): 8FVC9G8F+6X.
 *
 * Source:  Open Location Code specification, Plus Codes.
 */
bool coords_code(struct span, size_t, struct found *);

#endif
