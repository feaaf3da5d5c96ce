/* SPDX-License-Identifier: ISC */
#include "scrub/iban.h"

#include <stdio.h>

#include "scrub/text.h"
#include "scrub_fixture.h"

/* Examples of the IBAN Registry, as they are printed. */
static const char *const examples[] = {
	"AD12 0001 2030 2003 5910 0100",
	"AE07 0331 2345 6789 0123 456",
	"AT61 1904 3002 3457 3201",
	"AZ21 NABZ 0000 0000 1370 1000 1944",
	"BE68 5390 0754 7034",
	"BG80 BNBG 9661 1020 3456 78",
	"BR18 0036 0305 0000 1000 9795 493C 1",
	"CH93 0076 2011 6238 5295 7",
	"CR05 0152 0200 1026 2840 66",
	"CY17 0020 0128 0000 0012 0052 7600",
	"DE89 3704 0044 0532 0130 00",
	"DK50 0040 0440 1162 43",
	"EG38 0019 0005 0000 0000 2631 8000 2",
	"ES91 2100 0418 4502 0005 1332",
	"FI21 1234 5600 0007 85",
	"FR14 2004 1010 0505 0001 3M02 606",
	"GB29 NWBK 6016 1331 9268 19",
	"GI75 NWBK 0000 0000 7099 453",
	"GR16 0110 1250 0000 0001 2300 695",
	"HU42 1177 3016 1111 1018 0000 0000",
	"IE29 AIBK 9311 5212 3456 78",
	"IT60 X054 2811 1010 0000 0123 456",
	"KZ86 125K ZT50 0410 0100",
	"LC55 HEMM 0001 0001 0012 0012 0002 3015",
	"LV80 BANK 0000 4351 9500 1",
	"MT84 MALT 0110 0001 2345 MTLC AST0 01S",
	"MU17 BOMM 0101 1010 3030 0200 000M UR",
	"NL91 ABNA 0417 1643 00",
	"NO93 8601 1117 947",
	"PL61 1090 1014 0000 0712 1981 2874",
	"PT50 0002 0123 1234 5678 9015 4",
	"RO49 AAAA 1B31 0075 9384 0000",
	"SC18 SSCB 1101 0000 0000 0000 1497 USD",
	"SE45 5000 0000 0583 9825 7466",
	"TR33 0006 1005 1978 6457 8413 26",
	"UA21 3223 1300 0002 6007 2335 6600 1",
};

static const struct fixture_case cases[] = {
	{ "a=NL91ABNA0417164300&b=1", "a={iban}&b=1" },
	{ "/pay/NL91ABNA0417164300/x", "/pay/{iban}/x" },
	{ "NL91ABNA0417164300.", "{iban}." },
	{ "to:NL91ABNA0417164300,DE89370400440532013000", "to:{iban},{iban}" },
	{ "to NL91 ABNA 0417 1643 00 for rent", "to {iban} for rent" },
	{ "NL91%20ABNA%200417%201643%2000", "{iban}" },
	{ "Nl91abna0417164300", "{iban}" },
	{ "NO9386011117947", "{iban}" },
	/* a wrong check digit, length, structure, country */
	{ "NL92ABNA0417164300", NULL },
	{ "NL91ABNA041716430", NULL },
	{ "NL91ABNA04171643000", NULL },
	{ "NL91ABNA0417164300A", NULL },
	{ "NL91ABNA04171643O0", NULL },
	{ "ZZ91ABNA0417164300", NULL },
	{ "NL91ABNa0417164300", NULL },
	/* a part of something else */
	{ "xNL91ABNA0417164300", NULL },
	{ "0NL91ABNA0417164300", NULL },
	{ "NL91  ABNA 0417 1643 00", "NL91  ABNA {phone}" },
	{ "NL91-ABNA 0417-1643 00", "NL91-ABNA {phone}" },
	{ "NL91/ABNA/0417/1643/00", NULL },
	{ "NL91A BNA04 17164 300", NULL },
};

static void
text_action(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	text_scrub(s, PLACE_OTHER, in, out);
}

/* Try ${s} with ${between} in place of the blanks, and in small letters. */
static void
try_example(struct fixture *f, const char *s, char between)
{
	char big[64], small[64];
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == ' ' && between == '\0')
			continue;
		big[n] = small[n] = *s == ' ' ? between : *s;
		if (*s >= 'A')
			small[n] = (char)(*s | 0x20);
		n++;
	}
	big[n] = small[n] = '\0';
	fixture_try(f, text_action, CLASS_OPAQUE,
	    &(struct fixture_case){ big, "{iban}" });
	fixture_try(f, text_action, CLASS_OPAQUE,
	    &(struct fixture_case){ small, "{iban}" });
}

Test(iban, examples)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		for (size_t k = 0; k < 5; k++)
			try_example(&f, examples[i], " +-.\0"[k]);
	fixture_release(&f);
}

Test(iban, texts)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		fixture_try(&f, text_action, CLASS_OPAQUE, &cases[i]);
	fixture_release(&f);
}

/* Two digits changed for one another, anywhere: the check digits tell. */
Test(iban, errors)
{
	const struct span good = SPAN("DE89370400440532013000");
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 2; i + 1 < good.n; i++) {
		char s[32];

		if (good.p[i] == good.p[i + 1])
			continue;
		(void)snprintf(s, sizeof(s), "%s", good.p);
		s[i] = good.p[i + 1];
		s[i + 1] = good.p[i];
		fixture_try(&f, text_action, CLASS_OPAQUE,
		    &(struct fixture_case){ s, NULL });
	}
	fixture_release(&f);
}
