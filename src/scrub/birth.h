/* SPDX-License-Identifier: ISC */
/* The detector of dates of birth; see scrub/detect.h for its shape. */
#ifndef SCRUB_BIRTH_H
#define SCRUB_BIRTH_H

#include "scrub/detect.h"

/**
 * birth_find(text, from, f):
 * In a lone text: a full date of the years 1900 to 1999. Later ones are
 * calendar dates far more often, 1970-01-01 is where the clocks of computers
 * start, and dates with two-digit years may be any.
 *
 * Shape:   1985-05-17, 17-05-1985, 5/17/1985, 17.5.1985, 17 May 1985,
 *          May 17th, 1985, 17-may-1985, 19850517; months in eleven languages,
 *          17 de mayo de 1985.
 */
bool birth_find(struct span, size_t, struct found *);

#endif
