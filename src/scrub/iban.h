/* SPDX-License-Identifier: ISC */
/* The detectors of bank accounts; see scrub/detect.h for their shape. */
#ifndef SCRUB_IBAN_H
#define SCRUB_IBAN_H

#include "scrub/detect.h"

/**
 * iban_find(text, from, f):
 * An international bank account number of a registered country, with its
 * structure and check digits, of capital or of small letters (or one capital
 * and small ones): all in one, or in groups with one and the same byte between them, a blank (`+` in a query), a
 * dash or a dot; not a part of a longer word. It is, or begins with, a run of
 * BYTES_TOKEN_MIN letters, digits, dashes and dots.
 *
 * Source:  ISO 13616-1; the IBAN Registry of SWIFT, release 99.
 */
bool iban_find(struct span, size_t, struct found *);

/**
 * iban_grouped(text, from, f):
 * The same for those with, or soon followed by, a run of BYTES_PLAIN_MIN
 * digits and blanks: all that are printed in groups, and the shortest one.
 */
bool iban_grouped(struct span, size_t, struct found *);

/**
 * iban_covers(text, at):
 * Are the digits at ${at}, a `+` before them or not, groups of a text that has
 * the country, the groups and the length of an IBAN, right or wrong?
 */
bool iban_covers(struct span, size_t);

#endif
