/* SPDX-License-Identifier: ISC */
#include "scrub/street.h"

#include "base/ascii.h"
#include "scrub/at.h"
#include "scrub/postcode.h"

enum {
	WORD_MAX = 32,
	STEM_MIN = 3, /* what stands before the ending of a street */
	HOUSE_MAX = 4, /* digits */
	ZIP = 5,
	WORDS_MAX = 4 /* between the number and the word for a street */
};

/* Endings of streets, in words of their own or not. */
static const char *const strong[] = { "straat", "strasse", "stra\303\237e",
	"str.", "gasse", "gracht", "gatan", "laan", "steeg", "v\xc3\xa4gen" };
static const char *const weak[] = { "weg", "platz", "plein", "allee", "kade",
	"singel", "dijk", "str", "gata", "gade", "vej", "katu", "hof" };

/* Words for a street before its name, the house number before them. */
static const char *const before[] = { "rue", "avenue", "av.", "ave",
	"boulevard", "bd", "impasse", "chemin", "quai", "all\303\251e", "place",
	"route" };

/* Words for a street before its name, the house number behind it. */
static const char *const ahead[] = { "viale", "piazza", "corso", "calle", "c/",
	"avenida", "avda.", "plaza", "rua", "ulica", "ul." };

/* The same where they begin the text: it is an English word, too. */
static const char *const first[] = { "via" };

/* Words for a street behind its name, the house number before it. */
static const char *const behind[] = { "street", "road", "avenue", "lane",
	"drive", "crescent", "terrace", "gardens", "square", "close", "court",
	"rd", "ave" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
is_blank(char c)
{
	return (c == ' ' || c == '+');
}

/* Is ${c} part of a word? */
static bool
is_word(char c)
{
	return (ascii_isalpha(c) || (unsigned char)c >= 0x80 || c == '.' ||
	    c == '\'' || c == '-' || c == '/');
}

/* Where the house number at ${i} ends, its letter included; or 0. */
static size_t
house_end(struct span s, size_t i)
{
	const size_t start = i;

	while (at_digit(s, i) && i - start <= HOUSE_MAX)
		i++;
	if (i == start || i - start > HOUSE_MAX || s.p[start] == '0')
		return (0);
	if (i < s.n && ascii_isalpha(s.p[i]))
		i++;
	if (i < s.n &&
	    (ascii_isalnum(s.p[i]) ||
		(strchr(".:/", s.p[i]) != NULL && at_digit(s, i + 1))))
		return (0);
	return (i);
}

/* Where the postcode that follows ${i} ends, or ${i}. */
static size_t
zip_end(struct span s, size_t i)
{
	size_t at = i, end;

	while (at < s.n && at - i < 3 && (is_blank(s.p[at]) || s.p[at] == ','))
		at++;
	if (at == i)
		return (i);
	for (end = at; at_digit(s, end) && end - at <= ZIP;)
		end++;
	if (end - at == ZIP && (end == s.n || !ascii_isalnum(s.p[end])))
		return (end);
	end = postcode_dutch(s, at);
	return (end > 0 ? end : i);
}

/* The word that ends at ${i}; too long a one is empty. */
static struct span
word_before(struct span s, size_t from, size_t i)
{
	size_t n = 0;

	while (i - n > from && n <= WORD_MAX && is_word(s.p[i - n - 1]))
		n++;
	return (span_make(s.p + i - n, n > WORD_MAX ? 0 : n));
}

/* Has ${w} one of these ${endings} behind enough letters? */
static bool
is_ending(struct span w, const char *const *endings, size_t n)
{
	for (; n > 0; n--, endings++) {
		const struct span e = span_str(*endings);

		if (w.n >= e.n + STEM_MIN &&
		    span_caseeq(span_from(w, w.n - e.n), e))
			return (true);
	}
	return (false);
}

static bool
is_one_of(struct span w, const char *const *words, size_t n)
{
	for (; n > 0; n--, words++)
		if (span_caseeq(w, span_str(*words)))
			return (true);
	return (false);
}

/* Do digits begin at ${i}, behind a blank? */
static bool
is_number(struct span s, size_t from, size_t i)
{
	return (ascii_isdigit(s.p[i]) && i > from + 1 && is_blank(s.p[i - 1]));
}

/* Kerkstraat 12: is the word before the number at ${i} a street? */
static bool
is_ended(struct span s, size_t from, size_t i, bool lone, struct found *f)
{
	size_t end = i - 1;
	struct span w;

	if (end > from && s.p[end - 1] == ',')
		end--;
	w = word_before(s, from, end);
	if (!is_ending(w, strong, COUNT(strong)) &&
	    !(lone && is_ending(w, weak, COUNT(weak))))
		return (false);
	f->start = end - w.n;
	f->end = house_end(s, i);
	return (f->end > 0);
}

/* via Roma 5: does a word for a street stand a few words before ${i}? */
static bool
is_ahead(struct span s, size_t from, size_t i, struct found *f)
{
	size_t at = i - 1;

	for (unsigned n = 0; n < WORDS_MAX; n++) {
		struct span w;

		if (at > from && s.p[at - 1] == ',' && n == 0)
			at--;
		w = word_before(s, from, at);
		if (w.n == 0)
			return (false);
		at -= w.n;
		if (n > 0 &&
		    (is_one_of(w, ahead, COUNT(ahead)) ||
			(at == 0 && is_one_of(w, first, COUNT(first))))) {
			f->start = at;
			f->end = house_end(s, i);
			return (f->end > 0);
		}
		if (at <= from || !is_blank(s.p[at - 1]))
			return (false);
		at--;
	}
	return (false);
}

/* The word at ${i}. */
static struct span
word_at(struct span s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && n <= WORD_MAX && is_word(s.p[i + n]))
		n++;
	return (span_make(s.p + i, n > WORD_MAX ? 0 : n));
}

/* Does a street end at ${i}: the end, a comma, or a postcode? */
static bool
is_street_end(struct span s, size_t i)
{
	return (i == s.n || s.p[i] == ',' || zip_end(s, i) > i);
}

/* 12 rue de la Paix, 221B Baker Street: a house number at ${i}, the rest. */
static bool
is_numbered(struct span s, size_t i, struct found *f)
{
	size_t at = house_end(s, i);

	f->start = i;
	for (unsigned n = 0; at > 0 && at < s.n && n < WORDS_MAX; n++) {
		struct span w;

		at += n == 0 && s.p[at] == ',';
		if (at >= s.n || !is_blank(s.p[at]))
			return (false);
		w = word_at(s, ++at);
		if (w.n == 0)
			return (false);
		at += w.n;
		f->end = at;
		if (n > 0 && is_one_of(w, behind, COUNT(behind)) &&
		    is_street_end(s, at))
			return (true);
		/* bis and ter belong to the number. */
		if (n <= 1 && is_one_of(w, before, COUNT(before)) &&
		    at + 1 < s.n && is_blank(s.p[at])) {
			while (f->end < s.n &&
			    (is_word(s.p[f->end]) || is_blank(s.p[f->end])))
				f->end++;
			return (true);
		}
	}
	return (false);
}

bool
street_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		if (!is_number(text, from, i) ||
		    !is_ended(text, from, i, false, f))
			continue;
		f->end = zip_end(text, f->end);
		return (true);
	}
	return (false);
}

bool
street_rough(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		const bool number = is_number(text, from, i);

		if (!ascii_isdigit(text.p[i]) ||
		    !(number || i == 0 || text.p[i - 1] == ','))
			continue;
		if (!(number &&
			(is_ended(text, from, i, true, f) ||
			    is_ahead(text, from, i, f))) &&
		    !is_numbered(text, i, f))
			continue;
		f->end = zip_end(text, f->end);
		return (true);
	}
	return (false);
}
