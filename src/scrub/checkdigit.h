/* SPDX-License-Identifier: ISC */
/*
 * The sums that tell a number which somebody was given from any other.
 *
 * What is read here are digits, or digits and capital letters, and nothing
 * between them; the caller has seen to that.
 */
#ifndef SCRUB_CHECKDIGIT_H
#define SCRUB_CHECKDIGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * checkdigit_luhn(digits, n):
 * Is the last of the ${n} digits right, each second one before it doubled?
 *
 * Source:  ISO/IEC 7812-1 annex B.
 */
bool checkdigit_luhn(const char *, size_t);

/**
 * checkdigit_mod97(s, n, rest):
 * What is left of ${s}, read as one number, divided by 97; a letter is two
 * digits, 10 for A to 35 for Z. ${rest} is what was left of the part before.
 *
 * Source:  ISO/IEC 7064 (MOD 97-10), ISO 13616-1.
 */
unsigned checkdigit_mod97(const char *, size_t, unsigned);

/**
 * checkdigit_mod11_10(digits, n):
 * Is the last of the ${n} digits right?
 *
 * Source:  ISO/IEC 7064 (MOD 11,10).
 */
bool checkdigit_mod11_10(const char *, size_t);

/**
 * checkdigit_verhoeff(digits, n):
 * Is the last of the ${n} digits right?
 *
 * Source:  J. Verhoeff, Error Detecting Decimal Codes (1969).
 */
bool checkdigit_verhoeff(const char *, size_t);

/**
 * checkdigit_sum(digits, weights, n):
 * The sum of ${n} digits, each times its weight.
 */
int checkdigit_sum(const char *, const int8_t *, size_t);

#endif
