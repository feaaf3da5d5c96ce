/* SPDX-License-Identifier: ISC */
#include "scrub/labels.h"

#include "scrub/suffix.h"

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

		if (!bytes_isalnum(c) && (unsigned char)c < 0x80 &&
		    (c == '\0' || strchr("-_.[]", c) == NULL))
			break;
	}
	return (span_make(text.p + start, end - start));
}

/* The value that begins at ${i}, and ends at ${end}. */
static size_t
value_start(struct span text, size_t i, size_t *end)
{
	char quote = 0;

	while (i < text.n && text.p[i] == ' ')
		i++;
	if (i < text.n && (text.p[i] == '"' || text.p[i] == '\''))
		quote = text.p[i++];
	*end = i;
	while (*end < text.n &&
	    (quote != 0 ? text.p[*end] != quote : !is_end(text.p[*end])))
		(*end)++;
	return (i);
}

/*
 * Does the value ${s} say nothing, or stand for one that was taken out? In a
 * path another segment may follow it.
 */
static bool
is_nothing(struct span s)
{
	size_t i = 1;

	if (s.n == 0 || s.p[0] != '{')
		return (s.n == 0 || span_eq(s, SPAN("-")));
	while (i < s.n && bytes_isalpha(s.p[i]))
		i++;
	return (i > 1 && i < s.n && s.p[i] == '}' &&
	    (i + 1 == s.n || s.p[i + 1] == '/'));
}

void
labels_find(const struct names *names, struct span text, struct hits *h)
{
	for (size_t i = 1; i < text.n; i++) {
		const char c = text.p[i];
		struct found f = { .kind = KIND_IDENTITY };
		struct span value;

		/* In prose a colon is just that. */
		if (c != '=' && (c != ':' || text.p[i - 1] != '"'))
			continue;
		if (c == '=' && i + 1 < text.n && text.p[i + 1] == ' ')
			continue;
		f.start = value_start(text, i + 1, &f.end);
		value = span_make(text.p + f.start, f.end - f.start);
		if (is_nothing(value) ||
		    !names_find(names, name_before(text, i), &f.kind) ||
		    (f.kind == KIND_IDENTITY && suffix_isfile(value)))
			continue;
		detect_add(h, f);
	}
}
