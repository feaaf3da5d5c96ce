/* SPDX-License-Identifier: ISC */
#include "scrub/ideurope.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/checkdigit.h"
#include "scrub/iddate.h"

/* Does a date begin at ${id}: of a day, a month and two digits of a year? */
static bool
is_ddmmyy(const char *id)
{
	return (iddate_valid(iddate_two(id, 0), iddate_two(id, 2)));
}

/* The same for a year, a month and a day. */
static bool
is_yymmdd(const char *id)
{
	return (iddate_valid(iddate_two(id, 4), iddate_two(id, 2)));
}

bool
ideurope_bsn(const char *id)
{
	static const int8_t weight[] = { 9, 8, 7, 6, 5, 4, 3, 2, -1 };

	return (memcmp(id, "000", 3) != 0 &&
	    checkdigit_sum(id, weight, 9) % 11 == 0);
}

bool
ideurope_rrn(const char *id)
{
	const unsigned key = iddate_two(id, 9);

	/* The month is 20 or 40 more in the number of a non-resident. */
	if (iddate_two(id, 2) > 52 ||
	    !iddate_valid(iddate_two(id, 4), iddate_two(id, 2) % 20))
		return (false);
	return (key == 97 - checkdigit_mod97(id, 9, 0) ||
	    (id[0] < '4' && key == 97 - checkdigit_mod97(id, 9, 2)));
}

/* The letter of the number ${n}. */
static char
dni_letter(unsigned n)
{
	return ("TRWAGMYFPDXBNJZSQVHLCKE"[n % 23]);
}

/* The ${len} digits at ${id} as a number that has ${n} in front of it. */
static unsigned
number(const char *id, unsigned len, unsigned n)
{
	for (unsigned i = 0; i < len; i++)
		n = n * 10 + (unsigned)(id[i] - '0');
	return (n);
}

bool
ideurope_dni(const char *id)
{
	return (id[8] == dni_letter(number(id, 8, 0)));
}

bool
ideurope_dni_short(const char *id)
{
	return (id[7] == dni_letter(number(id, 7, 0)));
}

bool
ideurope_nie(const char *id)
{
	return (id[0] >= 'X' && id[0] <= 'Z' &&
	    id[8] == dni_letter(number(id + 1, 7, (unsigned)(id[0] - 'X'))));
}

/* The last letter of a codice fiscale. */
static char
codice_letter(const char *id)
{
	static const unsigned char odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
		2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	unsigned sum = 0;

	for (unsigned i = 0; i < 15; i++) {
		const unsigned v =
		    (unsigned)(id[i] - (ascii_isdigit(id[i]) ? '0' : 'A'));

		sum += i % 2 == 0 ? odd[v] : v;
	}
	return ((char)('A' + sum % 26));
}

bool
ideurope_codice(const char *id)
{
	/* Where a letter may stand for a digit, if two persons had the same. */
	static const unsigned char at[] = { 6, 7, 9, 10, 12, 13, 14 };
	static const char swapped[] = "LMNPQRSTUV";
	bool plain = true, hex = true;
	char digit[16];
	unsigned day;

	memcpy(digit, id, sizeof(digit));
	for (size_t i = 0; i < sizeof(at); i++) {
		const char *p;

		if (ascii_isdigit(id[at[i]]))
			continue;
		p = strchr(swapped, id[at[i]]);
		if (p == NULL)
			return (false);
		digit[at[i]] = (char)('0' + (p - swapped));
		plain = false;
	}
	for (size_t i = 0; i < sizeof(digit); i++)
		hex &= ascii_ishex(id[i]);
	day = iddate_two(digit, 9);
	/* The shape says it all; a wrong last letter is a slip of somebody. */
	return (strchr("ABCDEHLMPRST", id[8]) != NULL && day <= 71 &&
	    day % 40 >= 1 && day % 40 <= 31 &&
	    ((plain && !hex) || id[15] == codice_letter(id)));
}

bool
ideurope_pesel(const char *id)
{
	static const int8_t weight[] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1 };

	/* The month is 20 more from the year 2000 on. */
	return (iddate_two(id, 2) <= 32 &&
	    iddate_valid(iddate_two(id, 4), iddate_two(id, 2) % 20) &&
	    checkdigit_sum(id, weight, 11) % 10 == 0);
}

bool
ideurope_nir(const char *id)
{
	const unsigned month = iddate_two(id, 3);
	char digit[15];

	memcpy(digit, id, sizeof(digit));
	if (id[5] == '2' && (id[6] == 'A' || id[6] == 'B')) {
		/* Corsica: 2A counts as 19, 2B as 18. */
		digit[5] = '1';
		digit[6] = id[6] == 'A' ? '9' : '8';
	}
	if (!ascii_isdigit(digit[5]) || !ascii_isdigit(digit[6]))
		return (false);
	/* A month that is not known is 20, or more. */
	return ((id[0] == '1' || id[0] == '2') &&
	    memcmp(digit + 5, "00", 2) != 0 &&
	    ((month >= 1 && month <= 12) || (month >= 20 && month <= 42)) &&
	    checkdigit_mod97(digit, 13, 0) + iddate_two(digit, 13) == 97);
}

bool
ideurope_steuer(const char *id)
{
	unsigned count[10] = { 0 }, repeated = 0;

	/* Of the first ten one comes again, once or twice. */
	for (int i = 0; i < 10; i++) {
		const unsigned n = ++count[id[i] - '0'];

		repeated += n == 2;
		if (n > 3)
			return (false);
	}
	return (id[0] != '0' && repeated <= 1 && checkdigit_mod11_10(id, 11));
}

/*
 * Are ${n} characters of an identity card, and its check digit, right? Nearly
 * all have five digits or more, which words and codes have not.
 */
static bool
is_ausweis(const char *id, size_t n)
{
	static const int8_t weight[] = { 7, 3, 1, 7, 3, 1, 7, 3, 1 };
	unsigned digits = 0;

	for (size_t i = 0; i < n; i++) {
		if (strchr("0123456789CFGHJKLMNPRTVWXYZ", id[i]) == NULL)
			return (false);
		digits += ascii_isdigit(id[i]);
	}
	return (digits >= 5 && ascii_isdigit(id[n]) &&
	    checkdigit_sum(id, weight, n) % 10 == id[n] - '0');
}

bool
ideurope_ausweis_old(const char *id)
{
	return (is_ausweis(id, 8));
}

bool
ideurope_ausweis(const char *id)
{
	return (is_ausweis(id, 9));
}

bool
ideurope_rvnr(const char *id)
{
	static const int8_t weight[] = { 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1 };
	const unsigned letter = (unsigned)(id[8] - 'A') + 1;
	char digit[12];
	int sum = 0;

	memcpy(digit, id, 8);
	digit[8] = (char)('0' + letter / 10);
	digit[9] = (char)('0' + letter % 10);
	memcpy(digit + 10, id + 9, 2);
	for (size_t i = 0; i < sizeof(digit); i++) {
		const int v = weight[i] * (digit[i] - '0');

		sum += v / 10 + v % 10;
	}
	return (iddate_two(id, 4) >= 1 && iddate_two(id, 4) <= 12 &&
	    sum % 10 == id[11] - '0');
}

bool
ideurope_ust(const char *id)
{
	return (memcmp(id, "DE", 2) == 0 && id[2] != '0' &&
	    checkdigit_mod11_10(id + 2, 9));
}

bool
ideurope_hetu(const char *id)
{
	/* With the dash left out there are ten. */
	const size_t at = ascii_isdigit(id[6]) ? 6 : 7;
	const unsigned n = number(id + at, 3, number(id, 6, 0));

	return (is_ddmmyy(id) && number(id + at, 3, 0) >= 2 &&
	    (at == 6 ? !ascii_isdigit(id[9]) || !iddate_short(id) :
		       strchr("ABCDEFUVWXY", id[6]) != NULL) &&
	    id[at + 3] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[n % 31]);
}

bool
ideurope_personnummer(const char *id)
{
	const unsigned day = iddate_two(id, 4);

	/* The day is 60 more in the number of a non-resident. */
	return (!iddate_short(id) &&
	    iddate_valid(day > 60 ? day - 60 : day, iddate_two(id, 2)) &&
	    checkdigit_luhn(id, 10));
}

bool
ideurope_personnummer_bare(const char *id)
{
	return (!iddate_ten(id) && ideurope_personnummer(id));
}

bool
ideurope_personnummer_long(const char *id)
{
	const unsigned century = iddate_two(id, 0);

	return (century >= 18 && century <= 20 && !iddate_minute(id) &&
	    ideurope_personnummer(id + 2));
}

bool
ideurope_cpr(const char *id)
{
	return (is_ddmmyy(id) && !iddate_short(id));
}

bool
ideurope_fnr(const char *id)
{
	static const int8_t first[] = { 3, 7, 6, 1, 8, 9, 4, 5, 2, 1 };
	static const int8_t second[] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };
	const unsigned day = iddate_two(id, 0), month = iddate_two(id, 2);

	/* The day is 40 more for a non-resident, the month in a hospital's. */
	return (iddate_valid(day > 40 ? day - 40 : day,
		    month > 40 ? month - 40 : month) &&
	    checkdigit_sum(id, first, 10) % 11 == 0 &&
	    checkdigit_sum(id, second, 11) % 11 == 0);
}

bool
ideurope_kennitala(const char *id)
{
	static const int8_t weight[] = { 3, 2, 7, 6, 5, 4, 3, 2, 1 };

	return (is_ddmmyy(id) && !iddate_ten(id) &&
	    (id[9] == '9' || id[9] == '0') &&
	    checkdigit_sum(id, weight, 9) % 11 == 0);
}

bool
ideurope_nino(const char *id)
{
	static const char never[] = "BGGBNKKNTNNTZZ";

	for (size_t i = 0; never[i] != '\0'; i += 2)
		if (memcmp(id, never + i, 2) == 0)
			return (false);
	return (strchr("DFIQUV", id[0]) == NULL &&
	    strchr("DFIQUVO", id[1]) == NULL && id[8] <= 'D');
}

bool
ideurope_nhs(const char *id)
{
	static const int8_t weight[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 };

	return (memcmp(id, "000", 3) != 0 &&
	    checkdigit_sum(id, weight, 10) % 11 == 0);
}

bool
ideurope_nhs_issued(const char *id)
{
	return (
	    (id[0] == '4' || id[0] == '6' || id[0] == '7') && ideurope_nhs(id));
}

bool
ideurope_chi(const char *id)
{
	return (is_ddmmyy(id) && !iddate_ten(id) && ideurope_nhs(id));
}

bool
ideurope_nif(const char *id)
{
	static const int8_t weight[] = { 9, 8, 7, 6, 5, 4, 3, 2 };
	const int rest = checkdigit_sum(id, weight, 8) % 11;

	/* Of persons; companies have others. */
	return (((id[0] >= '1' && id[0] <= '3') || memcmp(id, "45", 2) == 0) &&
	    id[8] - '0' == (rest < 2 ? 0 : 11 - rest));
}

/* The check letter of a PPS number whose second letter counts ${v}. */
static char
pps_letter(const char *id, int v)
{
	static const int8_t weight[] = { 8, 7, 6, 5, 4, 3, 2 };

	v = checkdigit_sum(id, weight, 7) + 9 * v;
	return ("WABCDEFGHIJKLMNOPQRSTUV"[v % 23]);
}

bool
ideurope_pps(const char *id)
{
	return (id[7] == pps_letter(id, 0));
}

bool
ideurope_pps_long(const char *id)
{
	const int v = id[8] == 'W' ? 0 : id[8] - 'A' + 1;

	return (v <= 9 && id[7] == pps_letter(id, v));
}

bool
ideurope_svnr(const char *id)
{
	static const int8_t weight[] = { 3, 7, 9, -1, 5, 8, 4, 2, 1, 6 };

	return (id[0] != '0' && is_ddmmyy(id + 4) &&
	    checkdigit_sum(id, weight, 10) % 11 == 0);
}

bool
ideurope_svnr_bare(const char *id)
{
	return (!iddate_ten(id) && ideurope_svnr(id));
}

bool
ideurope_ahv(const char *id)
{
	static const int8_t weight[] = { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3,
		1 };

	return (memcmp(id, "756", 3) == 0 &&
	    checkdigit_sum(id, weight, 13) % 10 == 0);
}

bool
ideurope_rodne(const char *id)
{
	const unsigned year = iddate_two(id, 0);
	unsigned month = iddate_two(id, 2);

	/* It is 50 more for women, and 20 if numbers ran out, since 2004. */
	month -= month > 50 ? 50 : 0;
	month -= month > 20 && year >= 4 && year < 54 ? 20 : 0;
	return (iddate_valid(iddate_two(id, 4), month) &&
	    number(id + 5, 5, number(id, 5, 0) % 11) % 11 == 0);
}

bool
ideurope_rodne_bare(const char *id)
{
	return (!iddate_ten(id) && ideurope_rodne(id));
}

bool
ideurope_cnp(const char *id)
{
	static const int8_t weight[] = { 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9 };
	const int rest = checkdigit_sum(id, weight, 12) % 11;

	return (id[0] >= '1' && id[0] <= '8' && !iddate_epoch(id) &&
	    is_yymmdd(id + 1) && iddate_two(id, 7) >= 1 &&
	    iddate_two(id, 7) <= 52 && id[12] - '0' == (rest == 10 ? 1 : rest));
}

bool
ideurope_egn(const char *id)
{
	static const int8_t weight[] = { 2, 4, 8, 5, 10, 9, 7, 3, 6 };

	/* The month is 40 more from the year 2000 on. */
	return (iddate_two(id, 2) <= 52 && !iddate_ten(id) &&
	    iddate_valid(iddate_two(id, 4), iddate_two(id, 2) % 40) &&
	    checkdigit_sum(id, weight, 9) % 11 % 10 == id[9] - '0');
}

bool
ideurope_jmbg(const char *id)
{
	static const int8_t weight[] = { 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2,
		1 };

	/* Three digits of the year. */
	return (is_ddmmyy(id) && (id[4] == '9' || id[4] == '0') &&
	    !iddate_epoch(id) && checkdigit_sum(id, weight, 13) % 11 == 0);
}

bool
ideurope_amka(const char *id)
{
	return (is_ddmmyy(id) && checkdigit_luhn(id, 11));
}

bool
ideurope_isikukood(const char *id)
{
	static const int8_t first[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 1 };
	static const int8_t second[] = { 3, 4, 5, 6, 7, 8, 9, 1, 2, 3 };
	int rest = checkdigit_sum(id, first, 10) % 11;

	if (rest == 10)
		rest = checkdigit_sum(id, second, 10) % 11 % 10;
	return (id[0] >= '3' && id[0] <= '6' && is_yymmdd(id + 1) &&
	    id[10] - '0' == rest);
}

bool
ideurope_matricule(const char *id)
{
	char verhoeff[12];

	memcpy(verhoeff, id, 11);
	verhoeff[11] = id[12];
	return (iddate_two(id, 0) >= 18 && iddate_two(id, 0) <= 20 &&
	    is_yymmdd(id + 2) && checkdigit_luhn(id, 12) &&
	    checkdigit_verhoeff(verhoeff, 12));
}
