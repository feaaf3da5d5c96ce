/* SPDX-License-Identifier: ISC */
#include "scrub/coords.h"

#include "base/ascii.h"
#include "scrub/at.h"

enum { FINE = 3, ROUGH = 2, WHOLE_MAX = 3, LIST_MAX = 4 };

/* A decimal number with what stands around it. */
struct degree {
	size_t start; /* the sign, or the letter of a hemisphere */
	size_t end;
	unsigned whole; /* its absolute value, rounded up */
	unsigned decimals;
	bool signs; /* a minus, or the letter of a hemisphere */
	bool letter;
	bool round; /* ends in 0 */
};

struct list {
	unsigned n;
	struct degree at[3]; /* the first three */
	size_t end;
};

/* Where the number behind the mark at ${i} begins, or 0: there is no mark. */
typedef size_t mark_fn(struct span, size_t);

/* Is there the letter of a hemisphere at ${i}? */
static bool
is_letter_at(struct span s, size_t i)
{
	return (i < s.n && ascii_isone(s.p[i], "NSEWnsew"));
}

/* Take ° and the letter of a hemisphere behind ${d} into it. */
static void
read_letter(struct span s, struct degree *d)
{
	size_t i = d->end;

	if (span_starts(span_from(s, i), SPAN("\xc2\xb0"))) {
		i += 2;
		d->end = i;
	}
	/* N52.37 E4.89: that one is the next number's. */
	if (d->letter)
		return;
	i += i < s.n && s.p[i] == ' ';
	if (is_letter_at(s, i) && (at_digit(s, i + 1) || !at_alnum(s, i + 1))) {
		d->letter = d->signs = true;
		d->end = i + 1;
	}
}

/* Read the number at ${i}: a sign or letter, digits, and maybe decimals. */
static bool
read_degree(struct span s, size_t i, struct degree *d)
{
	size_t first;

	*d = (struct degree){ .start = i };
	if (is_letter_at(s, i))
		d->letter = d->signs = true;
	else if (i < s.n && s.p[i] == '-')
		d->signs = true;
	i += d->signs || (i < s.n && s.p[i] == '+');
	for (first = i; at_digit(s, i) && i - first <= WHOLE_MAX; i++)
		d->whole = d->whole * 10 + (unsigned)(s.p[i] - '0');
	if (i == first || i - first > WHOLE_MAX)
		return (false);
	if (at_digit(s, i + 1) && s.p[i] == '.') {
		bool more = false;

		for (first = ++i; at_digit(s, i); i++)
			more |= s.p[i] != '0';
		d->decimals = (unsigned)(i - first);
		d->round = s.p[i - 1] == '0';
		d->whole += more;
	}
	d->end = i;
	read_letter(s, d);
	return (true);
}

static size_t
comma_end(struct span s, size_t i)
{
	if (i >= s.n || s.p[i] != ',')
		return (0);
	i++;
	return (i + (i < s.n && (s.p[i] == ' ' || s.p[i] == '+')));
}

static size_t
mark_end(struct span s, size_t i)
{
	if (i < s.n && s.p[i] == '!')
		return (i + 2 < s.n && s.p[i + 2] == 'd' ? i + 3 : 0);
	return (i < s.n && ascii_isone(s.p[i], " +/;|_") ? i + 1 : 0);
}

/* Read all numbers of the list whose first one is at ${i}. */
static bool
read_list(struct span s, size_t i, mark_fn *mark, struct list *l)
{
	struct degree d;

	l->n = 0;
	while (read_degree(s, i, &d)) {
		if (l->n < 3)
			l->at[l->n] = d;
		l->n++;
		l->end = d.end;
		i = mark(s, d.end);
		/* 52.3702N4.8952E needs none. */
		if (i == 0 && d.letter && l->n == 1)
			i = d.end;
		if (i == 0)
			break;
	}
	return (l->n > 0);
}

/* May these be a latitude and a longitude, in either order? */
static bool
is_place(const struct degree *a, const struct degree *b, unsigned decimals)
{
	if (a->letter != b->letter)
		return (false);
	if (a->letter)
		decimals = ROUGH;
	/* 1.500,2.500 are thousands. */
	if (decimals == FINE && !a->signs && !b->signs && a->round &&
	    b->round && a->decimals == FINE && b->decimals == FINE)
		return (false);
	return (a->decimals >= decimals && b->decimals >= decimals &&
	    (a->whole > 1 || b->whole > 1) &&
	    ((a->whole <= 90 && b->whole <= 180) ||
		(a->whole <= 180 && b->whole <= 90)));
}

/* Is ${l} of places: two, two and a height or a zoom, or two pairs? */
static bool
is_places(const struct list *l, unsigned before, unsigned decimals)
{
	return (l->n >= 2 && l->n + before <= LIST_MAX &&
	    (l->n != 3 || l->at[2].decimals < decimals) &&
	    is_place(&l->at[0], &l->at[1], decimals));
}

/* Where the number with its decimal point at ${i} begins, sign included. */
static size_t
degree_start(struct span s, size_t from, size_t i)
{
	size_t least = i - from > WHOLE_MAX ? i - WHOLE_MAX : from;

	while (i > least && ascii_isdigit(s.p[i - 1]))
		i--;
	if (i > from &&
	    (s.p[i - 1] == '-' || s.p[i - 1] == '+' ||
		(is_letter_at(s, i - 1) &&
		    (i < 2 || !ascii_isalnum(s.p[i - 2])))))
		i--;
	return (i);
}

/* May a list begin at ${i}? */
static bool
is_start(struct span s, size_t i)
{
	if (i == 0)
		return (true);
	if (s.p[i - 1] == 'd')
		return (i > 2 && s.p[i - 3] == '!');
	return (!ascii_isalnum(s.p[i - 1]) && s.p[i - 1] != '.');
}

/*
 * Does nothing but the unit of a map's zoom go on at ${i}? Behind a slash
 * (${path}) numbers may be versions, unless they are all of a segment.
 */
static bool
is_end(struct span s, size_t i, bool path)
{
	if (path)
		return (i == s.n || ascii_isone(s.p[i], "/?&#"));
	i += i < s.n && (s.p[i] == 'z' || s.p[i] == 'm');
	if (i < s.n && s.p[i] == '.')
		return (!at_digit(s, i + 1));
	return (!at_alnum(s, i));
}

static bool
find(struct span text, size_t from, mark_fn *mark, unsigned decimals,
    struct found *f)
{
	struct list l;

	for (size_t i = from; i < text.n; i++) {
		size_t start;
		unsigned before;

		i += span_index(span_from(text, i), '.');
		if (!at_digit(text, i + 1) || i == from ||
		    !ascii_isdigit(text.p[i - 1]))
			continue;
		start = degree_start(text, from, i);
		if (!read_list(text, start, mark, &l))
			continue;
		/* What was read is not read again. */
		i = l.end - 1;
		/* A whole number before it: the zoom of a map. */
		before = start > 1 && text.p[start - 1] == ',' &&
		    ascii_isdigit(text.p[start - 2]);
		if (!is_places(&l, before, decimals) ||
		    !is_start(text, start) ||
		    !is_end(text, l.end, text.p[l.at[0].end] == '/'))
			continue;
		f->start = start;
		f->end = l.end;
		return (true);
	}
	return (false);
}

bool
coords_comma(struct span text, size_t from, struct found *f)
{
	return (find(text, from, comma_end, FINE, f));
}

bool
coords_marked(struct span text, size_t from, struct found *f)
{
	return (find(text, from, mark_end, FINE, f));
}

/* Is what was found all of ${text}? */
static bool
is_all(struct span text, const struct found *f)
{
	return (f->start == 0 && f->end == text.n);
}

bool
coords_rough_comma(struct span text, size_t from, struct found *f)
{
	return (find(text, from, comma_end, ROUGH, f) && is_all(text, f));
}

bool
coords_rough_marked(struct span text, size_t from, struct found *f)
{
	return (find(text, from, mark_end, ROUGH, f) && is_all(text, f));
}

bool
coords_uri(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		struct list l;

		i += span_index(span_from(text, i), ':');
		if (i < from + 3 || i >= text.n ||
		    !span_caseeq(span_make(text.p + i - 3, 3), SPAN("geo")) ||
		    (i > 3 && ascii_isalnum(text.p[i - 4])) ||
		    !read_list(text, i + 1, comma_end, &l) || l.n < 2 ||
		    !is_place(&l.at[0], &l.at[1], ROUGH))
			continue;
		f->start = i + 1;
		f->end = l.end;
		return (true);
	}
	return (false);
}

/* The length of the sign of ${s} that is one of two or more, or 0. */
static size_t
sign_length(struct span s, char plain, struct span a, struct span b)
{
	if (s.n > 0 && s.p[0] == plain)
		return (1);
	if (span_starts(s, a))
		return (a.n);
	return (span_starts(s, b) ? b.n : 0);
}

/* Up to ${max} digits at ${i}, decimals included: where they end. */
static size_t
digits_end(struct span s, size_t i, size_t max)
{
	const size_t start = i;

	while (at_digit(s, i) && i - start <= max)
		i++;
	if (i == start || i - start > max)
		return (start);
	if (at_digit(s, i + 1) && s.p[i] == '.')
		for (i++; at_digit(s, i);)
			i++;
	return (i);
}

/* Where minutes, seconds and the letter behind the degrees end, or 0. */
static size_t
minutes_end(struct span s, size_t i)
{
	size_t n, end;

	i += i < s.n && s.p[i] == ' ';
	end = digits_end(s, i, 2);
	n = sign_length(span_from(s, end), '\'', SPAN("\xe2\x80\xb2"),
	    SPAN("\xe2\x80\x99"));
	if (end == i || n == 0)
		return (0);
	i = end + n;
	n = i < s.n && s.p[i] == ' ';
	end = digits_end(s, i + n, 2);
	if (end > i + n) {
		n = sign_length(span_from(s, end), '"', SPAN("\xe2\x80\xb3"),
		    SPAN("\xe2\x80\x9d"));
		i = end +
		    (n == 0 && span_starts(span_from(s, end), SPAN("''")) ? 2 :
									    n);
	}
	i += i < s.n && s.p[i] == ' ';
	return (is_letter_at(s, i) && !at_alnum(s, i + 1) ? i + 1 : 0);
}

bool
coords_degrees(struct span text, size_t from, struct found *f)
{
	const struct span sign = SPAN("\xc2\xb0");

	for (size_t i = from; i < text.n; i++) {
		i += span_find(span_from(text, i), sign);
		f->start = i;
		while (i < text.n && f->start > from &&
		    i - f->start < WHOLE_MAX &&
		    ascii_isdigit(text.p[f->start - 1]))
			f->start--;
		if (i >= text.n || f->start == i)
			continue;
		f->end = minutes_end(text, i + sign.n);
		if (f->end > 0)
			return (true);
	}
	return (false);
}

/* How many digits of codes are at ${i}, going by ${step} up to ${max}? */
static size_t
code_digits(struct span s, size_t i, size_t max)
{
	static const char digits[] = "23456789CFGHJMPQRVWX";
	size_t n = 0;

	while (n < max && i + n < s.n &&
	    memchr(digits, s.p[i + n], sizeof(digits) - 1) != NULL)
		n++;
	return (n);
}

/* Has ${s} letters as well as digits? */
static bool
is_mixed(struct span s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++)
		digits += ascii_isdigit(s.p[i]);
	return (digits > 0 && digits < s.n);
}

bool
coords_code(struct span text, size_t from, struct found *f)
{
	enum { BEFORE = 8, BEHIND = 2, BEHIND_MAX = 7 };

	for (size_t i = from; i < text.n; i++) {
		size_t n;

		i += span_index(span_from(text, i), '+');
		if (i < from + BEFORE || i >= text.n ||
		    (i > BEFORE && ascii_isalnum(text.p[i - BEFORE - 1])) ||
		    code_digits(text, i - BEFORE, BEFORE) < BEFORE)
			continue;
		n = code_digits(text, i + 1, BEHIND_MAX);
		if (n < BEHIND || at_alnum(text, i + 1 + n) ||
		    !is_mixed(span_make(text.p + i - BEFORE, BEFORE)))
			continue;
		f->start = i - BEFORE;
		f->end = i + 1 + n;
		return (true);
	}
	return (false);
}
