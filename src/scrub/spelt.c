/* SPDX-License-Identifier: ISC */
#include "scrub/spelt.h"

#include <string.h>

#include "base/ascii.h"

enum { BLANKS_MAX = 3, LOCAL_MAX = 64, LABEL_MAX = 63, LABELS_MAX = 8 };

/* What stands for `@` or a dot. */
struct joint {
	size_t n; /* 0: there is none */
	bool bracketed;
};

static bool
is_blank(char c)
{
	return (c == ' ' || c == '+');
}

static size_t
blanks(struct span s, size_t i)
{
	size_t n = 0;

	while (n < BLANKS_MAX && i + n < s.n && is_blank(s.p[i + n]))
		n++;
	return (n);
}

/* The closing bracket of ${c}, or NUL. */
static char
closing(char c)
{
	static const char closes[256] = {
		['('] = ')',
		['['] = ']',
	};

	return (closes[(unsigned char)c]);
}

/* Is ${word} or ${mark} at ${i}? Its length, or 0. */
static size_t
word_length(struct span s, size_t i, struct span word, char mark)
{
	if (i < s.n && s.p[i] == mark)
		return (1);
	if (s.n - i < word.n || !span_caseeq(span_make(s.p + i, word.n), word))
		return (0);
	return (word.n);
}

/* ${word} or ${mark} at ${i} with blanks or brackets around it. */
static struct joint
joint_at(struct span s, size_t i, struct span word, char mark)
{
	const struct joint none = { 0, false };
	size_t n = i + blanks(s, i), length;
	const char close = n < s.n ? closing(s.p[n]) : '\0';

	if (close == '\0' && n == i)
		return (none);
	n += close != '\0';
	n += close != '\0' ? blanks(s, n) : 0;
	length = word_length(s, n, word, mark);
	if (length == 0)
		return (none);
	n += length;
	length = blanks(s, n);
	n += length;
	if (close == '\0')
		return (length > 0 ? (struct joint){ n - i, false } : none);
	if (n == s.n || s.p[n] != close)
		return (none);
	n++;
	return ((struct joint){ n - i + blanks(s, n), true });
}

static bool
is_word(char c)
{
	return (ascii_isalnum(c) || (unsigned char)c >= 0x80 || c == '-' ||
	    c == '_');
}

static bool
is_top_level(struct span label)
{
	static const char *const known[] = { "com", "org", "net", "info", "biz",
		"edu", "gov", "mil", "int", "name", "pro", "coop", "cat", "app",
		"dev", "online", "shop", "store", "site", "web", "blog", "xyz",
		"cloud", "email", "mail", "gmbh", "nrw", "berlin", "hamburg",
		"koeln", "cologne", "bayern", "saarland", "ruhr", "wien",
		"tirol", "amsterdam", "frl", "brussels", "gent", "vlaanderen",
		"paris", "bzh", "alsace", "corsica", "london", "scot", "wales",
		"cymru", "swiss", "zuerich", "madrid", "barcelona", "eus",
		"gal", "stockholm", "example" };

	if (label.n == 2)
		return (ascii_isalpha(label.p[0]) && ascii_isalpha(label.p[1]));
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_caseeq(label, span_str(known[i])))
			return (true);
	return (false);
}

/*
 * Where the domain at ${i} ends, or ${i}: it is none. ${spelt}: not all of its
 * dots are dots.
 */
static size_t
domain_end(struct span s, size_t i, bool *spelt)
{
	size_t end = i, at = i;
	bool words = false;

	*spelt = false;
	for (int k = 0; k < LABELS_MAX; k++) {
		const size_t start = at;
		struct joint dot;

		while (at < s.n && at - start < LABEL_MAX && is_word(s.p[at]))
			at++;
		if (at == start)
			break;
		if (k > 0 && is_top_level(span_make(s.p + start, at - start))) {
			end = at;
			*spelt = words;
		}
		dot = joint_at(s, at, SPAN("dot"), '.');
		if (dot.n == 0 && at < s.n && s.p[at] == '.')
			dot.n = 1;
		else
			words = true;
		if (dot.n == 0)
			break;
		at += dot.n;
	}
	return (end);
}

/* Is ${word} one that prose has before `at`? */
static bool
is_prose(struct span word)
{
	static const char *const words[] = { "look", "looks", "available",
		"see", "us", "me", "you", "him", "her", "them", "it", "that",
		"this", "more", "all", "find", "visit", "is", "are", "was",
		"were", "be", "out", "seen", "page", "site", "website", "login",
		"live", "lives", "sold", "shop", "buy", "online", "read",
		"news", "only", "now", "here", "study", "work", "works", "job",
		"jobs", "star", "stars", "meet", "event", "home", "free",
		"best", "and", "or", "up", "arrive", "stay", "aim", "good" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_caseeq(word, span_str(words[i])))
			return (true);
	return (word.n > 4 &&
	    (span_ends(word, SPAN("ing")) || span_ends(word, SPAN("ed"))));
}

/* Where the local part that ends at ${end} begins; ${end}: there is none. */
static size_t
local_start(struct span s, size_t from, size_t end)
{
	size_t start = end;

	while (start > from && end - start < LOCAL_MAX &&
	    (is_word(s.p[start - 1]) || s.p[start - 1] == '.' ||
		s.p[start - 1] == '\''))
		start--;
	while (start < end && !ascii_isalnum(s.p[start]) &&
	    (unsigned char)s.p[start] < 0x80)
		start++;
	return (start);
}

/* Is the local part from ${start} to ${end} one without brackets behind it? */
static bool
is_alone(struct span s, size_t start, size_t end)
{
	return ((start == 0 || !is_blank(s.p[start - 1])) &&
	    !is_prose(span_make(s.p + start, end - start)));
}

bool
spelt_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t start, end;
		struct joint at;
		bool spelt;

		if (!is_blank(text.p[i]) && closing(text.p[i]) == '\0')
			continue;
		at = joint_at(text, i, SPAN("at"), '@');
		if (at.n == 0)
			continue;
		end = domain_end(text, i + at.n, &spelt);
		start = local_start(text, from, i);
		if (end == i + at.n || start == i ||
		    (!at.bracketed && !spelt && !is_alone(text, start, i)))
			continue;
		*f = (struct found){ f->kind, start, end, MEANS_CONTENT };
		return (true);
	}
	return (false);
}
