/* SPDX-License-Identifier: ISC */
#include "scrub/ipfind.h"

#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"
#include "scrub/run.h"

enum {
	QUAD_MIN = 7,
	QUAD_MAX = 19, /* four octal octets */
	WORD_MAX = 24,
	NAME_MAX = 64,
	ZONE_MAX = 16,
	SHORT_MIN = 6,
	/* No version of anything but a browser is as high. */
	HIGH = 32
};

/* The octet that the ${n} digits at ${p} are, or -1. */
static int
octet(const char *p, size_t n)
{
	int v = 0;

	if (n == 4 && p[0] == '0') {
		for (size_t i = 1; i < n; i++)
			v = p[i] > '7' ? 256 : v * 8 + (p[i] - '0');
		return (v > 255 ? -1 : v);
	}
	for (size_t i = 0; i < n && i < 4; i++)
		v = v * 10 + (p[i] - '0');
	return (n == 0 || n > 3 || v > 255 ? -1 : v);
}

/* Is ${s} four numbers up to 255 with dots between them? The first: ${high}. */
static bool
is_quad(struct span s, int *high)
{
	for (int k = 0; k < 4; k++) {
		const size_t dot = span_index(s, '.');
		const int v = octet(s.p, dot);

		if (v == -1 || (k < 3) != (dot < s.n))
			return (false);
		if (k == 0)
			*high = v;
		s = span_from(s, dot + (k < 3));
	}
	return (true);
}

/* The letters that end at ${end}. */
static struct span
word_before(struct span s, size_t end)
{
	size_t start = end;

	while (start > 0 && end - start < WORD_MAX &&
	    ascii_isalpha(s.p[start - 1]))
		start--;
	return (span_make(s.p + start, end - start));
}

/* Does ${word} say that what follows is the version of something? */
static bool
is_version_word(struct span word)
{
	static const char *const words[] = { "v", "ver", "vers", "rev", "rel",
		"release", "build", "r", "rc", "firmware", "fw" };
	const size_t n = SPAN("version").n;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_caseeq(word, span_str(words[i])))
			return (true);
	/* jqueryVersion, appVer; but a driver and a server are none */
	return (span_ends(word, SPAN("Ver")) ||
	    (word.n >= n &&
		span_caseeq(span_from(word, word.n - n), SPAN("version"))));
}

/* Is ${s}, up to the next slash, the rest of the name of a program's file? */
static bool
is_program(struct span s)
{
	static const char *const suffixes[] = { "js", "css", "zip", "exe", "gz",
		"tgz", "bz2", "xz", "jar", "war", "deb", "rpm", "dmg", "msi",
		"apk", "whl", "map", "dll", "so", "bin", "iso", "img", "pkg" };
	size_t n = 0, dot;

	while (n < s.n && n < NAME_MAX &&
	    (ascii_isalnum(s.p[n]) || strchr(".-_", s.p[n]) != NULL))
		n++;
	for (dot = n; dot > 0 && s.p[dot - 1] != '.';)
		dot--;
	for (size_t i = 0; dot > 0 && i < sizeof(suffixes) / sizeof(char *);
	     i++)
		if (span_caseeq(span_make(s.p + dot, n - dot),
			span_str(suffixes[i])))
			return (true);
	return (false);
}

/*
 * Is the quad from ${start} to ${end} the version of a program: v=1.2.3.4,
 * Chrome/104.0.0.0, jquery-1.2.3.4.js?
 */
static bool
is_version(struct span s, size_t start, size_t end)
{
	const char before = start > 0 ? s.p[start - 1] : '\0';
	struct span word;

	if (before == '\0' || strchr("=:/-_. +", before) == NULL)
		return (false);
	word = word_before(s, start - 1);
	if (is_version_word(word))
		return (true);
	if (before == '/' && word.n > 0 && (word.p[0] & 0x20) == 0 &&
	    span_ends(span_make(s.p + start, end - start), SPAN(".0.0.0")))
		return (true);
	return ((before == '-' || before == '_' || before == '.') &&
	    start > 1 && ascii_isalnum(s.p[start - 2]) &&
	    is_program(span_from(s, end)));
}

/* May the quad from ${start} to ${end} have these letters on its sides? */
static bool
is_glued(struct span s, size_t start, size_t end, int first)
{
	const struct span word = word_before(s, start);

	if (word.n == 0 && (end == s.n || !ascii_isalpha(s.p[end])))
		return (true);
	return (!is_version_word(word) &&
	    (first >= HIGH ||
		(word.n > 1 && (word.p[word.n - 2] | 0x20) == 'i' &&
		    (word.p[word.n - 1] | 0x20) == 'p')));
}

bool
ipfind_v4(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_DIGIT | RUN_DOT, QUAD_MIN, &r)) {
		size_t start = r.start, end = r.end;
		int first = 0;

		while (start < end && text.p[start] == '.')
			start++;
		while (end > start && text.p[end - 1] == '.')
			end--;
		if (end - start < QUAD_MIN || end - start > QUAD_MAX ||
		    !is_quad(span_make(text.p + start, end - start), &first) ||
		    !is_glued(text, start, end, first) ||
		    is_version(text, start, end))
			continue;
		f->start = start;
		f->end = end;
		return (true);
	}
	return (false);
}

static bool
has_digit(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_isdigit(s.p[i]))
			return (true);
	return (false);
}

static bool
is_part6(char c)
{
	return (ascii_ishex(c) || c == ':' || c == '.');
}

/* Is ${s} an address with at least two colons and three groups? */
static bool
is_address6(struct span s)
{
	struct addr a;
	unsigned colons = 0, groups = 0;

	if (s.n > ADDR_TEXT_MAX)
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		colons += s.p[i] == ':';
		/* A dotted tail is more than one. */
		groups += s.p[i] == '.' ||
		    (s.p[i] != ':' && (i == 0 || s.p[i - 1] == ':'));
	}
	return (colons >= 2 && groups >= 3 && addr_parse(s, &a));
}

/*
 * Take what is joined to an address off ${s}: dots and single colons at its
 * ends, then the first or the last group. An empty span: there is none.
 */
static struct span
trim6(struct span s)
{
	struct span t;

	while (s.n > 0 &&
	    (s.p[s.n - 1] == '.' ||
		(s.p[s.n - 1] == ':' && (s.n < 2 || s.p[s.n - 2] != ':'))))
		s.n--;
	while (s.n > 0 &&
	    (s.p[0] == '.' || (s.p[0] == ':' && (s.n < 2 || s.p[1] != ':'))))
		s = span_from(s, 1);
	if (is_address6(s))
		return (s);
	for (t = s; t.n > 0 && t.p[t.n - 1] != ':';)
		t.n--;
	if (t.n > 0 && is_address6(span_make(t.p, t.n - 1)))
		return (span_make(t.p, t.n - 1));
	t = span_from(s, span_index(s, ':'));
	if (t.n > 0 && is_address6(span_from(t, 1)))
		return (span_from(t, 1));
	return (span_make(s.p, 0));
}

/* Behind the zone id of the address that ends at ${end}, if it has one. */
static size_t
zone_end(struct span s, size_t end)
{
	size_t i = end + 1;

	if (end == s.n || s.p[end] != '%')
		return (end);
	while (i < s.n && i - end <= ZONE_MAX && ascii_isalnum(s.p[i]))
		i++;
	return (i > end + 1 ? i : end);
}

/*
 * The address in the hex digits, colons and dots from ${start} to ${end}; an
 * empty span: there is none. A word on either side may have lent it hex
 * digits, which go too, but where there is no address without that word.
 */
static struct span
address6_in(struct span text, size_t start, size_t end)
{
	const struct span all = trim6(span_make(text.p + start, end - start));
	struct span s;

	while (start < end && start > 0 && text.p[start] != ':' &&
	    ascii_isalnum(text.p[start - 1]))
		start++;
	while (end > start && end < text.n && text.p[end - 1] != ':' &&
	    ascii_isalnum(text.p[end]))
		end--;
	s = trim6(span_make(text.p + start, end - start));
	return (s.n > all.n || !has_digit(all) ? s : all);
}

bool
ipfind_v6(struct span text, size_t from, struct found *f)
{
	for (size_t at = from; at < text.n;) {
		struct span s;
		size_t start = at + span_index(span_from(text, at), ':');
		size_t end = start;

		while (start > from && is_part6(text.p[start - 1]))
			start--;
		while (end < text.n && is_part6(text.p[end]))
			end++;
		at = end;
		s = address6_in(text, start, end);
		if (s.n > 0) {
			f->start = (size_t)(s.p - text.p);
			f->end = zone_end(text, f->start + s.n);
			return (true);
		}
	}
	return (false);
}

/* Is ${s} such as 2001::7? */
static bool
is_short(struct span s)
{
	const size_t colon = span_index(s, ':');
	struct addr a;

	return (s.n >= SHORT_MIN && s.n <= ADDR_TEXT_MAX && colon >= 3 &&
	    colon <= 4 && has_digit(span_make(s.p, colon)) &&
	    addr_parse(s, &a));
}

bool
ipfind_short(struct span text, size_t from, struct found *f)
{
	for (size_t at = from; at < text.n;) {
		size_t start = at + span_index(span_from(text, at), ':');
		size_t end = start;

		while (start > from &&
		    (ascii_isalnum(text.p[start - 1]) ||
			text.p[start - 1] == '_'))
			start--;
		while (end < text.n &&
		    (is_part6(text.p[end]) || ascii_isalnum(text.p[end]) ||
			text.p[end] == '_'))
			end++;
		at = end;
		if (is_short(span_make(text.p + start, end - start))) {
			f->start = start;
			f->end = zone_end(text, end);
			return (true);
		}
	}
	return (false);
}
