/* SPDX-License-Identifier: ISC */
#include "scrub/imei.h"

#include "base/ascii.h"
#include "scrub/checkdigit.h"

enum { IMEI = 15, IMEISV = 16, GROUPS_MAX = 4 };

/* Who allocates; ${today}: still does. */
static const struct body {
	char code[3];
	bool today;
} bodies[] = {
	{ "01", true },
	{ "30", false },
	{ "33", false },
	{ "35", true },
	{ "44", false },
	{ "45", false },
	{ "49", false },
	{ "50", false },
	{ "51", false },
	{ "52", false },
	{ "53", false },
	{ "54", false },
	{ "86", true },
	{ "91", false },
	{ "98", false },
	{ "99", true },
};

static bool
is_allocated(const char *digit, bool today)
{
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		if (digit[0] == bodies[i].code[0] &&
		    digit[1] == bodies[i].code[1])
			return (bodies[i].today || !today);
	return (false);
}

bool
imei_find(struct span text, size_t from, struct found *f)
{
	char digit[IMEISV];
	unsigned n = 0, between = 0;

	if (from > 0 || text.n < IMEI)
		return (false);
	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];

		if (ascii_isdigit(c)) {
			if (n == IMEISV)
				return (false);
			digit[n++] = c;
		} else if ((c != '-' && c != ' ' && c != '+') || n == 0 ||
		    ++between == GROUPS_MAX || i + 1 == text.n ||
		    !ascii_isdigit(text.p[i - 1]))
			return (false);
	}
	f->start = 0;
	f->end = text.n;
	return ((n == IMEI && is_allocated(digit, false) &&
		    checkdigit_luhn(digit, n)) ||
	    (n == IMEISV && is_allocated(digit, true)));
}
