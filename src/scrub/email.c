/* SPDX-License-Identifier: ISC */
#include "scrub/email.h"

#include "base/ascii.h"
#include "scrub/suffix.h"

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
	for (size_t i = 1; i + 2 < d.n && !dotted; i++)
		dotted = d.p[i] == '.' && d.p[i - 1] != '.' &&
		    is_letter(d.p[i + 1]) && is_letter(d.p[i + 2]);
	return (dotted ? d.n : 0);
}

bool
email_find(struct span text, size_t from, struct found *f)
{
	size_t start, length;
	size_t at = from;

	for (;; at++) {
		at += span_index(span_from(text, at), '@');
		if (at >= text.n)
			return (false);
		for (start = at; start > from && is_local(text.p[start - 1]);)
			start--;
		while (start < at && !ascii_isalnum(text.p[start]) &&
		    (unsigned char)text.p[start] < 0x80)
			start++;
		length = domain_length(span_from(text, at + 1));
		if (start < at && length > 0)
			break;
	}
	f->start = start;
	f->end = at + 1 + length;
	return (true);
}
