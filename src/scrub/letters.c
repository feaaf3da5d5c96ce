/* SPDX-License-Identifier: ISC */
#include "scrub/letters.h"

/* U+00C0 to U+00FF, U+0100 to U+013F and U+0140 to U+017F; `-`: no letter. */
static const char supplement[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
				 "aaaaaaaceeeeiiiidnooooo-ouuuuyty";
static const char extended[2][65] = {
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll",
	"lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs",
};

/* The letter that the bytes ${lead} and ${c} are, or 0 when they are none. */
static char
pair(unsigned char lead, unsigned char c)
{
	if (lead == 0xc3)
		return (supplement[c & 0x3f]);
	if (lead == 0xc4 || lead == 0xc5)
		return (extended[lead - 0xc4][c & 0x3f]);
	return (0);
}

size_t
letters_high_before(struct span s, size_t i, char *c)
{
	const unsigned char last = (unsigned char)s.p[i - 1];
	const unsigned char lead = i > 1 ? (unsigned char)s.p[i - 2] : 0;
	char two = 0;

	*c = s.p[i - 1];
	if (last >= 0xc0) /* no UTF-8 ends so */
		*c = supplement[last & 0x3f];
	else if ((two = pair(lead, last)) != 0)
		*c = two;
	if (*c == '-')
		*c = 0;
	return (two != 0 ? 2 : 1);
}
