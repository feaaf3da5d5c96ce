/* SPDX-License-Identifier: ISC */
#include "model/stream.h"

#include <string.h>

#include "base/ascii.h"

enum { LABEL_MAX = 63 };

/* Letters, digits, `-` within and `_`, as hosts are called in practice. */
static bool
is_label(struct span s)
{
	if (s.n == 0 || s.n > LABEL_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return (false);
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_isalnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return (false);
	return (true);
}

static bool
is_number(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_isdigit(s.p[i]))
			return (false);
	return (s.n > 0);
}

static bool
is_hex(struct span s)
{
	return (s.n >= 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X'));
}

/* The last label of an address is a number, that of a host never is. */
static bool
is_host(struct span s)
{
	struct span label;
	size_t dot;

	if (s.n == 0 || s.n >= STREAM_NAME_MAX || s.p[0] == '_')
		return (false);
	do {
		dot = span_index(s, '.');
		label = span_make(s.p, dot);
		if (!is_label(label))
			return (false);
		s = span_from(s, dot < s.n ? dot + 1 : dot);
	} while (s.n > 0);
	return (!is_number(label) && !is_hex(label) &&
	    !span_caseeq(label, SPAN("zst")));
}

/* ${s} without `:80` and the dot of the root. */
static struct span
strip(struct span s)
{
	const size_t colon = span_index(s, ':');

	if (colon < s.n && s.n - colon <= 6 &&
	    is_number(span_from(s, colon + 1)))
		s.n = colon;
	if (s.n > 0 && s.p[s.n - 1] == '.')
		s.n--;
	return (s);
}

void
stream_name(struct span vhost, char name[static STREAM_NAME_MAX])
{
	struct span s = strip(vhost);

	if (!is_host(s))
		s = SPAN(STREAM_OTHER);
	for (size_t i = 0; i < s.n; i++)
		name[i] = ascii_lower(s.p[i]);
	name[s.n] = '\0';
}

bool
stream_is(struct span name)
{
	char again[STREAM_NAME_MAX];

	if (name.n >= STREAM_NAME_MAX)
		return (false);
	stream_name(name, again);
	return (span_eq(name, span_str(again)));
}
