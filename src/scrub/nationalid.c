/* SPDX-License-Identifier: ISC */
#include "scrub/nationalid.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/at.h"
#include "scrub/idworld.h"
#include "scrub/run.h"

enum {
	ID_MIN = 8, /* letters and digits */
	ID_MAX = 18,
	DIGITS_MIN = 4,
	LETTERS_MAX = 6, /* at the beginning */
	/* So far before its run of digits a number may begin. */
	BEFORE_RUN = 8
};

enum strength { LONE, STRONG };

/*
 * In a shape: 9 is a digit, A a letter, U a capital letter, * a letter or
 * digit; `_` is where a blank, `+`, `-` or `.` may stand, `~` where one must,
 * and they are all the same; anything else is itself. The length counts
 * letters and digits, as does the check.
 *
 * With each kind stands how many numbers (or words) of its shape that mean
 * something else have a right check: it says whether the row is STRONG.
 */
static const struct row {
	unsigned len;
	enum strength strength;
	const char *shape;
	idcheck_fn *check;
} rows[] = {
	/* NL, BSN (Besluit burgerservicenummer; eleven test): 1 in 11 */
	{ 9, LONE, "999_999_999", ideurope_bsn },
	{ 9, LONE, "9999~99~999", ideurope_bsn },
	/* BE, Rijksregisternummer (KB 3 april 1984): 1 in 700 */
	{ 11, STRONG, "99.99.99-999.99", ideurope_rrn },
	{ 11, STRONG, "99_99_99_999_99", ideurope_rrn },
	{ 11, STRONG, "999999~999~99", ideurope_rrn },
	/* LU, matricule (loi du 19 juin 2013): 1 in 200000 */
	{ 13, STRONG, "9999_99_99_999_99", ideurope_matricule },
	/* DE, Steuer-ID (AO 139b; ISO 7064): 1 in 300 */
	{ 11, LONE, "99_999_999_999", ideurope_steuer },
	/* DE, Personalausweis, Reisepass (ICAO Doc 9303 part 3): 1 in 10 */
	{ 9, LONE, "U*******9", ideurope_ausweis_old },
	{ 10, LONE, "U********9", ideurope_ausweis },
	/* DE, Versicherungsnummer (SGB VI 147; VKVV 2): 1 in 80 */
	{ 12, STRONG, "99_999999_A_999", ideurope_rvnr },
	/* DE, USt-IdNr., which is a person's as well (UStG 27a): 1 in 10 */
	{ 11, LONE, "AA_999_999_999", ideurope_ust },
	{ 11, LONE, "AA~999999999", ideurope_ust },
	/* AT, Sozialversicherungsnummer (ASVG 30c): 1 in 300 */
	{ 10, LONE, "9999~999999", ideurope_svnr },
	{ 10, LONE, "9999999999", ideurope_svnr_bare },
	{ 10, LONE, "9999~99~99~99", ideurope_svnr },
	/* CH, AHV-Nummer (AHVV 134quater; EAN-13): 1 in 10000 */
	{ 13, STRONG, "999_9999_9999_99", ideurope_ahv },
	/* FR, NIR (INSEE, decret 82-103): 1 in 2000 */
	{ 15, STRONG, "9_99_99_**_999_999_99", ideurope_nir },
	{ 15, STRONG, "99999**999999~99", ideurope_nir },
	/* ES, DNI, NIE (Real Decreto 1553/2005): 1 in 26 */
	{ 9, LONE, "99999999_A", ideurope_dni },
	{ 9, LONE, "99.999.999-A", ideurope_dni },
	{ 8, LONE, "9999999-A", ideurope_dni_short },
	{ 9, STRONG, "A_9999999_A", ideurope_nie },
	/* PT, NIF (Portaria 377/2003), of persons: 1 in 35 */
	{ 9, LONE, "999_999_999", ideurope_nif },
	/* IT, codice fiscale (DM 23 dicembre 1976): its shape is enough */
	{ 16, STRONG, "AAA_AAA_**A**_A***A", ideurope_codice },
	/* PL, PESEL (Ustawa o ewidencji ludnosci): 1 in 140 */
	{ 11, LONE, "99999999999", ideurope_pesel },
	/* CZ, SK, rodne cislo (zakon 133/2000): 1 in 150 */
	{ 10, LONE, "999999/9999", ideurope_rodne },
	{ 10, LONE, "9999999999", ideurope_rodne_bare },
	/* RO, CNP (Legea 105/1996), not of men who were born from 1923 to 1991,
	 * which might as well be milliseconds: 1 in 600; BG, EGN: 1 in 100 */
	{ 13, LONE, "9999999999999", ideurope_cnp },
	{ 10, LONE, "9999999999", ideurope_egn },
	/* SI, HR, RS and others, JMBG, EMSO: 1 in 1500; GR, AMKA: 1 in 300 */
	{ 13, LONE, "9999999999999", ideurope_jmbg },
	{ 11, LONE, "99999999999", ideurope_amka },
	/* EE, LT, isikukood, asmens kodas (EVS 585:2007): 1 in 700 */
	{ 11, LONE, "99999999999", ideurope_isikukood },
	/* FI, henkilotunnus (Valtioneuvoston asetus 128/2010): 1 in 1000 */
	{ 10, STRONG, "999999-999*", ideurope_hetu },
	{ 11, STRONG, "999999A999*", ideurope_hetu },
	/* SE, personnummer (SKV 704): 1 in 140, with a century 1 in 20000 */
	{ 10, LONE, "999999-9999", ideurope_personnummer },
	{ 10, LONE, "999999+9999", ideurope_personnummer },
	{ 10, LONE, "9999999999", ideurope_personnummer_bare },
	{ 12, LONE, "99999999_9999", ideurope_personnummer_long },
	/* DK, CPR (lov om CPR), a date and no check: 1 in 27 */
	{ 10, LONE, "999999-9999", ideurope_cpr },
	/* NO, fodselsnummer (folkeregisterforskriften 2-2-1): 1 in 900 */
	{ 11, STRONG, "999999_99999", ideurope_fnr },
	/* IS, kennitala (log 140/2019): 1 in 1500; with a dash as in DK */
	{ 10, LONE, "9999999999", ideurope_kennitala },
	/* GB, National Insurance number (HMRC NIM39110): no check */
	{ 9, STRONG, "AA99~99~99A", ideurope_nino },
	{ 9, STRONG, "AA~99~99~99~A", ideurope_nino },
	{ 9, LONE, "AA999999A", ideurope_nino },
	/* GB, NHS number (ISB 0149) 1 in 11, issued ones 1 in 35; CHI: 1 in 300 */
	{ 10, LONE, "999~999~9999", ideurope_nhs },
	{ 10, LONE, "9999999999", ideurope_nhs_issued },
	{ 10, LONE, "9999999999", ideurope_chi },
	/* IE, PPS number (S.W.C. Act 2005): 1 in 26 */
	{ 8, LONE, "9999999A", ideurope_pps },
	{ 9, LONE, "9999999AA", ideurope_pps_long },
	/* US, SSN, ITIN (SSA POMS RM 10201; IRS): no check, but hardly else */
	{ 9, STRONG, "999~99~9999", idworld_ssn },
	{ 9, STRONG, "999~99~9999", idworld_itin },
	/* CA, SIN (Luhn), in groups: 1 in 13 */
	{ 9, LONE, "999~999~999", idworld_sin },
	/* MX, CURP (DOF 2021-10-18): 1 in 10 of so rare a shape */
	{ 18, STRONG, "AAAA999999AAAAA**9", idworld_curp },
	/* BR, CPF (IN RFB 1548/2015): 1 in 100 */
	{ 11, STRONG, "999.999.999-99", idworld_cpf },
	{ 11, LONE, "99999999999", idworld_cpf },
	/* AU, TFN 1 in 11, Medicare 1 in 20, ABN 1 in 90 (ATO; Services AU) */
	{ 9, LONE, "999~999~999", idworld_tfn },
	{ 10, LONE, "9999~99999~9", idworld_medicare },
	{ 11, LONE, "99_999_999_999", idworld_abn },
	/* IN, Aadhaar (UIDAI; Verhoeff) 1 in 13; PAN: its shape is enough */
	{ 12, LONE, "9999_9999_9999", idworld_aadhaar },
	{ 10, LONE, "AAAAA9999A", idworld_pan },
	/* SG, NRIC, FIN (ICA): 1 in 26 */
	{ 9, STRONG, "A9999999A", idworld_nric },
	/* KR, RRN: a date and no check since 2020; before that 1 in 300,
	 * digits alone of who was born since 2000 1 in 300 too */
	{ 13, LONE, "999999-9999999", idworld_rrn_date },
	{ 13, LONE, "9999999999999", idworld_rrn },
	/* CN, resident identity (GB 11643-1999): 1 in 50000 */
	{ 18, STRONG, "99999999999999999*", idworld_ric },
	/* TR, kimlik no (Law 5490): 1 in 110 */
	{ 11, LONE, "99999999999", idworld_tckn },
	/* ZA, identity number (Act 68 of 1997): 1 in 7000 */
	{ 13, LONE, "9999999999999", idworld_za },
};

enum { NROWS = sizeof(rows) / sizeof(rows[0]) };

static bool
is_one_of(const char *set, char c)
{
	return (c != '\0' && strchr(set, c) != NULL);
}

/* What may be a number. */
struct word {
	unsigned first; /* letters and digits that touch */
	unsigned all; /* with those behind single bytes, up to ID_MAX + 1 */
};

static bool
is_separator(char c)
{
	return (c == ' ' || c == '+' || c == '-' || c == '.');
}

/* Is there at ${i} what may be a number of any kind? */
static bool
word_at(struct span s, size_t i, struct word *w)
{
	unsigned digits = 0;

	*w = (struct word){ 0, 0 };
	for (; i < s.n && w->all <= ID_MAX; i++) {
		if (ascii_isalnum(s.p[i])) {
			digits += ascii_isdigit(s.p[i]);
			if (++w->all > LETTERS_MAX && digits == 0)
				return (false);
			continue;
		}
		if (w->first == 0)
			w->first = w->all;
		if ((!is_separator(s.p[i]) && s.p[i] != '/') || i + 1 == s.n ||
		    !ascii_isalnum(s.p[i + 1]))
			break;
	}
	if (w->first == 0)
		w->first = w->all;
	return (w->all >= ID_MIN && digits >= DIGITS_MIN);
}

/* Is ${c} as the ${sort} of a shape says? */
static bool
is_sort(char sort, char c)
{
	return (sort == '9' ? ascii_isdigit(c) :
		sort == 'A' ? ascii_isalpha(c) :
		sort == 'U' ? ascii_isalpha(c) && c < 'a' :
			      ascii_isalnum(c));
}

/*
 * Where the text that begins at ${i} and has the shape ends, or 0. Its
 * letters and digits are in ${id}, what is between its groups in ${between}.
 */
static size_t
shape_end(struct span s, size_t i, const char *shape, char *id, char *between)
{
	bool known = false;

	*between = '\0';
	for (; *shape != '\0'; shape++) {
		const char c = i < s.n ? s.p[i] : '\0';

		if (*shape == '_' || *shape == '~') {
			if (!known && is_separator(c))
				*between = c;
			known = true;
			if (*between != '\0' ? c != *between : *shape == '~')
				return (0);
			i += *between != '\0';
			continue;
		}
		if (!is_one_of("9AU*", *shape)) {
			if (c != *shape)
				return (0);
			*between = c;
		} else if (!is_sort(*shape, c))
			return (0);
		else
			*id++ = c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
		i++;
	}
	return (i);
}

/* May a number begin at ${i}? */
static bool
is_start(struct span s, size_t i, enum strength strength)
{
	const char before = i == 0 ? ' ' : s.p[i - 1];

	return (ascii_isalnum(s.p[i]) && !ascii_isalnum(before) &&
	    (strength == STRONG || is_one_of(" +:;,([\"'", before)));
}

/* Does ${c} join two digits to one number that has ${between} in it? */
static bool
is_joint(char c, char between)
{
	return (c == between || is_one_of("-.,_", c));
}

/* Is what begins at ${i} the rest of a longer number? */
static bool
is_rest(struct span s, size_t i, char between)
{
	return (i >= 2 && at_digit(s, i - 2) && is_joint(s.p[i - 1], between));
}

/* Does the number end at ${i}? */
static bool
is_end(struct span s, size_t i, char between, enum strength strength)
{
	const char c = i >= s.n ? ' ' : s.p[i];

	if (ascii_isalnum(c) || (at_digit(s, i + 1) && is_joint(c, between)))
		return (false);
	if (strength == STRONG || c == ' ' || c == '+')
		return (true);
	return (is_one_of(":;,.!?)]\"'", c) &&
	    (i + 1 == s.n || !ascii_isalnum(s.p[i + 1])));
}

/*
 * Store the number that begins at ${i} in ${f}: of the rows that are
 * ${strength} at least, where nothing is as weak as ${strength}.
 */
static bool
number_at(struct span s, size_t i, enum strength strength, struct found *f)
{
	char id[ID_MAX], between;
	struct word w;
	bool digit;

	if (!is_start(s, i, strength) || !word_at(s, i, &w))
		return (false);
	digit = ascii_isdigit(s.p[i]);
	for (const struct row *r = rows; r < rows + NROWS; r++) {
		size_t end;

		/* A shape begins with a digit or a letter. */
		if (r->len < w.first || r->len > w.all ||
		    r->strength < strength || (r->shape[0] == '9') != digit)
			continue;
		end = shape_end(s, i, r->shape, id, &between);
		if (end > 0 && !is_rest(s, i, between) &&
		    is_end(s, end, between, strength) && r->check(id)) {
			f->start = i;
			f->end = end;
			return (true);
		}
	}
	return (false);
}

/* Store the first strong number that begins from ${i} to ${end} in ${f}. */
static bool
find_strong(struct span s, size_t i, size_t end, struct found *f)
{
	for (; i < end; i++)
		if (number_at(s, i, STRONG, f))
			return (true);
	return (false);
}

/* Have numbers of letters and digits so many of them? */
static bool
is_word(size_t n)
{
	return (n >= BYTES_TOKEN_MIN && n <= ID_MAX);
}

bool
nationalid_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_DIGIT | RUN_PLAIN | RUN_DOT,
	    BYTES_FIGURE_MIN, &r)) {
		const size_t before = r.start - from;

		if (find_strong(text,
			before > BEFORE_RUN ? r.start - BEFORE_RUN : from,
			r.end, f))
			return (true);
	}
	return (false);
}

bool
nationalid_word(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_TOKEN, BYTES_TOKEN_MIN, &r)) {
		size_t start = r.start;

		for (size_t i = start; i < r.end; i++) {
			if (ascii_isalnum(text.p[i]))
				continue;
			if (is_word(i - start) &&
			    number_at(text, start, STRONG, f))
				return (true);
			start = i + 1;
		}
		if (is_word(r.end - start) && number_at(text, start, STRONG, f))
			return (true);
	}
	return (false);
}

bool
nationalid_lone(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i + ID_MIN <= text.n; i++)
		if (number_at(text, i, LONE, f))
			return (true);
	return (false);
}
