/* SPDX-License-Identifier: ISC */
#include "match/jsonvalue.h"

#include <string.h>

enum { NAME_LEN = 64, NAME_DIGITS = 4, SMALL_DIGITS = 6, SMALL_FRACTION = 3 };

static bool
all_of(struct span s, const char *more)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)(s.p[i] - '0') >= 10 &&
		    (s.p[i] == '\0' || strchr(more, s.p[i]) == NULL))
			return (false);
	return (true);
}

/* One number, and one point in it at most. */
static bool
is_number(struct span s)
{
	const size_t point = span_index(s, '.');

	return (all_of(s, "+-.eE") &&
	    (point == s.n ||
		span_index(span_from(s, point + 1), '.') == s.n - point - 1));
}

static bool
is_word(struct span s, size_t max)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)((s.p[i] | 0x20) - 'a') >= 26 &&
		    s.p[i] != '-' && s.p[i] != '_')
			return (false);
	return (s.n <= max);
}

/* HTTP/1.1, HTTP/2, https */
static bool
is_protocol(struct span s)
{
	const size_t slash = span_index(s, '/');
	const struct span tail = span_from(s, slash);

	return (is_word(span_make(s.p, slash), 8) &&
	    (tail.n == 0 ||
		((tail.n == 2 || tail.n == 4) && tail.p[1] != '.' &&
		    all_of(span_from(tail, 1), "."))));
}

bool
jsonvalue_haschecks(const struct field *f)
{
	return (f->shape == SHAPE_NUMBER || f->shape == SHAPE_NUMBERS ||
	    f->shape == SHAPE_STATUS || f->shape == SHAPE_METHOD ||
	    f->shape == SHAPE_PROTOCOL);
}

bool
jsonvalue_fits(const struct field *f, struct span value)
{
	switch (f->shape) {
	case SHAPE_NUMBER:
		return (is_number(value));
	case SHAPE_NUMBERS:
		return (all_of(value, "+-., :"));
	case SHAPE_STATUS:
		return (value.n <= 3 && all_of(value, ""));
	case SHAPE_METHOD:
		return (is_word(value, 32));
	case SHAPE_PROTOCOL:
		return (is_protocol(value));
	default:
		return (true);
	}
}

struct span
jsonvalue_trim(struct span s)
{
	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
		return (span_make(s.p + 1, s.n - 2));
	return (s);
}

bool
jsonvalue_issmall(struct span s)
{
	const size_t point = span_index(s, '.');
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++)
		digits += (unsigned char)(s.p[i] - '0') < 10;
	return (digits <= SMALL_DIGITS &&
	    (point == s.n || s.n - point - 1 <= SMALL_FRACTION));
}

/* What a byte is in a name. */
enum { LETTER = 1, DIGIT = 2, DASH = 4 };

static const unsigned char sorts[256] = {
	['-'] = DASH,
	['_'] = LETTER,
	['0' ... '9'] = DIGIT,
	['A' ... 'Z'] = LETTER,
	['a' ... 'z'] = LETTER,
};

bool
jsonvalue_isname(struct span name)
{
	size_t digits = 0;

	if (name.n == 0 || name.n > NAME_LEN ||
	    sorts[(unsigned char)name.p[0]] != LETTER)
		return (false);
	for (size_t i = 0; i < name.n; i++) {
		const unsigned sort = sorts[(unsigned char)name.p[i]];

		if (sort == 0)
			return (false);
		digits += sort >> 1 & 1;
	}
	return (digits <= NAME_DIGITS);
}
