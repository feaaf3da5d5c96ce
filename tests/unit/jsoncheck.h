/* SPDX-License-Identifier: ISC */
/*
 * Is a text JSON? Strict, recursive and slow, and it shares no code with
 * logfade: what the tests hold the output against.
 */
#ifndef UNIT_JSONCHECK_H
#define UNIT_JSONCHECK_H

#include <ctype.h>
#include <string.h>

#include "base/span.h"

static inline bool
jsoncheck_byte(struct span *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return (false);
	*s = span_from(*s, 1);
	return (true);
}

static inline void
jsoncheck_blanks(struct span *s)
{
	while (jsoncheck_byte(s, ' ') || jsoncheck_byte(s, '\t') ||
	    jsoncheck_byte(s, '\n') || jsoncheck_byte(s, '\r'))
		;
}

static inline bool
jsoncheck_string(struct span *s)
{
	if (!jsoncheck_byte(s, '"'))
		return (false);
	while (!jsoncheck_byte(s, '"')) {
		if (s->n == 0 || (unsigned char)s->p[0] < ' ')
			return (false);
		if (!jsoncheck_byte(s, '\\')) {
			*s = span_from(*s, 1);
			continue;
		}
		if (jsoncheck_byte(s, 'u')) {
			for (int i = 0; i < 4; i++, *s = span_from(*s, 1))
				if (s->n == 0 ||
				    !isxdigit((unsigned char)s->p[0]))
					return (false);
		} else {
			if (s->n == 0 || s->p[0] == '\0' ||
			    strchr("\"\\/bfnrt", s->p[0]) == NULL)
				return (false);
			*s = span_from(*s, 1);
		}
	}
	return (true);
}

static inline bool
jsoncheck_digits(struct span *s)
{
	const size_t n = s->n;

	while (s->n > 0 && isdigit((unsigned char)s->p[0]))
		*s = span_from(*s, 1);
	return (s->n < n);
}

static inline bool
jsoncheck_number(struct span *s)
{
	(void)jsoncheck_byte(s, '-');
	if (!jsoncheck_byte(s, '0') && !jsoncheck_digits(s))
		return (false);
	if (jsoncheck_byte(s, '.') && !jsoncheck_digits(s))
		return (false);
	if (!jsoncheck_byte(s, 'e') && !jsoncheck_byte(s, 'E'))
		return (true);
	if (!jsoncheck_byte(s, '+'))
		(void)jsoncheck_byte(s, '-');
	return (jsoncheck_digits(s));
}

static inline bool
jsoncheck_word(struct span *s, struct span word)
{
	if (!span_starts(*s, word))
		return (false);
	*s = span_from(*s, word.n);
	return (true);
}

static inline bool
jsoncheck_value(struct span *s)
{
	const bool object = s->n > 0 && s->p[0] == '{';
	const char close = object ? '}' : ']';

	if (s->n > 0 && s->p[0] == '"')
		return (jsoncheck_string(s));
	if (!jsoncheck_byte(s, '{') && !jsoncheck_byte(s, '['))
		return (jsoncheck_word(s, SPAN("true")) ||
		    jsoncheck_word(s, SPAN("false")) ||
		    jsoncheck_word(s, SPAN("null")) || jsoncheck_number(s));
	jsoncheck_blanks(s);
	if (jsoncheck_byte(s, close))
		return (true);
	do {
		jsoncheck_blanks(s);
		if (object) {
			if (!jsoncheck_string(s))
				return (false);
			jsoncheck_blanks(s);
			if (!jsoncheck_byte(s, ':'))
				return (false);
			jsoncheck_blanks(s);
		}
		if (!jsoncheck_value(s))
			return (false);
		jsoncheck_blanks(s);
	} while (jsoncheck_byte(s, ','));
	return (jsoncheck_byte(s, close));
}

/* Is all of ${s} one JSON text? */
static inline bool
jsoncheck(struct span s)
{
	jsoncheck_blanks(&s);
	if (!jsoncheck_value(&s))
		return (false);
	jsoncheck_blanks(&s);
	return (s.n == 0);
}

#endif
