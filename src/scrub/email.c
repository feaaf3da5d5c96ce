/* SPDX-License-Identifier: ISC */
#include "scrub/email.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/suffix.h"

enum {
	QUOTED_MAX = 66,
	LITERAL_MAX = 64,
	COMMENT_MAX = 64,
	CONTROLS_MAX = 4,
	GAPS_MAX = 8
};

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

static bool
is_control(char c)
{
	return ((c >= 0 && c < ' ') || c == 0x7f);
}

/* Is ${c} a control byte that parts nothing: no TAB, CR or LF? */
static bool
is_noise(char c)
{
	return (is_control(c) && (c < '\t' || c > '\r'));
}

/* Programs that read mail skip these: control bytes, or (a comment). */
static size_t
skipped_length(struct span s)
{
	size_t n = 0;

	while (n < s.n && n < CONTROLS_MAX && is_control(s.p[n]))
		n++;
	if (n > 0 || s.n == 0 || s.p[0] != '(')
		return (n);
	while (++n < s.n && n < COMMENT_MAX && s.p[n] != '(')
		if (s.p[n] == ')')
			return (n + 1);
	return (0);
}

/* Where the same that ends at ${at} begins, or ${at}. */
static size_t
skipped_start(struct span s, size_t from, size_t at)
{
	size_t i = at;

	while (i > from && at - i < CONTROLS_MAX && is_control(s.p[i - 1]))
		i--;
	if (i < at || at == from || s.p[at - 1] != ')')
		return (i);
	for (i = at - 1; i > from && at - i < COMMENT_MAX; i--) {
		if (s.p[i - 1] == '(')
			return (i - 1);
		if (s.p[i - 1] == ')')
			break;
	}
	return (at);
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
	return (ascii_isalpha(c) || (unsigned char)c >= 0x80 || is_control(c));
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

/* Has ${d} a label behind the first that may be the top-level domain? */
static bool
is_dotted(struct span d)
{
	for (size_t i = 1; i + 2 < d.n; i++)
		if (d.p[i] == '.' && d.p[i - 1] != '.' &&
		    is_letter(d.p[i + 1]) && is_letter(d.p[i + 2]))
			return (true);
	return (false);
}

/* Does a domain that is ${d} so far go on at ${next}, behind what is skipped? */
static bool
goes_on(struct span d, struct span next)
{
	return (next.n > 0 && is_domain(next.p[0]) && !is_release(d) &&
	    (next.p[0] == '.' || !is_dotted(d)));
}

/*
 * The bytes at the start of ${s} that a domain may have, and what is skipped
 * between them, but for blanks.
 */
static size_t
domain_run(struct span s)
{
	size_t n = 0;

	for (int gaps = 0;; gaps++) {
		struct span next;

		while (n < s.n && is_domain(s.p[n]))
			n++;
		next = span_from(s, n);
		if (gaps == GAPS_MAX || next.n == 0 ||
		    (is_control(next.p[0]) && !is_noise(next.p[0])))
			return (n);
		next = span_from(next, skipped_length(next));
		if (!goes_on(span_make(s.p, n), next))
			return (n);
		n = s.n - next.n;
	}
}

/*
 * The length of the domain ${s} begins with, 0 when it is none. Suffixes of
 * files are taken off; any label behind the first may be the top-level
 * domain, for what follows it is covered as well.
 */
static size_t
domain_length(struct span s)
{
	struct span d = span_make(s.p, domain_run(s));
	size_t at;

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
	return (is_dotted(d) ? d.n : 0);
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

	while (start > from &&
	    (is_local(s.p[start - 1]) || is_noise(s.p[start - 1])))
		start--;
	while (start < at && !ascii_isalnum(s.p[start]) &&
	    (unsigned char)s.p[start] < 0x80)
		start++;
	return (start < at ? start : quoted_start(s, from, at));
}

/* The length of the domain behind an `@`, what is skipped before it too. */
static size_t
behind(struct span s)
{
	const size_t skipped = skipped_length(s);
	const struct span domain = span_from(s, skipped);
	size_t n = domain_length(domain);

	if (n == 0)
		n = literal_length(domain);
	return (n == 0 ? 0 : skipped + n);
}

bool
email_find(struct span text, size_t from, struct found *f)
{
	size_t start, length;
	size_t at = from;

	for (;; at++) {
		size_t local;

		at += span_index(span_from(text, at), '@');
		if (at >= text.n)
			return (false);
		length = behind(span_from(text, at + 1));
		if (length == 0)
			continue;
		local = skipped_start(text, from, at);
		start = local_start(text, from, local);
		if (start < local)
			break;
	}
	f->start = start;
	f->end = at + 1 + length;
	return (true);
}
