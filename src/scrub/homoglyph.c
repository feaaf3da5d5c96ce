/* SPDX-License-Identifier: ISC */
#include "scrub/homoglyph.h"

#include <stdint.h>

enum { BYTES_MAX = 4 };

/* Characters ${first} to ${last} are ASCII ones from ${ascii} on. */
static const struct range {
	uint32_t first;
	uint32_t last;
	int ascii;
	uint32_t period; /* after so many it begins again; 0: it does not */
} ranges[] = {
	{ 0xa0, 0xa0, ' ', 0 },
	{ 0xad, 0xad, HOMOGLYPH_INVISIBLE, 1 },
	{ 0x660, 0x669, '0', 0 },
	{ 0x6f0, 0x6f9, '0', 0 },
	{ 0x966, 0x96f, '0', 0 },
	{ 0x2000, 0x200a, ' ', 1 },
	{ 0x200b, 0x200f, HOMOGLYPH_INVISIBLE, 1 },
	{ 0x2010, 0x2015, '-', 1 },
	{ 0x202a, 0x202e, HOMOGLYPH_INVISIBLE, 1 },
	{ 0x202f, 0x202f, ' ', 0 },
	{ 0x2060, 0x2064, HOMOGLYPH_INVISIBLE, 1 },
	{ 0x2212, 0x2212, '-', 0 },
	{ 0x3000, 0x3000, ' ', 0 },
	{ 0x3002, 0x3002, '.', 0 },
	{ 0xfe52, 0xfe52, '.', 0 },
	{ 0xfe6b, 0xfe6b, '@', 0 },
	{ 0xfeff, 0xfeff, HOMOGLYPH_INVISIBLE, 1 },
	{ 0xff01, 0xff5e, '!', 0 },
	{ 0xff61, 0xff61, '.', 0 },
	{ 0x1d7ce, 0x1d7ff, '0', 10 },
};

static int
look_up(uint32_t c)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *r = &ranges[i];
		const uint32_t n = c - r->first;

		if (c < r->first)
			return (HOMOGLYPH_NONE);
		if (c <= r->last)
			return (r->ascii +
			    (int)(r->period > 0 ? n % r->period : n));
	}
	return (HOMOGLYPH_NONE);
}

int
homoglyph_last(struct span s, size_t *n)
{
	uint32_t c = 0;

	for (size_t k = 1; k <= BYTES_MAX && k <= s.n; k++) {
		const unsigned b = (unsigned char)s.p[s.n - k];
		const unsigned shift = 6 * ((unsigned)k - 1);
		int ascii;

		if ((b & 0xc0) == 0x80) {
			c |= (b & 0x3f) << shift;
			continue;
		}
		/* A lead byte for just so many? */
		if (k == 1 || b >> (7 - k) != (2U << k) - 2)
			return (HOMOGLYPH_NONE);
		c |= (b & (0x3fU >> (k - 1))) << shift;
		ascii = c < 0x80 ? (int)c : look_up(c);
		if (ascii != HOMOGLYPH_NONE)
			*n = k;
		return (ascii);
	}
	return (HOMOGLYPH_NONE);
}
