/* SPDX-License-Identifier: ISC */
#include "scrub/entropy.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "scrub/suffix.h"

/* Whatever is longer is told by its beginning. */
enum { MIN = 20, MAX = 512, SHA1 = 40 };

/* Of hex digits at least one in so many is a letter, and one a figure. */
enum { HEX_MIXED = 6 };

/*
 * What a neighbour says: two bits of evidence each, for randomness over
 * writing. Of the pairs in names of files, slugs and identifiers 87 % are of
 * letters that meet in words, of those in random base64 and base36 24 %.
 */
enum {
	COMMON = -2, /* two letters that meet in words */
	STRANGE = 5, /* two that do not */
	DIGITS = -2,
	INTO_DIGITS = 3,
	OUT_OF_DIGITS = 4,
	HUMP = 3, /* aB */
	WORD = 4, /* ABc: a word behind capitals */
	ENOUGH = 13
};

/* What a text is made of. */
struct make {
	int score;
	size_t letters;
	size_t capitals;
	size_t digits;
	size_t hex;
};

/* Bit ${b} of common[${a}]: words have the letter ${b} behind ${a}. */
static const uint32_t common[26] = {
	0x3febfef, /* a: abcdfghijklmnprstuvwxyz */
	0x1126911, /* b: aeilnoruy */
	0x21a4791, /* c: aehijkortuz */
	0x31e6d11, /* d: aeiklnorstuyz */
	0x2ffbfff, /* e: abcdefghijklmnpqrstuvwxz */
	0x01a4931, /* f: aefilortu */
	0x11e69d1, /* g: aeghilnorstuy */
	0x10a4911, /* h: aeilorty */
	0x27fff7f, /* i: abcdefgijklmnopqrstuvwz */
	0x2084919, /* j: adeilotz */
	0x11e6d11, /* k: aeiklnorstuy */
	0x21c7d19, /* l: adeiklmnostuz */
	0x010f113, /* m: abeimnopu */
	0x33c677d, /* n: acdefgijknostuvyz */
	0x27effff, /* o: abcdefghijklmnoprstuvwz */
	0x01ae919, /* p: adeilnoprtu */
	0x0100000, /* q: u */
	0x37e77dd, /* r: acdeghijkmnorstuvwyz */
	0x31cfdb5, /* s: acefhiklmnopstuyz */
	0x35e6197, /* t: abcehinorstuwyz */
	0x27eff7f, /* u: abcdefgijklmnoprstuvwz */
	0x1026111, /* v: aeinory */
	0x1066191, /* w: aehinorsy */
	0x0088100, /* x: ipt */
	0x04c9c86, /* y: bchklmpstw */
	0x1587113, /* z: abeimnotuwy */
};

static bool
is_upper(char c)
{
	return (ascii_isalpha(c) && (c & 0x20) == 0);
}

/* The evidence of the byte at ${i}, a letter or digit behind another. */
static int
evidence(struct span s, size_t i)
{
	const char a = s.p[i - 1], b = s.p[i];

	if (ascii_isdigit(b))
		return (ascii_isdigit(a) ? DIGITS : INTO_DIGITS);
	if (ascii_isdigit(a))
		return (OUT_OF_DIGITS);
	if (is_upper(b) && !is_upper(a))
		return (HUMP);
	if (is_upper(a) && !is_upper(b) && i > 1 && is_upper(s.p[i - 2]))
		return (WORD);
	return ((common[(a | 0x20) - 'a'] >> ((b | 0x20) - 'a') & 1) != 0 ?
		COMMON :
		STRANGE);
}

/* Is ${s} of the bytes that secrets are written with? Then count them. */
static bool
measure(struct span s, struct make *m)
{
	*m = (struct make){ 0 };
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i];

		if (!ascii_isalnum(c)) {
			if (c == '\0' || strchr("-_=.~+/", c) == NULL)
				return (false);
			continue;
		}
		m->letters += ascii_isalpha(c);
		m->capitals += is_upper(c);
		m->digits += ascii_isdigit(c);
		m->hex += ascii_ishex(c);
		if (i > 0 && ascii_isalnum(s.p[i - 1]))
			m->score += evidence(s, i);
	}
	return (true);
}

/* Is ${s} in the form of a commit or of a file's checksum? */
static bool
is_sha1(struct span s, const struct make *m)
{
	return (s.n == SHA1 && m->hex == SHA1 && m->capitals == 0);
}

bool
entropy_find(struct span text, size_t from, struct found *f)
{
	const struct span head = text.n > MAX ? span_make(text.p, MAX) : text;
	struct make m;

	if (from > 0 || text.n < MIN || text.p[0] == '/' ||
	    !measure(head, &m) || is_sha1(text, &m) || suffix_isfile(text))
		return (false);
	if (m.score < ENOUGH &&
	    (m.hex != head.n || HEX_MIXED * m.letters < m.hex ||
		HEX_MIXED * m.digits < m.hex))
		return (false);
	*f = (struct found){ f->kind, 0, text.n, MEANS_CONTENT };
	return (true);
}
