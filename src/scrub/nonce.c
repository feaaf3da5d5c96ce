/* SPDX-License-Identifier: ISC */
#include "scrub/nonce.h"

#include "base/ascii.h"

/* Longer words come in parts, so that none is read again and again. */
enum { NONCE_MIN = 20, TURNS_MIN = 5, SCHEME_MAX = 24, WORD_MAX = 1024 };

/* Does ${c} part words? */
static bool
is_delimiter(char c)
{
	return (
	    (unsigned char)c <= ' ' || strchr("\"'`<>()[]{}|,;=", c) != NULL);
}

/* Is ${s} of letters and digits no word, number or name of a cipher? */
static bool
is_nonce(struct span s)
{
	size_t digits = 0, letters = 0, others = 0, turns = 0, dashes = 0;

	for (size_t i = 0; i < s.n; i++) {
		const bool digit = ascii_isdigit(s.p[i]);

		digits += digit;
		dashes += s.p[i] == '-';
		letters += ascii_isalpha(s.p[i]);
		others += !ascii_ishex(s.p[i]) && s.p[i] != '-';
		turns += i > 0 && digit != ascii_isdigit(s.p[i - 1]);
	}
	if (digits == 0 || letters == 0 || s.n - dashes < NONCE_MIN)
		return (false);
	return (others == 0 || (dashes == 0 && turns >= TURNS_MIN));
}

static bool
is_part(char c)
{
	return (ascii_isalnum(c) || c == '-');
}

/* Store the first nonce of the word ${from} to ${end} in ${f}. */
static bool
find_in(struct span text, size_t from, size_t end, struct found *f)
{
	for (size_t i = from; i < end;) {
		size_t start = i, stop;

		while (i < end && is_part(text.p[i]))
			i++;
		stop = i;
		while (start < stop && text.p[start] == '-')
			start++;
		while (stop > start && text.p[stop - 1] == '-')
			stop--;
		if (stop - start >= NONCE_MIN &&
		    is_nonce(span_make(text.p + start, stop - start))) {
			f->start = start;
			f->end = stop;
			return (true);
		}
		i += i < end;
	}
	return (false);
}

/* Is the word ${s} a path or a URL? */
static bool
is_path(struct span s)
{
	if (s.n > SCHEME_MAX)
		s.n = SCHEME_MAX;
	return (s.n > 0 && (s.p[0] == '/' || span_find(s, SPAN("://")) < s.n));
}

bool
nonce_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n;) {
		const size_t start = i;

		while (i < text.n && i - start < WORD_MAX &&
		    !is_delimiter(text.p[i]))
			i++;
		if (i - start >= NONCE_MIN &&
		    !is_path(span_make(text.p + start, i - start)) &&
		    find_in(text, start, i, f))
			return (true);
		i += i < text.n && is_delimiter(text.p[i]);
	}
	return (false);
}
