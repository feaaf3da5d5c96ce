/* SPDX-License-Identifier: ISC */
#include "scrub/birth.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/at.h"
#include "scrub/letters.h"

enum { YEAR = 4, SOLID = 8, NAME_MIN = 3, NAME_MAX = 13 };

/* A day or a month as it is written: one of the two, or either. */
struct part {
	size_t start;
	size_t end;
	unsigned value;
	bool named; /* a month by its name */
};

static bool
is_mark(char c)
{
	return (c == '-' || c == '/' || c == '.' || c == ' ' || c == '+' ||
	    c == ',' || c == '_');
}

/* May ${c} be in a word or number, as ASCII or as a part of UTF-8? */
static bool
is_word(char c)
{
	return (ascii_isalnum(c) || (unsigned char)c >= 0x80);
}

/*
 * The months in English, Dutch, German, French, Spanish, Italian, Portuguese,
 * Polish, Swedish, Danish and Norwegian, without accents.
 */
static const char *const months[] = {
	" january januari januar janvier jaenner janner enero gennaio janeiro "
	"stycznia styczen ",
	" february februari februar fevrier febrero febbraio fevereiro lutego "
	"luty ",
	" march maart mrt marz maerz mars marzo marco marca marzec marts ",
	" april avril abril aprile kwietnia kwiecien ",
	" may mei mai mayo maggio maio maja maj ",
	" june juni juin junio giugno junho czerwca czerwiec ",
	" july juli juillet julio luglio julho lipca lipiec ",
	" august augustus aout agosto sierpnia sierpien augusti ",
	" september septembre septiembre setiembre settembre setembro wrzesnia "
	"wrzesien ",
	" october oktober octobre octubre ottobre outubro pazdziernika "
	"pazdziernik ",
	" november novembre noviembre novembro listopada listopad ",
	" december dezember decembre diciembre dicembre dezembro grudnia "
	"grudzien desember ",
};

/* The month called ${s}, in full or by its first letters; 0: none. */
static unsigned
month_named(struct span s)
{
	char name[NAME_MAX + 3], *p = name + NAME_MAX + 2;
	size_t n;

	if (s.n < NAME_MIN || s.n > NAME_MAX)
		return (0);
	*p = '\0';
	for (size_t i = s.n; i > 0;) {
		i -= letters_before(s, i, --p);
		if (*p == 0 || ascii_isdigit(*p))
			return (0);
	}
	n = strlen(p);
	/* Other words are in full: a blank behind them. */
	if (n > NAME_MIN + 1) {
		memmove(p - 1, p, n);
		p--;
		p[n] = ' ';
	}
	*--p = ' ';
	for (unsigned m = 0; m < 12; m++)
		if (strstr(months[m], p) != NULL)
			return (m + 1);
	return (0);
}

/* 12 de mayo de 1984 */
static bool
is_of(struct span s)
{
	return (span_caseeq(s, SPAN("of")) || span_caseeq(s, SPAN("de")) ||
	    span_caseeq(s, SPAN("di")) || span_caseeq(s, SPAN("del")));
}

/* Make ${p} what stands from p->start to p->end. */
static bool
read_part(struct span s, struct part *p)
{
	struct span w = span_make(s.p + p->start, p->end - p->start);

	p->named = false;
	p->value = 0;
	if (w.n > 0 && ascii_isalpha(w.p[0])) {
		p->named = true;
		p->value = month_named(w);
		return (p->value > 0);
	}
	/* 17th, 1er */
	if (w.n > 2 && !ascii_isdigit(w.p[w.n - 1]))
		w.n -= 2;
	if (w.n > 2)
		return (false);
	for (size_t i = 0; i < w.n; i++) {
		if (!ascii_isdigit(w.p[i]))
			return (false);
		p->value = p->value * 10 + (unsigned)(w.p[i] - '0');
	}
	return (p->value > 0 && p->value <= 31);
}

/* The part before the marks that end at ${i}, which are two at most. */
static bool
part_before(struct span s, size_t from, size_t i, struct part *p)
{
	for (unsigned words = 0; words < 2; words++) {
		size_t marks = 0;

		for (; i > from && marks < 2 && is_mark(s.p[i - 1]); i--)
			marks++;
		p->start = p->end = i;
		while (p->start > from && p->end - p->start <= NAME_MAX &&
		    is_word(s.p[p->start - 1]))
			p->start--;
		if (marks == 0)
			return (false);
		i = p->start;
		if (!is_of(span_make(s.p + i, p->end - i)))
			break;
	}
	return (read_part(s, p));
}

static bool
part_behind(struct span s, size_t i, struct part *p)
{
	size_t marks = 0;

	for (; i < s.n && marks < 2 && is_mark(s.p[i]); i++)
		marks++;
	p->start = p->end = i;
	/* 1985-05-17T00:00:00Z */
	while (p->end - p->start <= NAME_MAX && p->end < s.n &&
	    is_word(s.p[p->end]) &&
	    !(s.p[p->end] == 'T' && p->end > i && at_digit(s, i) &&
		at_digit(s, p->end + 1)))
		p->end++;
	return (marks > 0 && read_part(s, p));
}

/* May these two be a day and a month, in the year at ${year}? */
static bool
is_day(const struct part *a, const struct part *b, const char *year)
{
	if (a->value == 1 && b->value == 1 && memcmp(year, "1970", YEAR) == 0)
		return (false);
	if (a->named || b->named)
		return (a->named != b->named);
	return (a->value <= 12 || b->value <= 12);
}

/* 19850517 at ${i} */
static bool
is_solid(struct span s, size_t i)
{
	const struct part month = { i + YEAR, i + YEAR + 2, 0, false };
	struct part m = month, d = month;

	d.start += 2;
	d.end += 2;
	return (i + SOLID <= s.n && !at_alnum(s, i + SOLID) &&
	    read_part(s, &m) && read_part(s, &d) && m.value <= 12);
}

/* Is there a date with the year at ${i}? */
static bool
is_birth(struct span s, size_t from, size_t i, struct found *f)
{
	struct part a, b;

	f->start = i;
	f->end = i + YEAR;
	if (is_solid(s, i)) {
		f->end = i + SOLID;
		return (true);
	}
	if (at_alnum(s, f->end))
		return (false);
	if (part_before(s, from, i, &a) && part_before(s, from, a.start, &b) &&
	    is_day(&a, &b, s.p + i)) {
		f->start = b.start;
		return (true);
	}
	if (part_behind(s, f->end, &a) && part_behind(s, a.end, &b) &&
	    is_day(&a, &b, s.p + i) && (a.named || a.value <= 12)) {
		f->end = b.end;
		return (true);
	}
	return (false);
}

bool
birth_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		i += span_index(span_from(text, i), '1');
		if (i + YEAR > text.n || text.p[i + 1] != '9' ||
		    !ascii_isdigit(text.p[i + 2]) ||
		    !ascii_isdigit(text.p[i + 3]) ||
		    (i > 0 && ascii_isalnum(text.p[i - 1])))
			continue;
		if (is_birth(text, from, i, f))
			return (true);
	}
	return (false);
}
