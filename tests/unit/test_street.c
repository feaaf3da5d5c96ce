/* SPDX-License-Identifier: ISC */
#include "scrub/street.h"

#include "unit/detect_fixture.h"

static const struct fixture_case texts[] = {
	{ "Kerkstraat 12", "{location}" },
	{ "q=kerkstraat+12a&", "q={location}&" },
	{ "q=Hauptstr.+5,+10115+Berlin", "q={location}+Berlin" },
	{ "Prinsengracht 263, 1012 AB Amsterdam", "{location} Amsterdam" },
	{ "Hauptstra%C3%9Fe%205", "{location}" },
	{ "Storgatan 3B, 2", "{location}, 2" },
	{ "straat 12", NULL },
	{ "Kerkstraat", NULL },
	{ "Kerkstraat-12", NULL },
	{ "Kerkstraat 012", NULL },
	{ "Kerkstraat 12345", NULL },
	{ "Kerkstraat 12ab", NULL },
	{ "Kerkstraat 12.50", NULL },
	{ "Stationsweg 7", NULL },
	{ "12 rue de la Paix", NULL },
	{ "221B Baker Street", NULL },
};

static const struct fixture_case lone[] = {
	{ "Stationsweg 7", "{location}" },
	{ "jan+stationsweg+7", "jan+{location}" },
	{ "12 rue de la Paix", "{location}" },
	{ "12 bis, rue", NULL },
	{ "12 bis rue de la Paix, 75002 Paris", "{location} Paris" },
	{ "221B Baker Street", "{location}" },
	{ "10+downing+street,+london", "{location},+london" },
	{ "via Roma 5", "{location}" },
	{ "calle Mayor, 12, 28013 Madrid", "{location} Madrid" },
	{ "10 best street food", NULL },
	{ "via 5", NULL },
	{ "sent via web 2", NULL },
	{ "12 angry men", NULL },
	{ "norweg 7 kings", "{location} kings" },
};

Test(street, anywhere)
{
	DETECT_TRY_BARE(texts);
}

Test(street, lone)
{
	DETECT_TRY_LONE(lone);
}
