/* SPDX-License-Identifier: ISC */
#include "scrub/checkdigit.h"

#include <criterion/criterion.h>
#include <string.h>

/* Change each digit of ${s}, and swap each with the next: it must be noticed. */
static void
try_errors(const char *s, bool (*is_right)(const char *, size_t), bool swaps)
{
	const size_t n = strlen(s);
	char copy[32];

	cr_assert(is_right(s, n), "%s", s);
	for (size_t i = 0; i < n; i++) {
		memcpy(copy, s, n + 1);
		for (char c = '0'; c <= '9'; c++) {
			copy[i] = c;
			cr_expect(is_right(copy, n) == (c == s[i]), "%s", copy);
		}
		if (!swaps || i + 1 == n || s[i] == s[i + 1])
			continue;
		copy[i] = s[i + 1];
		copy[i + 1] = s[i];
		cr_expect(!is_right(copy, n), "%s", copy);
	}
}

Test(checkdigit, luhn)
{
	try_errors("4111111111111111", checkdigit_luhn, false);
	try_errors("79927398713", checkdigit_luhn, true);
}

Test(checkdigit, mod11_10)
{
	try_errors("86095742719", checkdigit_mod11_10, false);
	try_errors("136695976", checkdigit_mod11_10, false);
}

Test(checkdigit, verhoeff)
{
	try_errors("2363", checkdigit_verhoeff, true);
	try_errors("234123412346", checkdigit_verhoeff, true);
}

Test(checkdigit, mod97)
{
	cr_expect(checkdigit_mod97("97", 2, 0) == 0);
	cr_expect(checkdigit_mod97("A", 1, 0) == 10);
	cr_expect(checkdigit_mod97("Z", 1, 1) == 135 % 97);
	/* The example of ISO 13616: GB82 WEST 1234 5698 7654 32. */
	cr_expect(checkdigit_mod97("GB82", 4,
		      checkdigit_mod97("WEST12345698765432", 18, 0)) == 1);
}

Test(checkdigit, sum)
{
	static const int8_t weight[] = { 7, 3, -1 };

	cr_expect(checkdigit_sum("109", weight, 3) == -2);
	cr_expect(checkdigit_sum("AZ0", weight, 3) == 70 + 105);
}
