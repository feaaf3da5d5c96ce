/* SPDX-License-Identifier: ISC */
#include "scrub/urlhost.h"

#include "base/ascii.h"
#include "scrub/hostip.h"

/* Is the last label of ${host} a number, so that it can only be an address? */
static bool
is_numeric(struct span host)
{
	struct span label;
	size_t i;

	if (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	for (i = host.n; i > 0 && host.p[i - 1] != '.';)
		i--;
	label = span_from(host, i);
	if (label.n > 2 && label.p[0] == '0' && (label.p[1] | 0x20) == 'x')
		label = span_from(label, 2);
	else
		for (i = 0; i < label.n; i++)
			if (!ascii_isdigit(label.p[i]))
				return (false);
	for (i = 0; i < label.n; i++)
		if (!ascii_ishex(label.p[i]))
			return (false);
	return (label.n > 0);
}

/* Has ${host} digits of full width, which browsers take for plain ones? */
static bool
has_wide_digit(struct span host)
{
	for (size_t i = 0; i + 2 < host.n; i++)
		if (host.p[i] == '\xef' && host.p[i + 1] == '\xbc' &&
		    (unsigned char)(host.p[i + 2] - '\x90') < 10)
			return (true);
	return (false);
}

bool
urlhost_isaddress(struct span host)
{
	return (is_numeric(host) || has_wide_digit(host));
}

static bool
is_host(char c)
{
	return (ascii_isalnum(c) || c == '.' || c == '-' || c == '_' ||
	    (unsigned char)c >= 0x80);
}

bool
urlhost_find(struct span text, size_t from, struct found *f)
{
	for (size_t at = from; at < text.n;) {
		const size_t start =
		    at + span_find(span_from(text, at), SPAN("://")) + 3;
		struct span host;
		bool whole;

		for (at = start; at < text.n && is_host(text.p[at]);)
			at++;
		if (start > text.n)
			break;
		host = span_make(text.p + start, at - start);
		whole = urlhost_isaddress(host);
		if (!whole && !hostip_name(host, 0, f))
			continue;
		f->start = whole ? start : start + f->start;
		f->end = whole ? at : start + f->end;
		return (true);
	}
	return (false);
}
