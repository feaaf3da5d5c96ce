/* SPDX-License-Identifier: ISC */
#include "scrub/ipfind.h"

#include "base/addr.h"
#include "base/ascii.h"
#include "scrub/run.h"

enum { QUAD_MIN = BYTES_QUAD_MIN, QUAD_MAX = 15 };

/* Is ${s} four numbers up to 255 with dots between them? */
static bool
is_quad(struct span s)
{
	unsigned v = 0, digits = 0, groups = 1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			if (digits == 0)
				return (false);
			groups++;
			v = digits = 0;
			continue;
		}
		v = v * 10 + (unsigned)(s.p[i] - '0');
		if (++digits > 3 || v > 255)
			return (false);
	}
	return (groups == 4 && digits > 0);
}

bool
ipfind_v4(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_DIGIT | RUN_DOT, QUAD_MIN, &r)) {
		size_t start = r.start, end = r.end;

		while (start < end && text.p[start] == '.')
			start++;
		while (end > start && text.p[end - 1] == '.')
			end--;
		if (end - start < QUAD_MIN || end - start > QUAD_MAX ||
		    (start > 0 && ascii_isalnum(text.p[start - 1])) ||
		    (end < text.n && ascii_isalnum(text.p[end])))
			continue;
		if (is_quad(span_make(text.p + start, end - start))) {
			f->start = start;
			f->end = end;
			return (true);
		}
	}
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
		/* A word on either side takes its neighbour group along. */
		while (start < end && start > 0 && text.p[start] != ':' &&
		    ascii_isalnum(text.p[start - 1]))
			start++;
		while (end > start && end < text.n && text.p[end - 1] != ':' &&
		    ascii_isalnum(text.p[end]))
			end--;
		s = trim6(span_make(text.p + start, end - start));
		if (s.n > 0) {
			f->start = (size_t)(s.p - text.p);
			f->end = f->start + s.n;
			return (true);
		}
	}
	return (false);
}
