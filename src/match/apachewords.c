/* SPDX-License-Identifier: ISC */
#include "match/apachewords.h"

bool
apachewords_blank(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

/* The word that ${s} starts with, and its quote; the bytes it takes. */
static size_t
next(struct span s, struct span *out, char *quote)
{
	size_t i = 0;

	*quote = s.p[0] == '"' || s.p[0] == '\'' ? s.p[0] : '\0';
	if (*quote == '\0') {
		while (i < s.n && !apachewords_blank(s.p[i]))
			i++;
		*out = span_make(s.p, i);
		return (i);
	}
	for (i = 1; i < s.n && s.p[i] != *quote; i++)
		if (s.p[i] == '\\' && i + 1 < s.n &&
		    (s.p[i + 1] == *quote || s.p[i + 1] == '\\'))
			i++;
	*out = span_make(s.p + 1, i - 1);
	return (i < s.n ? i + 1 : s.n);
}

/* ${s} without the backslashes that are not meant. */
static struct span
unquote(struct arena *a, struct span s, char quote)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; p != NULL && i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n &&
		    (s.p[i + 1] == '\\' ||
			(quote != '\0' && s.p[i + 1] == quote)))
			i++;
		p[n++] = s.p[i];
	}
	return (span_make(p, n));
}

size_t
apachewords_split(struct arena *a, struct span s, struct span *word, size_t max)
{
	size_t n = 0;

	for (;; n++) {
		struct span raw;
		char quote;

		while (s.n > 0 && apachewords_blank(s.p[0]))
			s = span_from(s, 1);
		if (s.n == 0)
			return (n);
		s = span_from(s, next(s, &raw, &quote));
		if (n >= max)
			continue;
		word[n] = unquote(a, raw, quote);
		if (word[n].p == NULL)
			return (0);
	}
}
