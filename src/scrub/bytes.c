/* SPDX-License-Identifier: ISC */
#include "scrub/bytes.h"

#define L(c) [c] = BYTES_LOWER(c)
#define U(c) [c] = BYTES_UPPER(c)
#define D(c) [c] = BYTES_DIGIT

/* One macro an entry is beyond the formatter. */
/* clang-format off */
static const uint64_t member[256] = {
	L('a'), L('b'), L('c'), L('d'), L('e'), L('f'), L('g'), L('h'), L('i'),
	L('j'), L('k'), L('l'), L('m'), L('n'), L('o'), L('p'), L('q'), L('r'),
	L('s'), L('t'), L('u'), L('v'), L('w'), L('x'), L('y'), L('z'),
	U('A'), U('B'), U('C'), U('D'), U('E'), U('F'), U('G'), U('H'), U('I'),
	U('J'), U('K'), U('L'), U('M'), U('N'), U('O'), U('P'), U('Q'), U('R'),
	U('S'), U('T'), U('U'), U('V'), U('W'), U('X'), U('Y'), U('Z'),
	D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'),
	D('9'),
	['@'] = BYTES_AT, ['+'] = BYTES_PLUS, ['='] = BYTES_EQUALS,
	[':'] = BYTES_COLON, ['.'] = BYTES_DOT, ['_'] = BYTES_UNDERLINE,
	['-'] = BYTES_DASH, [' '] = BYTES_BLANK, ['"'] = BYTES_QUOTE,
	['?'] = BYTES_SPLIT, ['&'] = BYTES_SPLIT, [';'] = BYTES_SPLIT,
	['#'] = BYTES_SPLIT,
	['%'] = BYTES_CODED, ['\\'] = BYTES_CODED,
	/* lead bytes that overlong forms of ASCII begin with */
	[0xc0] = BYTES_CODED, [0xc1] = BYTES_CODED, [0xe0] = BYTES_CODED,
	[0xf0] = BYTES_CODED,
};
/* clang-format on */

struct bytes
bytes_scan(struct span s)
{
	struct bytes b = { 0, 0, 0 };

	for (size_t i = 0; i < s.n; i++) {
		const uint64_t m = member[(unsigned char)s.p[i]];

		b.set |= m;
		b.digits += (uint32_t)(m >> 52) & 1;
		b.dots += (uint32_t)(m >> 58) & 1;
	}
	return (b);
}
