/* SPDX-License-Identifier: ISC */
#include "scrub/letters.h"

/* U+00C0 to U+00FF, U+0100 to U+013F and U+0140 to U+017F; `-`: no letter. */
static const char supplement[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
				 "aaaaaaaceeeeiiiidnooooo-ouuuuyty";
static const char extended[2][65] = {
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll",
	"lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs",
};

/* What the Greek letters with an accent are without: from U+0386, ... */
static const char capitals[] = { 0x11, 0, 0x15, 0x17, 0x19, 0, 0x1f, 0, 0x05,
	0x09 };
static const char small[2][4] = {
	{ 0x11, 0x15, 0x17, 0x19 }, /* ... U+03AC ... */
	{ 0x1f, 0x05, 0x09, 0 } /* ... and U+03CC */
};

/*
 * One byte for the Cyrillic or Greek letter, small or not, that ${lead} and
 * ${c} are: for one of the 32 of Russian, of those around them, or of Greek.
 */
static char
script(unsigned char lead, unsigned char c)
{
	const unsigned point = (lead & 0x1fU) << 6 | (c & 0x3fU);
	unsigned letter = point & 0x1f;

	if (point >= 0x410 && point < 0x450)
		return ((char)(0x80 | ((point - 0x410) & 0x1f)));
	if (point >= 0x400 && point < 0x460)
		return ((char)(0xa0 | (point & 0x0f)));
	if (point == 0x490 || point == 0x491)
		return ((char)0xb0);
	if (point < 0x386 || point > 0x3ce)
		return (0);
	if (point < 0x390)
		letter = (unsigned char)capitals[point - 0x386];
	else if (point >= 0x3ac && point < 0x3b0)
		letter = (unsigned char)small[0][point - 0x3ac];
	else if (point >= 0x3cc)
		letter = (unsigned char)small[1][point - 0x3cc];
	else if (point == 0x3c2) /* sigma at the end of a word */
		letter = 0x03;
	return ((char)(0xc0 | letter));
}

/* The letter that the bytes ${lead} and ${c} are, or 0 when they are none. */
static char
pair(unsigned char lead, unsigned char c)
{
	if (lead >= 0xce && lead <= 0xd2)
		return (script(lead, c));
	if (lead == 0xc8 && c >= 0x98 && c <= 0x9b) /* Romanian */
		return (c < 0x9a ? 's' : 't');
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
