/* SPDX-License-Identifier: ISC */
#include "scrub/phone.h"

#include "base/ascii.h"
#include "scrub/run.h"

enum { DIGITS_MAX = 15, ZEROS_MIN = BYTES_PLAIN_MIN - 2 };

static bool
is_separator(char c)
{
	return (c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' ||
	    c == '+' || c == '/');
}

/*
 * Where the number that begins with a digit or a bracket at ${i} ends, or 0
 * when it has not ${min} to 15 digits or goes on as a word.
 */
static size_t
number_end(struct span s, size_t i, unsigned min)
{
	unsigned digits = 0, between = 0;
	size_t end = 0, whole = 0;

	for (; i < s.n && between <= 2 && digits <= DIGITS_MAX; i++) {
		if (ascii_isdigit(s.p[i])) {
			digits++;
			between = 0;
			end = i + 1;
		} else if (is_separator(s.p[i])) {
			/* If more follows than a number has, it ended here. */
			if (digits >= min && digits <= DIGITS_MAX)
				whole = end;
			between++;
		} else
			break;
	}
	if (digits > DIGITS_MAX)
		return (whole);
	if (digits < min || (end < s.n && ascii_isalpha(s.p[end])))
		return (0);
	return (end);
}

static bool
is_word(struct span s, size_t i)
{
	return (i > 0 && ascii_isalnum(s.p[i - 1]));
}

/* Are the digits at ${i} a date or a time stamp, as behind 1.0+? */
static bool
is_stamp(struct span s, size_t i, size_t end)
{
	const size_t n = end - i;

	if ((n != 8 && n != 14) || (s.p[i] != '1' && s.p[i] != '2') ||
	    s.p[i + 1] != (s.p[i] == '1' ? '9' : '0'))
		return (false);
	while (i < end && ascii_isdigit(s.p[i]))
		i++;
	return (i == end);
}

/* Is it an address behind a blank: four numbers of three digits at most? */
static bool
is_quad(struct span s, size_t i, size_t end)
{
	size_t digits = 0, dots = 0;

	for (; i < end; i++) {
		digits = ascii_isdigit(s.p[i]) ? digits + 1 : 0;
		dots += s.p[i] == '.';
		if (digits > 3 || (digits == 0 && s.p[i] != '.'))
			return (false);
	}
	return (dots == 3);
}

bool
phone_plus(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t first;

		i += span_index(span_from(text, i), '+');
		first = i + 1;
		if (first < text.n && text.p[first] == '(')
			first++;
		if (first >= text.n || is_word(text, i) ||
		    !ascii_isdigit(text.p[first]) || text.p[first] == '0')
			continue;
		f->start = i;
		f->end = number_end(text, first, 8);
		if (f->end > 0 && !is_stamp(text, first, f->end) &&
		    !is_quad(text, first, f->end))
			return (true);
	}
	return (false);
}

/* Are the groups at ${i} those of 0066 0069 0307 rather than of a number? */
static bool
is_list(struct span s, size_t i, size_t end)
{
	return (span_find(span_make(s.p + i, end - i), SPAN(" 00")) < end - i);
}

bool
phone_zeros(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (
	    run_next(text, r.end, RUN_DIGIT | RUN_PLAIN, ZEROS_MIN + 2, &r)) {
		for (size_t i = r.start; i < r.end; i++) {
			if (text.n - i < 3 || text.p[i] != '0' ||
			    text.p[i + 1] != '0' || text.p[i + 2] == '0' ||
			    !ascii_isdigit(text.p[i + 2]) || is_word(text, i) ||
			    (i > 0 && text.p[i - 1] == '.'))
				continue;
			f->start = i;
			f->end = number_end(text, i + 2, ZEROS_MIN);
			if (f->end > 0 && !is_list(text, i, f->end))
				return (true);
		}
	}
	return (false);
}

/* Does the word that ends at ${end}, a colon, name a telephone scheme? */
static bool
is_scheme(struct span s, size_t end)
{
	static const char *const scheme[] = { "tel", "sms", "callto" };

	for (size_t k = 0; k < sizeof(scheme) / sizeof(scheme[0]); k++) {
		const size_t n = strlen(scheme[k]);

		if (end >= n && !is_word(s, end - n) &&
		    span_caseeq(span_make(s.p + end - n, n),
			span_str(scheme[k])))
			return (true);
	}
	return (false);
}

bool
phone_uri(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		i += span_index(span_from(text, i), ':');
		if (i >= text.n)
			break;
		if (!is_scheme(text, i))
			continue;
		f->start = i + 1;
		f->end = number_end(text, i + 1, 5);
		if (f->end > 0)
			return (true);
	}
	return (false);
}
