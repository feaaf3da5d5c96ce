/* SPDX-License-Identifier: ISC */
#include "scrub/idworld.h"

#include <string.h>

#include "base/ascii.h"
#include "scrub/checkdigit.h"
#include "scrub/iddate.h"

static bool
is_yymmdd(const char *id)
{
	return (iddate_valid(iddate_two(id, 4), iddate_two(id, 2)));
}

bool
idworld_aadhaar(const char *id)
{
	bool palindrome = true;

	for (int i = 0; i < 6; i++)
		palindrome &= id[i] == id[11 - i];
	return (id[0] >= '2' && !palindrome && !iddate_minute(id) &&
	    checkdigit_verhoeff(id, 12));
}

bool
idworld_abn(const char *id)
{
	static const int8_t weight[] = { 10, 1, 3, 5, 7, 9, 11, 13, 15, 17,
		19 };

	return (id[0] != '0' &&
	    (checkdigit_sum(id, weight, 11) - weight[0]) % 89 == 0);
}

bool
idworld_cpf(const char *id)
{
	static const int8_t weight[] = { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2 };
	const int first = checkdigit_sum(id, weight + 1, 9) * 10 % 11 % 10;
	const int second = checkdigit_sum(id, weight, 10) * 10 % 11 % 10;
	bool same = true;

	for (int i = 1; i < 11; i++)
		same &= id[i] == id[0];
	return (!same && id[9] - '0' == first && id[10] - '0' == second);
}

bool
idworld_curp(const char *id)
{
	/* Between N and O there is one more letter. */
	int sum = 0;

	for (int i = 0; i < 17; i++) {
		int v = id[i] - '0';

		if (!ascii_isdigit(id[i]))
			v = id[i] - 'A' + 10 + (id[i] > 'N');
		sum += v * (18 - i);
	}
	return ((id[10] == 'H' || id[10] == 'M') && is_yymmdd(id + 4) &&
	    (10 - sum % 10) % 10 == id[17] - '0');
}

bool
idworld_itin(const char *id)
{
	const unsigned group = iddate_two(id, 3);

	return (id[0] == '9' &&
	    ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
		(group >= 90 && group != 93)));
}

bool
idworld_medicare(const char *id)
{
	static const int8_t weight[] = { 1, 3, 7, 9, 1, 3, 7, 9 };

	return (id[0] >= '2' && id[0] <= '6' && id[9] != '0' &&
	    checkdigit_sum(id, weight, 8) % 10 == id[8] - '0');
}

bool
idworld_nric(const char *id)
{
	static const int8_t weight[] = { 2, 7, 6, 5, 4, 3, 2 };
	const int sum = checkdigit_sum(id + 1, weight, 7);

	switch (id[0]) {
	case 'S':
		return (id[8] == "JZIHGFEDCBA"[sum % 11]);
	case 'T':
		return (id[8] == "JZIHGFEDCBA"[(sum + 4) % 11]);
	case 'F':
		return (id[8] == "XWUTRQPNMLK"[sum % 11]);
	case 'G':
		return (id[8] == "XWUTRQPNMLK"[(sum + 4) % 11]);
	case 'M':
		return (id[8] == "XWUTRQPNJLK"[(sum + 3) % 11]);
	default:
		return (false);
	}
}

bool
idworld_pan(const char *id)
{
	return (strchr("ABCFGHJLPT", id[3]) != NULL);
}

bool
idworld_ric(const char *id)
{
	static const int8_t weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9,
		10, 5, 8, 4, 2 };
	const unsigned century = iddate_two(id, 6);

	return (id[0] >= '1' && id[0] <= '8' &&
	    (century == 19 || century == 20) && is_yymmdd(id + 8) &&
	    id[17] == "10X98765432"[checkdigit_sum(id, weight, 17) % 11]);
}

bool
idworld_rrn_date(const char *id)
{
	return (id[6] >= '1' && id[6] <= '8' && is_yymmdd(id));
}

bool
idworld_rrn(const char *id)
{
	static const int8_t weight[] = { 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5 };
	const int rest = checkdigit_sum(id, weight, 12) % 11;

	/* Those of this century, 3 and 4, may have no check digit any more. */
	return (idworld_rrn_date(id) && !iddate_epoch(id) &&
	    (id[12] - '0' == (11 - rest) % 10 ||
		(id[0] < '4' && (id[6] == '3' || id[6] == '4'))));
}

bool
idworld_sin(const char *id)
{
	return (id[0] != '0' && id[0] != '8' && checkdigit_luhn(id, 9));
}

bool
idworld_ssn(const char *id)
{
	return (id[0] != '9' && memcmp(id, "000", 3) != 0 &&
	    memcmp(id, "666", 3) != 0 && memcmp(id + 3, "00", 2) != 0 &&
	    memcmp(id + 5, "0000", 4) != 0);
}

bool
idworld_tckn(const char *id)
{
	static const int8_t first[] = { 7, -1, 7, -1, 7, -1, 7, -1, 7, -1 };
	static const int8_t second[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1 };

	return (id[0] != '0' && checkdigit_sum(id, first, 10) % 10 == 0 &&
	    checkdigit_sum(id, second, 11) % 10 == 0);
}

bool
idworld_tfn(const char *id)
{
	static const int8_t weight[] = { 1, 4, 3, 7, 5, 8, 6, 9, 10 };

	return (memcmp(id, "000", 3) != 0 &&
	    checkdigit_sum(id, weight, 9) % 11 == 0);
}

bool
idworld_za(const char *id)
{
	return (is_yymmdd(id) && (id[10] == '0' || id[10] == '1') &&
	    (id[11] == '8' || id[11] == '9') && checkdigit_luhn(id, 13));
}
