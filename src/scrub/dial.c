/* SPDX-License-Identifier: ISC */
#include "scrub/dial.h"

#include "base/ascii.h"
#include "scrub/at.h"
#include "scrub/run.h"

enum { GROUPS_MAX = 7, DIGITS_MAX = 17, MARKED_MIN = 9 };

/* What parts two groups. */
enum mark { MARK_BLANK, MARK_DASH, MARK_DOT, MARK_SLASH, MARK_BRACKET };

struct group {
	const char *p;
	unsigned n; /* digits */
	size_t end; /* offset in the text */
	enum mark mark; /* behind it */
};

struct number {
	unsigned n;
	struct group group[GROUPS_MAX];
	bool bracket; /* around the first group */
};

/*
 * Where the group behind the mark at ${i} begins, or 0. Blanks may stand
 * around a mark, and a bracket may open behind a blank.
 */
static size_t
mark_end(struct span s, size_t i, bool open, enum mark *m)
{
	const size_t start = i;

	*m = MARK_BLANK;
	if (open) {
		if (i >= s.n || s.p[i++] != ')')
			return (0);
		*m = MARK_BRACKET;
	}
	i += at_blank(s, i);
	if (i < s.n) {
		if (ascii_isone(s.p[i], "-./")) {
			if (!open)
				*m = s.p[i] == '-' ? MARK_DASH :
				    s.p[i] == '.'  ? MARK_DOT :
						     MARK_SLASH;
			i++;
			i += at_blank(s, i);
		}
	}
	if (i > start && i < s.n && s.p[i] == '(')
		i++;
	return (i > start && at_digit(s, i) ? i : 0);
}

/* Read the groups from ${i} on into ${n}. */
static bool
read_number(struct span s, size_t i, struct number *n)
{
	unsigned digits = 0;
	bool open = s.p[i] == '(';

	n->n = 0;
	n->bracket = open;
	i += open;
	do {
		struct group *g = &n->group[n->n];

		g->p = s.p + i;
		for (g->n = 0; at_digit(s, i) && digits <= DIGITS_MAX; i++) {
			g->n++;
			digits++;
		}
		if (g->n == 0 || digits > DIGITS_MAX)
			break;
		g->end = i + (open && i < s.n && s.p[i] == ')');
		n->n++;
		i = mark_end(s, i, open, &g->mark);
		open = i > 0 && s.p[i - 1] == '(';
	} while (i > 0 && n->n < GROUPS_MAX);
	return (n->n > 0 && !(n->bracket && n->n == 1));
}

static unsigned
count_digits(const struct number *n, unsigned groups)
{
	unsigned digits = 0;

	for (unsigned i = 0; i < groups; i++)
		digits += n->group[i].n;
	return (digits);
}

/* Are all marks of the first ${groups} groups from ${i} on ${m}? */
static bool
all_marks(const struct number *n, unsigned i, unsigned groups, enum mark m)
{
	for (; i + 1 < groups; i++)
		if (n->group[i].mark != m)
			return (false);
	return (true);
}

static bool
all_groups(const struct number *n, unsigned i, unsigned groups, unsigned min,
    unsigned max)
{
	for (; i < groups; i++)
		if (n->group[i].n < min || n->group[i].n > max)
			return (false);
	return (true);
}

/* The lengths of the first ${groups} groups as the digits of a number. */
static unsigned
lengths(const struct number *n, unsigned groups)
{
	unsigned v = 0;

	for (unsigned i = 0; i < groups; i++)
		v = v * 10 + (n->group[i].n > 9 ? 9 : n->group[i].n);
	return (v);
}

static bool
is_year(const struct group *g)
{
	return (g->n == 4 &&
	    (memcmp(g->p, "19", 2) == 0 || memcmp(g->p, "20", 2) == 0));
}

/* Do the groups begin as 31-12-1999, 12-1999 or 31-12-99 would? */
static bool
is_date(const struct number *n, unsigned groups)
{
	if (n->group[0].n > 2 || groups < 2)
		return (false);
	return (is_year(&n->group[1]) ||
	    (groups > 2 && n->group[1].n <= 2 && is_year(&n->group[2])) ||
	    (groups == 3 && n->group[1].n <= 2 && n->group[2].n <= 2));
}

/* 415-555-0132, with or without the 1 before it. */
static bool
is_american(const struct number *n, unsigned groups, bool lone)
{
	const struct group *g = n->group;

	if (groups == 4 && g->n == 1 && g->p[0] == '1') {
		groups--;
		g++;
	}
	if (groups != 3 || g[0].n != 3 || g[1].n != 3 || g[2].n != 4 ||
	    g[0].p[0] < '2' || g[0].p[1] == '9' || g[1].p[0] < '2')
		return (false);
	if (lone || g[0].mark == MARK_BRACKET)
		return (true);
	return (g[0].mark == MARK_DOT ? g[1].mark == MARK_DOT :
					g[1].mark == MARK_DASH);
}

/* 0-532-123-45-67: the trunk prefix stands apart; an ISBN ends in a digit. */
static bool
is_apart(const struct number *n, unsigned groups, bool lone)
{
	const struct group *g = n->group;
	const unsigned digits = count_digits(n, groups);

	return (g->n == 1 && g->p[0] == '0' && groups >= 3 && digits >= 10 &&
	    digits <= 11 && g[1].p[0] != '0' &&
	    all_groups(n, 1, groups, 2, 4) &&
	    (lone || g[1].mark == MARK_BRACKET ||
		(groups >= 4 && all_marks(n, 0, groups, MARK_DASH))));
}

/*
 * Is this a list rather than a number: 0066 0069 0307, 01 02 03 04 05? Or a
 * range, 01200-01300; a social security number, 078-05-1120; or a long ZIP
 * code, 02110-1301?
 */
static bool
is_list(const struct number *n, unsigned groups)
{
	const unsigned v = lengths(n, groups);
	unsigned zeros = 0;

	for (unsigned i = 0; i < groups; i++)
		zeros +=
		    n->group[i].p[0] == '0' && n->group[i].n == n->group[0].n;
	return (zeros == groups || v == 444 || v == 222222 || v == 324 ||
	    (v == 54 && n->group[0].mark == MARK_DASH));
}

/* Do dots, slashes and dashes stand where they do in telephone numbers? */
static bool
has_trunk_marks(const struct number *n, unsigned groups, bool lone)
{
	const struct group *g = n->group;

	if (all_marks(n, 0, groups, MARK_DOT))
		return (lengths(n, groups) == 22222 ||
		    (lone && groups == 3 && g->n > 2));
	for (unsigned i = 0; i + 1 < groups; i++)
		if (g[i].mark == MARK_DOT || (i > 0 && g[i].mark == MARK_SLASH))
			return (false);
	if (g[0].mark == MARK_SLASH)
		return (g->n >= 3 && g[1].n >= (groups > 2 ? 2 : 5));
	return (!is_list(n, groups));
}

/* 020 7946 0958: the area code begins with the trunk prefix. */
static bool
is_trunk(const struct number *n, unsigned groups, bool lone)
{
	const struct group *g = n->group;
	const unsigned digits = count_digits(n, groups);

	if (g->p[0] != '0' || g->n < 2 || g->n > 6 || g->p[1] == '0' ||
	    groups < 2 || groups > 6 || !all_groups(n, 1, groups, 2, 9) ||
	    digits > 12)
		return (false);
	if (n->bracket)
		return (digits >= 8);
	return (digits >= (lone ? 8 : 9) && !is_date(n, groups) &&
	    has_trunk_marks(n, groups, lone));
}

static bool
is_marked(const struct number *n, unsigned groups, bool lone)
{
	return (is_trunk(n, groups, lone) || is_american(n, groups, lone) ||
	    is_apart(n, groups, lone));
}

/* May a number begin at ${i}? */
static bool
is_start(struct span s, size_t i)
{
	if (!ascii_isdigit(s.p[i]) && s.p[i] != '(')
		return (false);
	if (i == 0)
		return (true);
	if (ascii_isalnum(s.p[i - 1]) || s.p[i - 1] == '(')
		return (false);
	return (i == 1 || !ascii_isdigit(s.p[i - 2]) ||
	    !ascii_isone(s.p[i - 1], "-./:_"));
}

/* Does nothing go on at ${i} that would make the number part of it? */
static bool
is_end(struct span s, size_t i)
{
	if (i >= s.n)
		return (true);
	if (ascii_isalnum(s.p[i]))
		return (false);
	return (!ascii_isone(s.p[i], "-./:_") || i + 1 >= s.n ||
	    !(ascii_isdigit(s.p[i + 1]) ||
		(s.p[i] == '-' && ascii_isalpha(s.p[i + 1]))));
}

/* A slash before or behind ${start} to ${end}: that is a path. */
static bool
is_in_path(struct span s, size_t start, size_t end)
{
	return ((start > 0 && s.p[start - 1] == '/') ||
	    (end < s.n && s.p[end] == '/'));
}

/* May the number end with its first ${groups} groups? */
static bool
ends_with(struct span s, const struct number *n, unsigned groups)
{
	const struct group *g = &n->group[groups - 1];

	if (groups == n->n)
		return (is_end(s, g->end));
	/* Behind it there may be another one, or a word: 1012AB. */
	return (g->mark == MARK_BLANK &&
	    (g[1].p[0] == '0' || (groups + 1 == n->n && !is_end(s, g[1].end))));
}

/*
 * Where the longest number that begins at ${i} ends, or 0. Behind other
 * digits and a blank (${among}) groups of four are those of a longer number.
 */
static size_t
marked_end(struct span s, size_t i, bool among)
{
	struct number n;

	if (!read_number(s, i, &n))
		return (0);
	for (unsigned k = n.n; k > 1; k--) {
		const size_t end = n.group[k - 1].end;

		if (ends_with(s, &n, k) && is_marked(&n, k, false) &&
		    (n.group[0].mark != MARK_SLASH || !is_in_path(s, i, end)) &&
		    !(among && n.group[0].n == 4 && n.group[1].n == 4))
			return (end);
	}
	return (0);
}

bool
dial_marked(struct span text, size_t from, struct found *f)
{
	const unsigned sorts = RUN_DIGIT | RUN_PLAIN | RUN_DOT | RUN_FIGURE;
	struct run r = { from, from };

	while (run_next(text, r.end, sorts, MARKED_MIN, &r)) {
		for (size_t i = r.start; i + MARKED_MIN <= r.end; i++) {
			if (!is_start(text, i))
				continue;
			f->start = i;
			f->end = marked_end(text, i,
			    i > 1 && at_blank(text, i - 1) &&
				ascii_isdigit(text.p[i - 2]));
			if (f->end > 0)
				return (true);
		}
	}
	return (false);
}

/* 0612345678, 0031612345678 */
static bool
is_solid(const struct group *g)
{
	if (g->n < 9 || g->p[0] != '0')
		return (false);
	if (g->p[1] == '0')
		return (g->n >= 10 && g->p[2] != '0');
	/* The longest are German mobile numbers. */
	return (g->n <= 11 ||
	    (g->n == 12 && g->p[1] == '1' && g->p[2] >= '5' && g->p[2] <= '7'));
}

/* Groups without a trunk prefix, by their lengths, parted by ${marks}. */
static bool
is_grouped(const struct number *n)
{
	static const struct {
		unsigned lengths;
		unsigned marks;
	} forms[] = {
		{ 333, 1 << MARK_BLANK | 1 << MARK_DASH }, /* ES CZ PL PT */
		{ 3222, 1 << MARK_BLANK | 1 << MARK_DASH }, /* ES */
		{ 2322, 1 << MARK_BLANK | 1 << MARK_DASH }, /* PL */
		{ 2222, 1 << MARK_BLANK }, /* DK NO LU */
		{ 37, 1 << MARK_BLANK }, /* IT */
		{ 234, 1 << MARK_BLANK | 1 << MARK_DASH }, /* HU PT */
		{ 244, 1 << MARK_BLANK }, /* GR */
		{ 233, 1 << MARK_BLANK }, /* LV */
		{ 3322, 1 << MARK_BLANK | 1 << MARK_DASH | 1 << MARK_DOT },
	};
	const unsigned v = lengths(n, n->n);

	/* 1 234 567 is an amount; 192.0.2.10 an address. */
	if (n->group[0].p[0] < '2' ||
	    (n->group[0].mark == MARK_DOT && n->group[0].p[0] < '3') ||
	    is_date(n, n->n))
		return (false);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i].lengths == v)
			return (
			    (forms[i].marks & 1U << n->group[0].mark) != 0 &&
			    all_marks(n, 0, n->n, n->group[0].mark));
	return (false);
}

bool
dial_lone(struct span text, size_t from, struct found *f)
{
	struct number n;
	size_t i = 0, end = text.n;

	/* All of the text, or none of it. */
	while (at_blank(text, i))
		i++;
	while (end > i && at_blank(text, end - 1))
		end--;
	if (from > i || end - i < 8 || !is_start(text, i) ||
	    !read_number(text, i, &n) || n.group[n.n - 1].end != end)
		return (false);
	f->start = i;
	f->end = end;
	return (n.n == 1 ? is_solid(&n.group[0]) :
			   is_marked(&n, n.n, true) || is_grouped(&n));
}
