/* SPDX-License-Identifier: ISC */
#include "scrub/card.h"

#include "base/ascii.h"
#include "scrub/checkdigit.h"
#include "scrub/run.h"

enum { CARD_MIN = 13, CARD_MAX = 19 };

/*
 * Numbers whose first six digits are low to high have min to max digits. UATP
 * has a 1 and the airline; before 1001 are accounts of Facebook, and what is
 * left out after that are the threads of Linux (0x7f0000000000 and more).
 */
static const struct range {
	unsigned low;
	unsigned high;
	unsigned min;
	unsigned max;
} ranges[] = {
	/* UATP */
	{ 100100, 139599, 15, 15 },
	{ 140800, 199999, 15, 15 },
	/* Mir */
	{ 220000, 220499, 16, 19 },
	/* Mastercard */
	{ 222100, 272099, 16, 16 },
	{ 510000, 559999, 16, 16 },
	/* Diners Club */
	{ 300000, 305999, 14, 19 },
	{ 309500, 309599, 14, 19 },
	{ 360000, 369999, 14, 19 },
	{ 380000, 399999, 14, 19 },
	/* American Express */
	{ 340000, 349999, 15, 15 },
	{ 370000, 379999, 15, 15 },
	/* JCB */
	{ 352800, 358999, 16, 19 },
	/* Visa */
	{ 400000, 499999, 13, 13 },
	{ 400000, 499999, 16, 16 },
	{ 400000, 499999, 19, 19 },
	/* Maestro */
	{ 501800, 501899, 13, 19 },
	{ 502000, 502099, 13, 19 },
	{ 503800, 503899, 13, 19 },
	{ 561200, 561299, 13, 19 },
	{ 589300, 589399, 13, 19 },
	{ 630400, 630499, 13, 19 },
	{ 639000, 639099, 13, 19 },
	{ 670000, 679999, 13, 19 },
	/* Dankort */
	{ 501900, 501999, 16, 16 },
	/* Elo */
	{ 504175, 504175, 16, 16 },
	{ 636297, 636368, 16, 16 },
	/* Verve */
	{ 506099, 506198, 16, 19 },
	{ 507865, 507964, 16, 19 },
	/* RuPay */
	{ 508500, 508999, 16, 16 },
	{ 606985, 608500, 16, 16 },
	{ 817200, 820199, 16, 16 },
	/* Discover */
	{ 601100, 601199, 16, 19 },
	{ 644000, 659999, 16, 19 },
	/* Hipercard */
	{ 606282, 606282, 16, 19 },
	/* InstaPayment */
	{ 637000, 639999, 16, 16 },
	/* UnionPay */
	{ 620000, 629999, 16, 19 },
	{ 810000, 817199, 16, 19 },
	/* Uzcard */
	{ 860000, 860099, 16, 16 },
	/* Troy */
	{ 979200, 979289, 16, 16 },
	/* Humo */
	{ 986000, 986099, 16, 16 },
};

static bool
is_issued(const char *digit, unsigned n)
{
	unsigned first = 0;

	for (int i = 0; i < 6; i++)
		first = first * 10 + (unsigned)(digit[i] - '0');
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (first >= ranges[i].low && first <= ranges[i].high &&
		    n >= ranges[i].min && n <= ranges[i].max)
			return (true);
	return (false);
}

/*
 * Is it an article number (EAN-13)? These begin with a 4 in Germany and
 * Japan, as the oldest cards of Visa do, of which there are few left.
 */
static bool
is_article(const char *digit, unsigned n)
{
	static const int8_t weight[CARD_MIN] = { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3,
		1, 3, 1 };

	return (
	    n == CARD_MIN && checkdigit_sum(digit, weight, CARD_MIN) % 10 == 0);
}

/* Does the number end at ${i}: neither a digit nor a word goes on there? */
static bool
is_end(struct span s, size_t i)
{
	return (i >= s.n || !ascii_isalnum(s.p[i]));
}

/* Where the longest card number that begins at ${i} ends, or 0. */
static size_t
card_end(struct span s, size_t i)
{
	char digit[CARD_MAX];
	unsigned n = 0;
	size_t end = 0;

	for (; i < s.n && n < CARD_MAX; i++) {
		if (ascii_isdigit(s.p[i])) {
			digit[n++] = s.p[i];
			if (n >= CARD_MIN && is_end(s, i + 1) &&
			    is_issued(digit, n) && checkdigit_luhn(digit, n) &&
			    !is_article(digit, n))
				end = i + 1;
		} else if ((s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '+') ||
		    !ascii_isdigit(s.p[i - 1]))
			break;
	}
	return (end);
}

/* May a card number begin at ${i}? */
static bool
is_start(struct span s, size_t i)
{
	return (ascii_isdigit(s.p[i]) &&
	    (i == 0 || !ascii_isalnum(s.p[i - 1])) &&
	    (i < 2 || s.p[i - 1] != '.' || !ascii_isdigit(s.p[i - 2])));
}

bool
card_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_DIGIT | RUN_PLAIN, CARD_MIN, &r)) {
		for (size_t i = r.start; i < r.end; i++) {
			if (!is_start(text, i))
				continue;
			f->start = i;
			f->end = card_end(text, i);
			if (f->end > 0)
				return (true);
		}
	}
	return (false);
}
