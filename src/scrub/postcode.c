/* SPDX-License-Identifier: ISC */
#include "scrub/postcode.h"

#include "base/ascii.h"
#include "scrub/at.h"

enum { IN = 3, UK_MIN = 6, DUTCH = 4, HOUSE_MAX = 5, CANADA = 6 };

/* The second letters of the areas that begin with a letter; ' ': none. */
static const char *const areas[26] = {
	['A' - 'A'] = "BL",
	['B' - 'A'] = " ABDHLNRSTX",
	['C' - 'A'] = "ABFHMORTVW",
	['D' - 'A'] = "ADEGHLNTY",
	['E' - 'A'] = " CHNX",
	['F' - 'A'] = "KY",
	['G' - 'A'] = " LUY",
	['H' - 'A'] = "ADGPRSUX",
	['I' - 'A'] = "GMPV",
	['J' - 'A'] = "E",
	['K' - 'A'] = "ATWY",
	['L' - 'A'] = " ADELNSU",
	['M' - 'A'] = " EKL",
	['N' - 'A'] = " EGNPRW",
	['O' - 'A'] = "LX",
	['P' - 'A'] = "AEHLOR",
	['R' - 'A'] = "GHM",
	['S' - 'A'] = " AEGKLMNOPRSTWY",
	['T' - 'A'] = "ADFNQRSW",
	['U' - 'A'] = "B",
	['W' - 'A'] = " ACDFNRSV",
	['Y' - 'A'] = "O",
	['Z' - 'A'] = "E",
};

static char
upper(char c)
{
	return (ascii_isalpha(c) ? (char)(c & ~0x20) : c);
}

/* Does a word begin at ${i}? What has dashes may be a UUID or a part number. */
static bool
is_start(struct span s, size_t i)
{
	return (i == 0 ||
	    (!ascii_isalnum(s.p[i - 1]) && s.p[i - 1] != '-' &&
		s.p[i - 1] != '.'));
}

/* Does a word end at ${i}? */
static bool
is_end(struct span s, size_t i)
{
	if (i >= s.n)
		return (true);
	return (!ascii_isalnum(s.p[i]) && s.p[i] != '-' &&
	    (s.p[i] != '.' || i + 1 == s.n || !ascii_isalnum(s.p[i + 1])));
}

/* Does the area ${s}, in the middle of London, divide its districts: W1A? */
static bool
is_divided(struct span s)
{
	static const char *const area[] = { "E", "N", "W", "EC", "NW", "SE",
		"SW", "WC" };

	for (size_t i = 0; i < sizeof(area) / sizeof(area[0]); i++)
		if (span_caseeq(s, span_str(area[i])))
			return (true);
	return (false);
}

/* Where the outward half that begins at ${i} ends: A9 A99 AA9 AA99 A9A AA9A. */
static size_t
outward_end(struct span s, size_t i)
{
	const size_t start = i;
	const char *second;
	char next = ' ';

	if (!at_alpha(s, i))
		return (0);
	second = areas[upper(s.p[i]) - 'A'];
	if (at_alpha(s, ++i))
		next = upper(s.p[i++]);
	if (second == NULL || strchr(second, next) == NULL || !at_digit(s, i))
		return (0);
	i++;
	if (at_alpha(s, i))
		return (is_divided(span_make(s.p + start, i - 1 - start)) ?
			i + 1 :
			0);
	/* A second digit belongs to it unless the other half begins there. */
	return (i + (at_digit(s, i) && !at_alpha(s, i + 1)));
}

/* Where the inward half that begins at ${i} ends: 9AA. */
static size_t
inward_end(struct span s, size_t i)
{
	if (!at_digit(s, i) || s.n - i < IN)
		return (0);
	for (size_t k = 1; k < IN; k++)
		if (!ascii_isalpha(s.p[i + k]) ||
		    ascii_isone(upper(s.p[i + k]), "CIKMOV"))
			return (0);
	return (i + IN);
}

/* Is ${s} a number of a colour rather: e6e6fa? */
static bool
is_hex(struct span s)
{
	size_t n = 0;

	while (n < s.n && ascii_ishex(s.p[n]))
		n++;
	return (n == UK_MIN && n == s.n);
}

static size_t
uk_end(struct span s, size_t i)
{
	size_t end = outward_end(s, i);

	/* What was a bank, and belongs to no area. */
	if (end == 0 && s.n - i > IN &&
	    span_caseeq(span_make(s.p + i, IN), SPAN("GIR")))
		end = i + IN;
	if (end == 0)
		return (0);
	end = inward_end(s, end + at_blank(s, end));
	if (end < i + UK_MIN || !is_end(s, end) ||
	    is_hex(span_make(s.p + i, end - i)))
		return (0);
	return (end);
}

/* Is it in capitals, with a blank before its last three bytes? */
static bool
is_proper(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'a')
			return (false);
	return (at_blank(s, s.n - IN - 1));
}

/* Where the Canadian postcode that begins at ${i} ends, or 0: A9A 9A9. */
static size_t
canadian_end(struct span s, size_t i)
{
	const size_t start = i;
	size_t capitals = 0;

	if (at_alpha(s, i) && ascii_isone(upper(s.p[i]), "WZ"))
		return (0);
	for (size_t n = 0; n < CANADA; n++, i++) {
		i += n == IN && at_blank(s, i);
		if (n % 2 == 1 ?
			!at_digit(s, i) :
			!at_alpha(s, i) || ascii_isone(upper(s.p[i]), "DFIOQU"))
			return (0);
		capitals += ascii_isalpha(s.p[i]) && s.p[i] < 'a';
	}
	if ((capitals != 0 && capitals != CANADA / 2) || !is_end(s, i) ||
	    is_hex(span_make(s.p + start, i - start)))
		return (0);
	return (i);
}

/* Where the postcode of either country that begins at ${i} ends, or 0. */
static size_t
lettered_end(struct span s, size_t i)
{
	const size_t end = uk_end(s, i);

	return (end > 0 ? end : canadian_end(s, i));
}

bool
postcode_lettered(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t end;

		if (!at_alpha(text, i) || !is_start(text, i))
			continue;
		end = lettered_end(text, i);
		if (end == 0 || !is_proper(span_make(text.p + i, end - i)))
			continue;
		f->start = i;
		f->end = end;
		return (true);
	}
	return (false);
}

/* Are these letters a unit rather than a half of a postcode? */
static bool
is_unit(char a, char b)
{
	static const char unit[][3] = { "MB", "GB", "KB", "TB", "HD", "MM",
		"CM", "KM", "KG", "MG", "ML", "AM", "PM", "EU", "PX", "HZ",
		"SA", "SD", "SS" };

	for (size_t i = 0; i < sizeof(unit) / sizeof(unit[0]); i++)
		if (unit[i][0] == upper(a) && unit[i][1] == upper(b))
			return (true);
	return (false);
}

/* Are these, in small letters behind a number and a blank, a word? */
static bool
is_word(const char *p)
{
	static const char words[] = "to in at on by of or is en de te op le la "
				    "et du el et bis km px vs as be an ";

	return (strstr(words, (char[]){ p[0], p[1], ' ', '\0' }) != NULL);
}

size_t
postcode_dutch(struct span s, size_t i)
{
	const size_t start = i;

	for (; i - start < DUTCH; i++)
		if (!at_digit(s, i))
			return (0);
	i += at_blank(s, i);
	if (s.p[start] == '0' || !at_alpha(s, i) || !at_alpha(s, i + 1) ||
	    is_unit(s.p[i], s.p[i + 1]) ||
	    (i - start > DUTCH && is_word(s.p + i)) ||
	    (i + 2 < s.n && ascii_isalnum(s.p[i + 2])))
		return (0);
	return (i + 2);
}

/* Where the house number behind the postcode that ends at ${i} ends. */
static size_t
house_end(struct span s, size_t i)
{
	const size_t start = ++i;

	if (start >= s.n || !ascii_isone(s.p[i - 1], " +-_,/"))
		return (start - 1);
	while (at_digit(s, i) && i - start < HOUSE_MAX)
		i++;
	if (i == start)
		return (start - 1);
	i += at_alpha(s, i);
	return (is_end(s, i) ? i : start - 1);
}

/* May ${s} be a number of a colour: 3366FF, 10aabb? */
static bool
is_colour(struct span s)
{
	if (s.n != DUTCH + 2 || (s.p[4] >= 'a') != (s.p[5] >= 'a'))
		return (false);
	return (ascii_ishex(s.p[4]) && ascii_ishex(s.p[5]) &&
	    (s.p[4] >= 'a' ||
		(s.p[0] == s.p[1] && s.p[2] == s.p[3] && s.p[4] == s.p[5])));
}

/* Where the Dutch postcode at ${i}, and the house number with it, end, or 0. */
static size_t
dutch_end(struct span s, size_t i)
{
	const size_t end = postcode_dutch(s, i);
	size_t house;

	if (end == 0)
		return (0);
	house = house_end(s, end);
	if (house > end)
		return (house);
	/* Alone it has to be all of the text, and no number of another kind. */
	return (i == 0 && end == s.n && !is_colour(s) ? end : 0);
}

bool
postcode_rough(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		if (!ascii_isalnum(text.p[i]) || !is_start(text, i))
			continue;
		f->start = i;
		f->end = ascii_isdigit(text.p[i]) ? dutch_end(text, i) :
						    lettered_end(text, i);
		if (f->end > 0)
			return (true);
	}
	return (false);
}
