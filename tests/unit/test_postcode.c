/* SPDX-License-Identifier: ISC */
#include "scrub/postcode.h"

#include "unit/detect_fixture.h"

static const struct fixture_case texts[] = {
	{ "M1 1AA", "{location}" },
	{ "M60 1NW", "{location}" },
	{ "CR2 6XH", "{location}" },
	{ "DN55 1PT", "{location}" },
	{ "W1A 1HQ", "{location}" },
	{ "q=EC1A+1BB&", "q={location}&" },
	{ "from SW1A 1AA to EC1A%201BB.", "from {location} to {location}." },
	{ "GIR 0AA", "{location}" },
	{ "K1A 0B1", "{location}" },
	{ "q=H0H+0H0&", "q={location}&" },
	{ "k1a 0b1", NULL },
	{ "K1A0B1", NULL },
	{ "W1A 0B1", NULL },
	{ "D1A 0B1", NULL },
	{ "K1O 0B1", NULL },
	{ "K1A 0B1x", NULL },
	{ "x-K1A 0B1", NULL },
	{ "sw1a 1aa", NULL },
	{ "SW1A1AA", NULL },
	{ "QA1 1AA", NULL },
	{ "XA1 1AA", NULL },
	{ "M1 1AI", NULL },
	{ "M1 11A", NULL },
	{ "M1 1A", NULL },
	{ "1A1 1AA", NULL },
	{ "xM1 1AA", NULL },
	{ "M1 1AAA", NULL },
	{ "M1A 1AA", NULL },
	{ "SW1A  1AA", NULL },
	{ "1012 AB", NULL },
};

static const struct fixture_case lone[] = {
	{ "sw1a 1aa", "{location}" },
	{ "sw1a1aa", "{location}" },
	{ "EC1A1BB", "{location}" },
	{ "DN551PT", "{location}" },
	{ "in+cr2+6xh", "in+{location}" },
	{ "gir 0aa", "{location}" },
	{ "k1a0b1", "{location}" },
	{ "K1A0B1", "{location}" },
	{ "k1A0b1", NULL },
	{ "a1b2c3", NULL },
	{ "1012AB", "{location}" },
	{ "1012 AB", "{location}" },
	{ "1012+ab", "{location}" },
	{ "1012xz", "{location}" },
	{ "1012AB 15", "{location}" },
	{ "1012ab-15a", "{location}" },
	{ "jan 1012 AB 15", "jan {location}" },
	{ "M11AA", NULL },
	{ "ABCM11AADEF", NULL },
	{ "GL194LYX", NULL },
	{ "B0C4DE", NULL },
	{ "e6e6fa", NULL },
	{ "d6c2de5d-ef90-45d1-82d4-5f2438369eea", "{device}" },
	{ "x-SW1A1AA", NULL },
	{ "p800refund", NULL },
	{ "1012ab", NULL },
	{ "3366FF", NULL },
	{ "1080HD", NULL },
	{ "1012SS", NULL },
	{ "0123AB", NULL },
	{ "x 1012 AB", NULL },
	{ "1997 to 1999", NULL },
	{ "1012ABC", NULL },
	{ "10115", NULL },
};

Test(postcode, anywhere)
{
	DETECT_TRY_BARE(texts);
}

Test(postcode, lone)
{
	DETECT_TRY_LONE(lone);
}
