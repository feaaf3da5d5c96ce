/* SPDX-License-Identifier: ISC */
#include "scrub/labels.h"

#include "base/ascii.h"
#include "scrub/named.h"

enum { LABEL_MAX = 64 };

/* Does ${c} end a value without quotes? */
static bool
is_end(char c)
{
	return ((unsigned char)c <= ' ' || strchr("\"'`<>,;&|)]#", c) != NULL);
}

/* The name in front of ${end}, in quotes or not. */
static struct span
name_before(struct span text, size_t end)
{
	size_t start;

	if (end > 0 && text.p[end - 1] == '"')
		end--;
	for (start = end; start > 0 && end - start < LABEL_MAX; start--) {
		const char c = text.p[start - 1];

		if (!ascii_isalnum(c) && (unsigned char)c < 0x80 &&
		    (c == '\0' || strchr("-_.[]", c) == NULL))
			break;
	}
	return (span_make(text.p + start, end - start));
}

/* Where the value behind ${i} begins, and the quote it is in, if any. */
static size_t
value_start(struct span text, size_t i, char *quote)
{
	*quote = 0;
	while (i < text.n && text.p[i] == ' ')
		i++;
	if (i < text.n && (text.p[i] == '"' || text.p[i] == '\''))
		*quote = text.p[i++];
	return (i);
}

/* Does ${c} end a value in ${quote}, or in none? */
static bool
ends_value(char c, char quote)
{
	return (quote != 0 ? c == quote : is_end(c));
}

static size_t
value_end(struct span text, size_t i, char quote)
{
	while (i < text.n && !ends_value(text.p[i], quote))
		i++;
	return (i);
}

/*
 * Does a value at the start of ${s} say nothing, or stand for one that was
 * taken out? In a path another segment may follow it.
 */
static bool
is_nothing(struct span s, char quote)
{
	size_t i = 1;

	if (s.n == 0 || ends_value(s.p[0], quote))
		return (true);
	if (s.p[0] == '{')
		while (i < s.n && ascii_isalpha(s.p[i]))
			i++;
	if (s.p[0] != '-' && (i == 1 || i == s.n || s.p[i++] != '}'))
		return (false);
	return (i == s.n || s.p[i] == '/' || ends_value(s.p[i], quote));
}

/* May the byte at ${i} be between a name and its value? */
static bool
is_sign(struct span text, size_t i)
{
	/* In prose a colon is just that. */
	if (text.p[i] != '=')
		return (text.p[i] == ':' && text.p[i - 1] == '"');
	return (i + 1 == text.n || text.p[i + 1] != ' ');
}

void
labels_find(const struct names *names, struct span text, struct hits *h)
{
	for (size_t i = 1; i < text.n; i++) {
		struct found f = { .kind = KIND_IDENTITY, .means = MEANS_NAME };
		char quote;

		if (!is_sign(text, i))
			continue;
		f.start = value_start(text, i + 1, &quote);
		if (is_nothing(span_from(text, f.start), quote) ||
		    !names_find(names, name_before(text, i), &f.kind))
			continue;
		f.end = value_end(text, f.start, quote);
		if (named_value(names, name_before(text, i),
			span_make(text.p + f.start, f.end - f.start), &f.kind))
			detect_add(h, f);
		/* What was read is not read again. */
		i = f.end - 1;
	}
}
