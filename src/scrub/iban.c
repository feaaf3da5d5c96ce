/* SPDX-License-Identifier: ISC */
#include "scrub/iban.h"

#include "base/ascii.h"
#include "scrub/checkdigit.h"
#include "scrub/run.h"

enum {
	HEAD = 4, /* the country and the check digits */
	GROUP = 4,
	IBAN_MAX = 34,
	GROUPS_MAX = (IBAN_MAX + GROUP - 1) / GROUP,
	/* No run of digits and blanks begins later in an IBAN in groups. */
	BEFORE_RUN = 24
};

/*
 * What follows the check digits: sorts, each with how many there are of it;
 * n is a digit, a a letter, c either.
 */
static const struct country {
	char name[3];
	const char *bban;
} countries[] = {
	{ "AD", "n8c12" },
	{ "AE", "n19" },
	{ "AL", "n8c16" },
	{ "AT", "n16" },
	{ "AZ", "a4c20" },
	{ "BA", "n16" },
	{ "BE", "n12" },
	{ "BG", "a4n6c8" },
	{ "BH", "a4c14" },
	{ "BI", "n23" },
	{ "BR", "n23a1c1" },
	{ "BY", "c4n4c16" },
	{ "CH", "n5c12" },
	{ "CR", "n18" },
	{ "CY", "n8c16" },
	{ "CZ", "n20" },
	{ "DE", "n18" },
	{ "DJ", "n23" },
	{ "DK", "n14" },
	{ "DO", "c4n20" },
	{ "EE", "n16" },
	{ "EG", "n25" },
	{ "ES", "n20" },
	{ "FI", "n14" },
	{ "FK", "a2n12" },
	{ "FO", "n14" },
	{ "FR", "n10c11n2" },
	{ "GB", "a4n14" },
	{ "GE", "a2n16" },
	{ "GI", "a4c15" },
	{ "GL", "n14" },
	{ "GR", "n7c16" },
	{ "GT", "c24" },
	{ "HN", "a4n20" },
	{ "HR", "n17" },
	{ "HU", "n24" },
	{ "IE", "a4n14" },
	{ "IL", "n19" },
	{ "IQ", "a4n15" },
	{ "IS", "n22" },
	{ "IT", "a1n10c12" },
	{ "JO", "a4n4c18" },
	{ "KW", "a4c22" },
	{ "KZ", "n3c13" },
	{ "LB", "n4c20" },
	{ "LC", "a4c24" },
	{ "LI", "n5c12" },
	{ "LT", "n16" },
	{ "LU", "n3c13" },
	{ "LV", "a4c13" },
	{ "LY", "n21" },
	{ "MC", "n10c11n2" },
	{ "MD", "c20" },
	{ "ME", "n18" },
	{ "MK", "n3c10n2" },
	{ "MN", "n16" },
	{ "MR", "n23" },
	{ "MT", "a4n5c18" },
	{ "MU", "a4n19a3" },
	{ "NI", "a4n20" },
	{ "NL", "a4n10" },
	{ "NO", "n11" },
	{ "OM", "n3c16" },
	{ "PK", "a4c16" },
	{ "PL", "n24" },
	{ "PS", "a4c21" },
	{ "PT", "n21" },
	{ "QA", "a4c21" },
	{ "RO", "a4c16" },
	{ "RS", "n18" },
	{ "RU", "n14c15" },
	{ "SA", "n2c18" },
	{ "SC", "a4n20a3" },
	{ "SD", "n14" },
	{ "SE", "n20" },
	{ "SI", "n15" },
	{ "SK", "n20" },
	{ "SM", "a1n10c12" },
	{ "SO", "n19" },
	{ "ST", "n21" },
	{ "SV", "a4n20" },
	{ "TL", "n19" },
	{ "TN", "n20" },
	{ "TR", "n6c16" },
	{ "UA", "n6c19" },
	{ "VA", "n18" },
	{ "VG", "a4n16" },
	{ "XK", "n16" },
	{ "YE", "a4n4c18" },
};

static char
upper(char c)
{
	return (c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c);
}

static bool
is_separator(char c)
{
	return (c == ' ' || c == '+' || c == '-' || c == '.');
}

static bool
is_sort(char sort, char c)
{
	return (sort == 'n' ? ascii_isdigit(c) :
		sort == 'a' ? ascii_isalpha(c) :
			      ascii_isalnum(c));
}

/* The country whose account number may begin at ${i}, or NULL. */
static const struct country *
country_at(struct span s, size_t i)
{
	char first, second;

	/* Most texts have letters there. */
	if (s.n - i < HEAD || !ascii_isdigit(s.p[i + 2]) ||
	    !ascii_isdigit(s.p[i + 3]) || !ascii_isalpha(s.p[i]) ||
	    !ascii_isalpha(s.p[i + 1]) || (i > 0 && ascii_isalnum(s.p[i - 1])))
		return (NULL);
	first = upper(s.p[i]);
	second = upper(s.p[i + 1]);
	for (size_t k = 0; k < sizeof(countries) / sizeof(countries[0]); k++)
		if (countries[k].name[0] == first &&
		    countries[k].name[1] == second)
			return (&countries[k]);
	return (NULL);
}

/* What is at ${i} between two groups, where ${n} bytes are before it. */
static bool
is_between(struct span s, size_t i, size_t n, char *between)
{
	if (n % GROUP != 0 || i >= s.n || !is_separator(s.p[i]) ||
	    (*between != '\0' && *between != s.p[i]))
		return (false);
	*between = s.p[i];
	return (true);
}

/* Are the letters from the second on all small or all capital? */
static bool
is_one_case(struct span s)
{
	bool small = false, capital = false;

	for (size_t i = 1; i < s.n; i++) {
		small |= s.p[i] >= 'a';
		capital |= ascii_isalpha(s.p[i]) && s.p[i] < 'a';
	}
	return (!small || !capital);
}

/* Where the number of ${c} that begins at ${i} ends, or 0 when it is none. */
static size_t
number_end(struct span s, size_t i, const struct country *c)
{
	const char *bban = c->bban;
	const size_t start = i;
	char id[IBAN_MAX], between = '\0';
	size_t n = 0;

	for (; n < HEAD; n++)
		id[n] = upper(s.p[i++]);
	while (*bban != '\0') {
		const char sort = *bban++;
		unsigned left = 0;

		while (ascii_isdigit(*bban))
			left = left * 10 + (unsigned)(*bban++ - '0');
		for (; left > 0; left--) {
			i += is_between(s, i, n, &between);
			if (i >= s.n || n == IBAN_MAX || !is_sort(sort, s.p[i]))
				return (0);
			id[n++] = upper(s.p[i++]);
		}
	}
	if (!is_one_case(span_make(s.p + start, i - start)) ||
	    (i < s.n && ascii_isalnum(s.p[i])) ||
	    checkdigit_mod97(id, HEAD,
		checkdigit_mod97(id + HEAD, n - HEAD, 0)) != 1)
		return (0);
	return (i);
}

/* Store the first number that begins from ${i} to ${end} in ${f}. */
static bool
find(struct span s, size_t i, size_t end, struct found *f)
{
	for (; i < end; i++) {
		const struct country *c = country_at(s, i);

		if (c == NULL)
			continue;
		f->end = number_end(s, i, c);
		f->start = i;
		if (f->end > 0)
			return (true);
	}
	return (false);
}

bool
iban_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_TOKEN, BYTES_TOKEN_MIN, &r))
		if (find(text, r.start, r.end, f))
			return (true);
	return (false);
}

bool
iban_grouped(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (
	    run_next(text, r.end, RUN_DIGIT | RUN_PLAIN, BYTES_PLAIN_MIN, &r)) {
		const size_t before = r.start - from;

		if (find(text,
			before > BEFORE_RUN ? r.start - BEFORE_RUN : from,
			r.end, f))
			return (true);
	}
	return (false);
}

/* How many letters and digits the numbers of ${c} have. */
static size_t
length_in(const struct country *c)
{
	const char *bban = c->bban;
	size_t n = HEAD;

	while (*bban != '\0') {
		size_t part = 0;

		for (bban++; ascii_isdigit(*bban); bban++)
			part = part * 10 + (size_t)(*bban - '0');
		n += part;
	}
	return (n);
}

/* How many letters and digits are at ${i}, up to one more than a group? */
static size_t
group_length(struct span s, size_t i)
{
	size_t n = 0;

	while (n <= GROUP && i + n < s.n && ascii_isalnum(s.p[i + n]))
		n++;
	return (n);
}

/* How many are in the groups that begin at ${i}? Only the last is short. */
static size_t
groups_length(struct span s, size_t i)
{
	const size_t start = i;
	size_t n = 0, group;

	while (n <= IBAN_MAX) {
		group = group_length(s, i);
		if (group > GROUP)
			break;
		n += group;
		i += group + 1;
		if (group < GROUP || i > s.n ||
		    s.p[i - 1] != s.p[start + GROUP])
			break;
	}
	return (n);
}

bool
iban_covers(struct span s, size_t at)
{
	size_t i = at;

	i += i < s.n && s.p[i] == '+';
	for (unsigned n = 0; n < GROUPS_MAX && i > GROUP; n++) {
		const struct country *c;

		if (!is_separator(s.p[i - 1]))
			break;
		i -= GROUP + 1;
		if (group_length(s, i) != GROUP)
			break;
		c = country_at(s, i);
		if (c != NULL)
			return (groups_length(s, i) == length_in(c));
	}
	return (false);
}
