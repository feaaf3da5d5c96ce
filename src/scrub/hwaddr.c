/* SPDX-License-Identifier: ISC */
#include "scrub/hwaddr.h"

#include "base/ascii.h"

enum {
	DIGITS48 = 12,
	LETTERS_MIN = 2,
	FOURS48 = 14, /* with joints after each four digits */
	FOURS64 = 19,
	LENGTH48 = 17, /* with joints after each two digits */
	LENGTH64 = 23
};

/* Of what are the hex digits of an address? */
struct digits {
	size_t letters;
	size_t numbers;
	size_t zeros;
	size_t effs;
};

static struct digits
count(struct span s)
{
	struct digits d = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		d.letters += ascii_isalpha(s.p[i]);
		d.numbers += ascii_isdigit(s.p[i]);
		d.zeros += s.p[i] == '0';
		d.effs += (s.p[i] | 0x20) == 'f';
	}
	return (d);
}

/* Is all of it zero, or one? */
static bool
is_nobody(const struct digits *d)
{
	return (d->zeros == d->letters + d->numbers ||
	    d->effs == d->letters + d->numbers);
}

/* The length of the groups of ${size} hex digits with ${joint} at ${i}. */
static size_t
groups_length(struct span s, size_t i, size_t size, char joint)
{
	size_t n = i;

	while (s.n - n >= size && n - i <= LENGTH64) {
		for (size_t k = 0; k < size; k++)
			if (!ascii_ishex(s.p[n + k]))
				return (n > i ? n - 1 - i : 0);
		n += size;
		if (n == s.n || s.p[n] != joint)
			return (n - i);
		n++;
	}
	return (n > i ? n - 1 - i : 0);
}

/* Does what stands at ${i} go on with more of the same? */
static bool
goes_on(struct span s, size_t i, char joint)
{
	if (i < s.n && ascii_isalnum(s.p[i]))
		return (true);
	return (i + 1 < s.n && s.p[i] == joint && ascii_ishex(s.p[i + 1]));
}

/* Do the groups at ${i} begin earlier? */
static bool
is_later(struct span s, size_t i, char joint)
{
	return (i > 2 && s.p[i - 1] == joint && ascii_ishex(s.p[i - 2]) &&
	    ascii_ishex(s.p[i - 3]) && (i == 3 || !ascii_isalnum(s.p[i - 4])));
}

/* Do the groups of ${s} look like a day and a time, 26-11-22-05-10-13? */
static bool
is_date(struct span s)
{
	for (size_t i = 0; i < s.n; i += 3)
		if (!ascii_isdigit(s.p[i + 1]) || s.p[i] > '5')
			return (false);
	return (true);
}

/* The first address whose groups of two digits have ${joint} between. */
static bool
find(struct span text, size_t from, char joint, struct found *f)
{
	for (size_t at = from; at < text.n; at++) {
		size_t start, n;
		struct span s;
		struct digits d;

		at += span_index(span_from(text, at), joint);
		if (at >= text.n)
			break;
		if (at < from + 2)
			continue;
		start = at - 2;
		if (!ascii_ishex(text.p[start]) ||
		    (start > 0 && ascii_isalnum(text.p[start - 1])) ||
		    is_later(text, start, joint))
			continue;
		n = groups_length(text, start, 2, joint);
		s = span_make(text.p + start, n);
		if (n > 2)
			at = start + n - 1;
		if ((n != LENGTH48 && n != LENGTH64) ||
		    goes_on(text, start + n, joint))
			continue;
		d = count(s);
		if (is_nobody(&d) || (joint == '-' && is_date(s)))
			continue;
		*f = (struct found){ f->kind, start, start + n, MEANS_CONTENT };
		return (true);
	}
	return (false);
}

bool
hwaddr_colons(struct span text, size_t from, struct found *f)
{
	return (find(text, from, ':', f));
}

bool
hwaddr_dashes(struct span text, size_t from, struct found *f)
{
	return (find(text, from, '-', f));
}

/* Is ${s} twelve hex digits, of both sorts, and no number with a letter? */
static bool
is_plain(struct span s)
{
	bool among = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.n != DIGITS48 || !ascii_ishex(s.p[i]))
			return (false);
		among |=
		    i > 0 && ascii_isdigit(s.p[i]) && ascii_isalpha(s.p[i - 1]);
	}
	return (among && count(s).letters >= LETTERS_MIN);
}

/* Does a word before ${i} say that an address is coming? */
static bool
is_announced(struct span s, size_t i)
{
	enum { FAR = 16 };
	const size_t start = i > FAR ? i - FAR : 0;

	for (size_t k = start; k + 3 < i; k++)
		if (span_caseeq(span_make(s.p + k, 3), SPAN("mac")) &&
		    (k == 0 || !ascii_isalpha(s.p[k - 1])) &&
		    !ascii_isalpha(s.p[k + 3]))
			return (true);
	return (false);
}

/* Has each group of four both letters and digits? */
static bool
all_mixed(struct span s)
{
	for (size_t i = 0; i < s.n; i += 5) {
		const struct digits d = count(span_make(s.p + i, 4));

		if (d.letters == 0 || d.numbers == 0)
			return (false);
	}
	return (true);
}

/*
 * The first three or four groups of four digits with ${joint} between; if not
 * ${lone}, only those that look like nothing else.
 */
static bool
find_fours(struct span text, size_t from, char joint, bool lone,
    struct found *f)
{
	for (size_t at = from; at < text.n; at++) {
		size_t start, n;
		struct digits d;

		at += span_index(span_from(text, at), joint);
		if (at >= text.n)
			break;
		if (at < from + 4)
			continue;
		start = at - 4;
		n = groups_length(text, start, 4, joint);
		if ((n != FOURS48 && n != FOURS64) ||
		    goes_on(text, start + n, joint) ||
		    (start > 0 &&
			(ascii_isalnum(text.p[start - 1]) ||
			    text.p[start - 1] == joint)))
			continue;
		d = count(span_make(text.p + start, n));
		if (d.letters == 0 || d.numbers == 0 || is_nobody(&d))
			continue;
		if (!lone && !all_mixed(span_make(text.p + start, n)) &&
		    !is_announced(text, start))
			continue;
		*f = (struct found){ f->kind, start, start + n, MEANS_CONTENT };
		return (true);
	}
	return (false);
}

bool
hwaddr_dots(struct span text, size_t from, struct found *f)
{
	return (find_fours(text, from, '.', false, f));
}

bool
hwaddr_lone(struct span text, size_t from, struct found *f)
{
	if (text.n < DIGITS48)
		return (false);
	if (from == 0 && is_plain(text)) {
		*f = (struct found){ f->kind, 0, text.n, MEANS_CONTENT };
		return (true);
	}
	return (find_fours(text, from, '.', true, f) ||
	    find_fours(text, from, '-', true, f));
}
