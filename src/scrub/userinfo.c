/* SPDX-License-Identifier: ISC */
#include "scrub/userinfo.h"

#include "base/ascii.h"

/* Does ${c} end the authority of a URL? */
static bool
ends(char c)
{
	return ((unsigned char)c <= ' ' || c == '/' || c == '?' || c == '#' ||
	    c == '"' || c == '<' || c == '>' || c == '\\');
}

/* Is ${s} the word of a hit, such as {credential}? */
static bool
is_word(struct span s)
{
	if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}')
		return (false);
	for (size_t i = 1; i < s.n - 1; i++)
		if (!ascii_isalpha(s.p[i]))
			return (false);
	return (true);
}

bool
userinfo_find(struct span text, size_t from, struct found *f)
{
	for (size_t at = from; at < text.n;) {
		const size_t start =
		    at + span_find(span_from(text, at), SPAN("://")) + 3;
		size_t end = 0;

		for (at = start; at < text.n && !ends(text.p[at]); at++)
			if (text.p[at] == '@')
				end = at;
		if (end > start &&
		    !is_word(span_make(text.p + start, end - start))) {
			f->start = start;
			f->end = end;
			return (true);
		}
	}
	return (false);
}
