/* SPDX-License-Identifier: ISC */
/*
 * The detectors of a street with the number of a house; see scrub/detect.h for
 * their shape. The postcode behind it goes with it.
 */
#ifndef SCRUB_STREET_H
#define SCRUB_STREET_H

#include "scrub/detect.h"

/**
 * street_find(text, from, f):
 * A word that can only be a street and a house number behind it: Kerkstraat
 * 12, Hauptstr. 5, 10115 Berlin (all but the place), Storgatan 3B.
 */
bool street_find(struct span, size_t, struct found *);

/**
 * street_rough(text, from, f):
 * In a lone text: words that mean other things as well, and house numbers
 * before the street: 12 rue de la Paix, 221B Baker Street,
 * via Roma 5, calle Mayor 12, Stationsweg 7.
 */
bool street_rough(struct span, size_t, struct found *);

#endif
