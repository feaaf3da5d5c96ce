/* SPDX-License-Identifier: ISC */
#include "match/shape.h"

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
is_letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* How many digits ${s} starts with. */
static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
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
		if (!is_letter(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return (false);
	return (s.n <= 32);
}

static bool
is_protocol(struct span s)
{
	size_t n = 0;

	if (s.n == 0 || span_eq(s, SPAN("-")))
		return (true);
	while (n < s.n && is_letter(s.p[n]))
		n++;
	if (n == 0 || n > 8)
		return (false);
	s = span_from(s, n);
	return (s.n == 0 ||
	    ((s.n == 2 || (s.n == 4 && s.p[2] == '.' && is_digit(s.p[3]))) &&
		s.p[0] == '/' && is_digit(s.p[1])));
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
		if (!is_digit(s.p[i]) && !is_letter(s.p[i]) &&
		    span_index(SPAN("-._:%[]"), s.p[i]) == 7)
			return (false);
	return (s.n > 0);
}

/*
 * Take what one conversion writes off ${s}: between ${least} and ${most}
 * digits, or letters.
 */
static bool
take(struct span *s, bool letters, size_t least, size_t most)
{
	size_t n = 0;

	while (n < s->n && n < most &&
	    (letters ? is_letter(s->p[n]) : is_digit(s->p[n])))
		n++;
	*s = span_from(*s, n);
	return (n >= least);
}

static bool
take_zone(struct span *s)
{
	if (s->n > 0 && s->p[0] == 'Z') {
		*s = span_from(*s, 1);
		return (true);
	}
	if (s->n == 0 || (s->p[0] != '+' && s->p[0] != '-'))
		return (false);
	*s = span_from(*s, 1);
	if (!take(s, false, 2, 2))
		return (false);
	if (s->n > 0 && s->p[0] == ':')
		*s = span_from(*s, 1);
	return (take(s, false, 2, 2));
}

static bool
take_conversion(char c, struct span *s)
{
	static const struct {
		char c;
		bool letters;
		unsigned char least;
		unsigned char most;
	} table[] = {
		{ 'Y', false, 4, 4 },
		{ 'y', false, 2, 2 },
		{ 'm', false, 2, 2 },
		{ 'd', false, 2, 2 },
		{ 'H', false, 2, 2 },
		{ 'I', false, 2, 2 },
		{ 'M', false, 2, 2 },
		{ 'S', false, 2, 2 },
		{ 'j', false, 3, 3 },
		{ 'f', false, 1, 9 },
		{ 's', false, 9, 11 },
		{ 'b', true, 3, 3 },
		{ 'B', true, 3, 9 },
		{ 'a', true, 3, 3 },
		{ 'A', true, 6, 9 },
		{ 'p', true, 2, 2 },
	};

	if (c == 'e') {
		if (s->n > 0 && s->p[0] == ' ')
			*s = span_from(*s, 1);
		return (take(s, false, 1, 2));
	}
	if (c == 'z')
		return (take_zone(s));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].c == c)
			return (take(s, table[i].letters, table[i].least,
			    table[i].most));
	return (false);
}

/* A whole date or time of day by one letter, as those it stands for. */
static struct span
composite(char c)
{
	return (c == 'F' ? SPAN("%Y-%m-%d") :
		c == 'T' ? SPAN("%H:%M:%S") :
		c == 'R' ? SPAN("%H:%M") :
		c == 'D' ? SPAN("%m/%d/%y") :
			   SPAN(""));
}

static bool
take_layout(struct span layout, struct span *s)
{
	while (layout.n > 0) {
		const char c = layout.p[0];
		const char conv = layout.n > 1 ? layout.p[1] : '\0';

		if (c != '%' || conv == '%') {
			if (s->n == 0 || s->p[0] != c)
				return (false);
			*s = span_from(*s, 1);
		} else if (composite(conv).n > 0) {
			if (!take_layout(composite(conv), s))
				return (false);
		} else if (!take_conversion(conv, s))
			return (false);
		layout = span_from(layout, c == '%' && layout.n > 1 ? 2 : 1);
	}
	return (true);
}

bool
shape_layout(struct span layout, struct span s)
{
	return (take_layout(layout, &s) && s.n == 0);
}

static bool
is_iso(struct span s)
{
	if (!take_layout(SPAN("%Y-%m-%d"), &s) || s.n == 0 ||
	    (s.p[0] != 'T' && s.p[0] != ' '))
		return (false);
	s = span_from(s, 1);
	if (!take_layout(SPAN("%H:%M:%S"), &s))
		return (false);
	if (s.n > 0 && (s.p[0] == '.' || s.p[0] == ',')) {
		s = span_from(s, 1);
		if (!take(&s, false, 1, s.n))
			return (false);
	}
	return (take_zone(&s) && s.n == 0);
}

static bool
is_epoch(struct span s)
{
	if (!take(&s, false, 9, 11))
		return (false);
	if (s.n == 0)
		return (true);
	if (s.p[0] != '.')
		return (false);
	s = span_from(s, 1);
	return (take(&s, false, 1, 9) && s.n == 0);
}

static bool
is_time(const struct field *f, struct span s)
{
	switch (f->time) {
	case TIME_CLF:
		return (s.n == 26 && s.p[21] != 'Z' &&
		    shape_layout(SPAN("%d/%b/%Y:%H:%M:%S %z"), s));
	case TIME_ISO:
		return (is_iso(s));
	case TIME_EPOCH:
		return (is_epoch(s));
	case TIME_MSEC:
		return (take(&s, false, 12, 14) && s.n == 0);
	case TIME_USEC:
		return (take(&s, false, 15, 17) && s.n == 0);
	case TIME_NSEC:
		return (take(&s, false, 18, 19) && s.n == 0);
	case TIME_LAYOUT:
		return (shape_layout(f->layout, s));
	}
	return (false);
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
		return (is_time(f, s));
	}
	return (false);
}
