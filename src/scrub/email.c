/* SPDX-License-Identifier: ISC */
#include "scrub/email.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/suffix.h"

enum { QUOTED_MAX = 66, LITERAL_MAX = 64 };

/*
 * What a local part may hold. RFC 5321 allows also = / ? & # and others that
 * separate things in a URL; there they end it.
 */
static bool
is_local(char c)
{
	return (ascii_isalnum(c) || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr(".-_+%'!$*~^`", c) != NULL));
}

static bool
is_domain(char c)
{
	return (ascii_isalnum(c) || (unsigned char)c >= 0x80 || c == '.' ||
	    c == '-' || c == '_');
}

/* Where the last label of ${domain} begins; 0 when it is the only one. */
static size_t
last_label(struct span domain)
{
	size_t i = domain.n;

	while (i > 0 && domain.p[i - 1] != '.')
		i--;
	return (i);
}

static bool
is_letter(char c)
{
	return (ascii_isalpha(c) || (unsigned char)c >= 0x80);
}

/* Does ${s} begin with a release such as 3.0.0-rc? */
static bool
is_release(struct span s)
{
	size_t n = 0, dots = 0;

	while (n < s.n && (ascii_isdigit(s.p[n]) || s.p[n] == '.'))
		dots += s.p[n++] == '.';
	return (dots > 0 && n > 0 && s.p[n - 1] != '.' &&
	    (n == s.n || s.p[n] == '-'));
}

/* The length of an address in brackets, [192.0.2.7], at ${s}, or 0. */
static size_t
literal_length(struct span s)
{
	size_t n = 1;

	if (s.n == 0 || s.p[0] != '[')
		return (0);
	while (n < s.n && n < LITERAL_MAX &&
	    (ascii_isalnum(s.p[n]) || s.p[n] == '.' || s.p[n] == ':'))
		n++;
	return (n > 2 && n < s.n && s.p[n] == ']' ? n + 1 : 0);
}

/*
 * The length of the domain ${s} begins with, 0 when it is none. Suffixes of
 * files are taken off; any label behind the first may be the top-level
 * domain, for what follows it is covered as well.
 */
static size_t
domain_length(struct span s)
{
	struct span d = { s.p, 0 };
	bool dotted = false;
	size_t at;

	while (d.n < s.n && is_domain(s.p[d.n]))
		d.n++;
	for (;;) {
		while (d.n > 0 && (d.p[d.n - 1] == '.' || d.p[d.n - 1] == '-'))
			d.n--;
		at = last_label(d);
		if (at == 0 || !suffix_known(span_from(d, at)))
			break;
		d.n = at;
	}
	if (is_release(d))
		return (0);
	for (size_t i = 1; i + 2 < d.n && !dotted; i++)
		dotted = d.p[i] == '.' && d.p[i - 1] != '.' &&
		    is_letter(d.p[i + 1]) && is_letter(d.p[i + 2]);
	return (dotted ? d.n : 0);
}

/* Where the quoted local part that ends at ${at} begins, or ${at}. */
static size_t
quoted_start(struct span s, size_t from, size_t at)
{
	size_t start = at;

	if (at < from + 3 || s.p[at - 1] != '"')
		return (at);
	for (start = at - 1; start > from && at - start < QUOTED_MAX; start--)
		if (s.p[start - 1] == '"')
			return (start - 1);
	return (at);
}

/* Where the local part that ends at ${at} begins; ${at}: there is none. */
static size_t
local_start(struct span s, size_t from, size_t at)
{
	size_t start = at;

	while (start > from && is_local(s.p[start - 1]))
		start--;
	while (start < at && !ascii_isalnum(s.p[start]) &&
	    (unsigned char)s.p[start] < 0x80)
		start++;
	return (start < at ? start : quoted_start(s, from, at));
}

bool
email_find(struct span text, size_t from, struct found *f)
{
	size_t start, length;
	size_t at = from;

	for (;; at++) {
		struct span domain;

		at += span_index(span_from(text, at), '@');
		if (at >= text.n)
			return (false);
		domain = span_from(text, at + 1);
		length = domain_length(domain);
		if (length == 0)
			length = literal_length(domain);
		if (length == 0)
			continue;
		start = local_start(text, from, at);
		if (start < at)
			break;
	}
	f->start = start;
	f->end = at + 1 + length;
	return (true);
}
