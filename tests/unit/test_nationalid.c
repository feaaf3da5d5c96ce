/* SPDX-License-Identifier: ISC */
#include "scrub/nationalid.h"

#include <stdio.h>

#include "scrub/text.h"
#include "scrub_fixture.h"

#define ID "{government}"

/* Found in any text. */
static const struct fixture_case strong[] = {
	/* BE */
	{ "85.07.30-033.28", ID },
	{ "85073003328", ID },
	{ "850730-033-28", ID },
	/* of this century */
	{ "17073003384", ID },
	/* LU */
	{ "1893120105732", ID },
	/* DE, pension insurance */
	{ "15070649C103", ID },
	{ "15 070649 C 103", ID },
	/* CH */
	{ "756.9217.0769.85", ID },
	{ "7569217076985", ID },
	/* FR */
	{ "255081416802538", ID },
	{ "2 55 08 14 168 025 38", ID },
	{ "2+55+08+14+168+025+38", ID },
	{ "2550814168025 38", ID },
	/* Corsica */
	{ "1 84 05 2A 123 456 82", ID },
	{ "2 84 05 2B 123 456 59", ID },
	/* ES */
	{ "X1234567L", ID },
	{ "x-2482300-w", ID },
	{ "Y1234567X", ID },
	/* IT */
	{ "RCCMNL83S18D969H", ID },
	{ "rccmnl83s18d969h", ID },
	/* a slip */
	{ "RCCMNL83S18D969X", ID },
	/* V for 9 */
	{ "RCCMNL83S18D96VW", ID },
	/* FI */
	{ "131052-308T", ID },
	/* NO */
	{ "15108695088", ID },
	{ "151086 95088", ID },
	/* GB */
	{ "AA 12 34 56 B", ID },
	{ "AA%2012%2034%2056%20B", ID },
	/* US */
	{ "536-90-4399", ID },
	{ "536 90 4399", ID },
	{ "912-90-3456", ID },
	/* MX */
	{ "BOXW310820HNERXN09", ID },
	/* BR */
	{ "390.533.447-05", ID },
	/* SG */
	{ "S1234567D", ID },
	{ "T1234567J", ID },
	{ "F1234567N", ID },
	{ "G1234567X", ID },
	{ "M1234567K", ID },
	/* CN */
	{ "11010519491231002X", ID },
	{ "/u/85073003328/x", "/u/" ID "/x" },
	{ "/2014/85073003328.html", "/2014/" ID ".html" },
	{ "a=15108695088&b", "a=" ID "&b" },
	{ "nir-255081416802538-x", "nir-" ID "-x" },
	{ "id RCCMNL83S18D969H.", "id " ID "." },
	/* a wrong check digit, date, range */
	{ "85.07.30-033.29", NULL },
	{ "85133003328", NULL },
	{ "15070649C104", NULL },
	{ "756.9217.0769.86", NULL },
	{ "255081416802539", NULL },
	{ "1 84 05 2C 123 456 82", NULL },
	{ "X1234567M", NULL },
	{ "W1234567L", NULL },
	{ "RCCMNL83S18D96VH", NULL },
	{ "RCCMNL83S88D969H", NULL },
	{ "RCCMNL83F18D969H", NULL },
	{ "fcfdee36a55a187b", NULL },
	{ "131052-308U", NULL },
	{ "15108695089", NULL },
	{ "AA 12 34 56 E", NULL },
	{ "GB 12 34 56 A", NULL },
	{ "666-90-4399", NULL },
	{ "536-00-4399", NULL },
	{ "536-90-0000", NULL },
	{ "911-89-1234", NULL },
	{ "S1234567E", NULL },
	{ "110105194912310021", NULL },
	/* a part of something else, or other groups */
	{ "185073003328", NULL },
	{ "85073003328a", NULL },
	{ "1.85073003328", NULL },
	{ "85073003328.1", NULL },
	{ "85073003328-12", NULL },
	{ "536-90 4399", NULL },
	{ "536--90-4399", NULL },
	{ "536904399", NULL },
	{ "1-536-90-4399", NULL },
	{ "2 55 08 14 168 025 38 1", NULL },
	{ "131019-1742", NULL },
};

/* Found in a lone text only. */
static const struct fixture_case weak[] = {
	/* NL */
	{ "111222333", ID },
	{ "1234.56.782", ID },
	{ "111 222 333", ID },
	/* DE, income tax */
	{ "36574261809", ID },
	{ "36 574 261 809", ID },
	/* DE, identity card */
	{ "L01X00T471", ID },
	{ "L01X00T44", ID },
	/* DE, turnover tax */
	{ "DE136695976", ID },
	{ "DE 136695976", ID },
	/* AT */
	{ "1237 010180", ID },
	/* ES */
	{ "12345678Z", ID },
	{ "12345678-z", ID },
	{ "12.345.678-Z", ID },
	{ "1234567-L", ID },
	/* PT */
	{ "123456789", ID },
	/* PL */
	{ "44051401359", ID },
	{ "02270803624", "{phone}" },
	/* CZ */
	{ "710319/2745", ID },
	{ "7103192745", ID },
	/* RO */
	{ "2630615123459", ID },
	/* BG */
	{ "6101057509", ID },
	/* RS */
	{ "0710003730015", ID },
	/* GR */
	{ "01013099997", "{phone}" },
	/* EE */
	{ "36805280109", ID },
	/* LT */
	{ "33309240064", ID },
	/* FI, in this century */
	{ "131052A308T", ID },
	/* SE */
	{ "811228-9874", ID },
	{ "811228+9874", ID },
	{ "8112289874", ID },
	{ "196408233234", ID },
	{ "19640823-3234", ID },
	/* DK */
	{ "211062-5629", ID },
	/* IS */
	{ "120174-3399", ID },
	{ "1201743399", ID },
	/* GB */
	{ "AB123456C", ID },
	{ "943 476 5919", "{phone}" },
	{ "4010232137", ID },
	/* IE */
	{ "6433435F", ID },
	{ "6433435OA", ID },
	/* US */
	{ "111000025", ID },
	/* CA */
	{ "130-692-544", ID },
	{ "193-456-787", ID },
	/* BR */
	{ "39053344705", ID },
	/* AU */
	{ "123 456 782", ID },
	{ "2123 45670 1", ID },
	{ "51 824 753 556", ID },
	/* IN */
	{ "234123412346", ID },
	{ "2341-2341-2346", ID },
	{ "ACUPA7085R", ID },
	/* KR */
	{ "950505-1234567", ID },
	{ "9505051234561", ID },
	{ "0505053234567", ID },
	/* TR */
	{ "10000000146", ID },
	/* ZA */
	{ "7503305044089", ID },
	{ "my BSN is 111222333, yes", "my BSN is " ID ", yes" },
	{ "BSN:111222333.", "BSN:" ID "." },
	{ "111222333+123456782", ID "+" ID },
	{ "111%20222%20333", ID },
	/* a wrong check digit, date, range */
	{ "111222334", NULL },
	{ "9505053234567", NULL },
	{ "130692544", NULL },
	/* so many were there in one year since 2004 only */
	{ "762124/1991", NULL },
	/* a bank's */
	{ "322271627", NULL },
	{ "000000000", NULL },
	{ "12345678A", NULL },
	{ "44051401358", NULL },
	{ "44131401359", NULL },
	{ "19640823-3235", "{birth}-3235" },
	{ "199013092393", NULL },
	{ "234123412347", NULL },
	{ "960303-0021413", NULL },
	{ "7503305044080", NULL },
	/* times */
	{ "1511180119", NULL },
	{ "1740910102348", NULL },
	{ "201511180105", NULL },
	{ "151118-0119", NULL },
	{ "2015111801", NULL },
	/* a part of something else */
	{ "111222333000000000000", NULL },
	{ "x111222333", NULL },
	{ "/111222333/", NULL },
	{ "img-111222333", NULL },
	{ "111222333.jpg", NULL },
	{ "111222333-1", NULL },
	{ "9 111 222 333", NULL },
	{ "111 222 333 0", NULL },
};

static const struct fixture_case devices[] = {
	{ "490154203237518", "{device}" },
	{ "49-015420-323751-8", "{device}" },
	{ "49%20015420%20323751%208", "{device}" },
	{ "3520990017614823", "{device}" },
	{ "490154203237519", NULL },
	{ "490154203237518.", NULL },
	{ "-490154203237518", NULL },
	{ "490154203237518-", NULL },
	{ "1740910102348123", NULL },
	{ "100154203237510", NULL },
	{ "4-9-0-1-54203237518", NULL },
};

static void
text_action(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	text_scrub(s, PLACE_OTHER, in, out);
}

static void
lone_action(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct text t;

	(void)rule;
	text_open(s, in, &t);
	detect_lone(t.clear, t.set, &t.hits);
	text_put(s, &t, PLACE_OTHER, out);
}

static void
try_all(scrub_fn *action, const struct fixture_case *c, size_t n)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < n; i++)
		fixture_try(&f, action, CLASS_OPAQUE, &c[i]);
	fixture_release(&f);
}

Test(nationalid, strong)
{
	try_all(text_action, strong, sizeof(strong) / sizeof(strong[0]));
}

Test(nationalid, lone)
{
	try_all(lone_action, weak, sizeof(weak) / sizeof(weak[0]));
}

Test(nationalid, weak_ones_need_a_lone_text)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		fixture_try(&f, text_action, CLASS_OPAQUE,
		    &(struct fixture_case){ weak[i].in, NULL });
	fixture_release(&f);
}

Test(imei, lone)
{
	try_all(lone_action, devices, sizeof(devices) / sizeof(devices[0]));
}
