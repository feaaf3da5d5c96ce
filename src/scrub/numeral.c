/* SPDX-License-Identifier: ISC */
#include "scrub/numeral.h"

#include <stdint.h>

#include "base/ascii.h"

enum { HEX_DIGITS = 8, DIGITS_MAX = 10 };

/* What ${s} is as a number, to ${base}; false: not one of 32 bits. */
static bool
read_number(struct span s, unsigned base, uint64_t *v)
{
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		const int digit = ascii_hexval(s.p[i]);

		if (digit == -1 || (unsigned)digit >= base)
			return (false);
		*v = *v * base + (unsigned)digit;
	}
	return (*v <= UINT32_MAX);
}

/* Is ${s}, a word of 8 to 10 bytes, such a number? */
static bool
is_numeral(struct span s, struct shape_hit *hit)
{
	const bool marked =
	    s.n == HEX_DIGITS + 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x';
	const struct span digits = span_from(s, marked ? 2 : 0);
	uint64_t v;

	if (!read_number(digits, digits.n == HEX_DIGITS ? 16 : 10, &v))
		return (false);
	hit->kind = KIND_VALUE;
	hit->addr.v6 = false;
	for (int i = 0; i < 4; i++)
		hit->addr.b[i] = (uint8_t)(v >> (24 - 8 * i));
	return (true);
}

bool
numeral_next(struct span s, size_t at, struct shape_hit *hit)
{
	/* So long a word has a byte at every eighth offset. */
	for (size_t i = at + HEX_DIGITS - 1; i < s.n; i += HEX_DIGITS) {
		size_t start = i, end = i;

		if (!ascii_ishex(s.p[i]))
			continue;
		while (start > at && ascii_isalnum(s.p[start - 1]))
			start--;
		while (end < s.n && ascii_isalnum(s.p[end]))
			end++;
		if (end - start >= HEX_DIGITS && end - start <= DIGITS_MAX &&
		    is_numeral(span_make(s.p + start, end - start), hit)) {
			hit->start = start;
			hit->end = hit->next = end;
			return (true);
		}
		i = end;
	}
	return (false);
}
