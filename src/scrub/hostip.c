/* SPDX-License-Identifier: ISC */
#include "scrub/hostip.h"

#include "base/addr.h"
#include "base/ascii.h"

enum { SHORT_MIN = 6, LABEL_MAX = 63 };

/* The length of the number up to 255 that ${s} begins with, or 0. */
static size_t
octet_length(struct span s)
{
	unsigned v = 0;
	size_t n = 0;

	while (n < s.n && n < 4 && ascii_isdigit(s.p[n]))
		v = v * 10 + (unsigned)(s.p[n++] - '0');
	return (n <= 3 && v <= 255 ? n : 0);
}

/* The length of four numbers with ${joint} between, which ${s} begins with. */
static size_t
quad_length(struct span s, char joint)
{
	size_t n = 0;

	for (int i = 0; i < 4; i++) {
		const size_t octet = octet_length(span_from(s, n));

		if (octet == 0)
			return (0);
		n += octet;
		if (i < 3 && (n == s.n || s.p[n++] != joint))
			return (0);
	}
	/* A date and a time are more than four numbers. */
	if (s.n - n > 1 && s.p[n] == joint && ascii_isdigit(s.p[n + 1]))
		return (0);
	return (n);
}

/* Does a host name go on in ${s}: the rest of a label, a dot, a letter? */
static bool
is_host(struct span s)
{
	size_t i = 0;

	while (i < s.n && i < LABEL_MAX &&
	    (ascii_isalnum(s.p[i]) || s.p[i] == '-'))
		i++;
	return (s.n - i > 1 && s.p[i] == '.' && ascii_isalnum(s.p[i + 1]));
}

bool
hostip_find(struct span text, size_t from, struct found *f)
{
	static const char joints[] = { '-', '_' };

	for (size_t i = from; i < text.n; i++) {
		if (!ascii_isdigit(text.p[i]))
			continue;
		for (size_t k = 0; k < sizeof(joints); k++) {
			const char joint = joints[k];
			const size_t n = quad_length(span_from(text, i), joint);

			if (n == 0 || !is_host(span_from(text, i + n)) ||
			    (i > 1 && text.p[i - 1] == joint &&
				ascii_isdigit(text.p[i - 2])))
				continue;
			*f = (struct found){ f->kind, i, i + n };
			return (true);
		}
		while (i + 1 < text.n && ascii_isdigit(text.p[i + 1]))
			i++;
	}
	return (false);
}

/* Is ${s} such as 2001::7? */
static bool
is_short(struct span s)
{
	const size_t colon = span_index(s, ':');
	struct addr a;
	bool digit = false;

	if (s.n < SHORT_MIN || s.n > ADDR_TEXT_MAX || colon < 3 || colon > 4)
		return (false);
	for (size_t i = 0; i < colon; i++)
		digit |= ascii_isdigit(s.p[i]);
	return (digit && addr_parse(s, &a));
}

bool
hostip_short(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		const size_t start = i;

		while (i < text.n &&
		    (ascii_isalnum(text.p[i]) || text.p[i] == ':' ||
			text.p[i] == '.' || text.p[i] == '_'))
			i++;
		if (is_short(span_make(text.p + start, i - start))) {
			f->start = start;
			f->end = i;
			return (true);
		}
	}
	return (false);
}
