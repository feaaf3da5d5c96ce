/* SPDX-License-Identifier: ISC */
#include "match/shape.h"

#include "base/ascii.h"
#include "model/spelling.h"

/* How many digits ${s} starts with. */
static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.n && ascii_isdigit(s.p[n]))
		n++;
	return (n);
}

/* How much of ${s} is one number, or a minus sign; 0: none. */
static size_t
number(struct span s)
{
	size_t sign, n, more;

	if (s.n == 0)
		return (0);
	sign = s.p[0] == '+' || s.p[0] == '-';
	n = digits(span_from(s, sign));
	if (n == 0)
		return (s.p[0] == '-' ? 1 : 0);
	n += sign;
	if (n < s.n && s.p[n] == '.') {
		more = digits(span_from(s, n + 1));
		n += more > 0 ? more + 1 : 0;
	}
	return (n);
}

static bool
is_numbers(struct span s)
{
	size_t n = number(s);

	while (n > 0 && n < s.n) {
		s = span_from(s, n);
		if (span_starts(s, SPAN(", ")))
			s = span_from(s, 2);
		else if (span_starts(s, SPAN(" : ")))
			s = span_from(s, 3);
		else
			return (false);
		n = number(s);
	}
	return (n > 0);
}

static bool
is_method(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_isalpha(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return (false);
	return (s.n <= 32);
}

static bool
is_protocol(struct span s)
{
	size_t n = 0;

	if (s.n == 0 || span_eq(s, SPAN("-")))
		return (true);
	while (n < s.n && ascii_isalpha(s.p[n]))
		n++;
	if (n == 0 || n > 8)
		return (false);
	s = span_from(s, n);
	return (s.n == 0 ||
	    ((s.n == 2 ||
		 (s.n == 4 && s.p[2] == '.' && ascii_isdigit(s.p[3]))) &&
		s.p[0] == '/' && ascii_isdigit(s.p[1])));
}

/* No blank, no quote, no control byte. */
static bool
is_word(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"')
			return (false);
	return (true);
}

bool
shape_host(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_isdigit(s.p[i]) && !ascii_isalpha(s.p[i]) &&
		    span_index(SPAN("-._:%[]"), s.p[i]) == 7)
			return (false);
	return (s.n > 0);
}

bool
shape_time(const struct field *f, struct span s)
{
	const struct spelling sp = { f->time, f->compiled };
	struct stamp t;

	/* Which year it is does not matter to what it looks like. */
	return (spelling_parse(&sp, s, 0, &t));
}

bool
shape_fits(const struct field *f, struct span s)
{
	switch (f->shape) {
	case SHAPE_TEXT:
	case SHAPE_REST:
		return (true);
	case SHAPE_WORD:
	case SHAPE_HOST:
		return (is_word(s));
	case SHAPE_NUMBER:
		return (s.n > 0 && number(s) == s.n);
	case SHAPE_NUMBERS:
		return (is_numbers(s));
	case SHAPE_STATUS:
		return (span_eq(s, SPAN("-")) || (s.n == 3 && digits(s) == 3));
	case SHAPE_METHOD:
		return (is_method(s));
	case SHAPE_PROTOCOL:
		return (is_protocol(s));
	case SHAPE_TIME:
		return (shape_time(f, s));
	}
	return (false);
}
