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
		    !hit_isword(span_make(text.p + start, end - start))) {
			f->start = start;
			f->end = end;
			return (true);
		}
	}
	return (false);
}
