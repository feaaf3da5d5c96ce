/* SPDX-License-Identifier: ISC */
#include "scrub/checkdigit.h"

#include "base/ascii.h"

/* The dihedral group of ten elements, and a permutation of them. */
static const uint8_t dihedral[10][10] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 },
	{ 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 },
	{ 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 },
	{ 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 },
	{ 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 },
	{ 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 },
	{ 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 },
	{ 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 },
	{ 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 },
	{ 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
};

static const uint8_t permutation[8][10] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 },
	{ 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 },
	{ 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 },
	{ 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 },
	{ 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 },
	{ 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 },
	{ 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 },
	{ 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
};

static unsigned
value(char c)
{
	return (
	    ascii_isdigit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10);
}

bool
checkdigit_luhn(const char *digit, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned v = value(digit[n - 1 - i]);

		if (i % 2 == 1)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return (sum % 10 == 0);
}

unsigned
checkdigit_mod97(const char *s, size_t n, unsigned rest)
{
	for (size_t i = 0; i < n; i++) {
		const unsigned v = value(s[i]);

		rest = (rest * (v < 10 ? 10 : 100) + v) % 97;
	}
	return (rest);
}

bool
checkdigit_mod11_10(const char *digit, size_t n)
{
	unsigned product = 10;

	for (size_t i = 0; i + 1 < n; i++) {
		const unsigned sum = (product + value(digit[i])) % 10;

		product = (sum == 0 ? 10 : sum) * 2 % 11;
	}
	return ((product + value(digit[n - 1])) % 10 == 1);
}

bool
checkdigit_verhoeff(const char *digit, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++)
		sum =
		    dihedral[sum][permutation[i % 8][value(digit[n - 1 - i])]];
	return (sum == 0);
}

int
checkdigit_sum(const char *digit, const int8_t *weight, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += weight[i] * (int)value(digit[i]);
	return (sum);
}
