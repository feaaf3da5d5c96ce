/* SPDX-License-Identifier: ISC */
/* Ids of devices: scrub/hwaddr and scrub/uuid. */
#include "unit/detect_fixture.h"

static const struct fixture_case anywhere[] = {
	{ "00:00:5E:00:53:01", "{device}" },
	{ "mac:00:00:5e:00:53:01", "mac:{device}" },
	{ "mac=00%3A00%3A5E%3A00%3A53%3A01&x", "mac={device}&x" },
	{ "00-00-5e-00-53-01", "{device}" },
	{ "/d/00-11-22-33-44-77/x", "/d/{device}/x" },
	{ "00:00:5e:ef:10:00:00:53", "{device}" },
	{ "00-00-5e-ef-10-00-00-53", "{device}" },
	{ "two 00:00:5E:00:53:01,00-00-5E-00-53-02", "two {device},{device}" },
	{ "/d/02a0.5e0c.5a01/x", "/d/{device}/x" },
	{ "/d/MAC: 0000.5e00.5301/x", "/d/MAC: {device}/x" },
	{ "emacs 0000.5e00.5301", NULL },
	{ "/d/02a0.5e0c.5a01.js", "/d/{device}.js" },
	{ "00:00:5E:00:53", NULL },
	{ "00:00:5E:00:53:0g", NULL },
	{ "00:00:5E:00:53:01:02", NULL },
	{ "00:00:5E:00-53:01", NULL },
	{ "a00:00:5E:00:53:01", NULL },
	{ "00:00:5E:00:53:01f", NULL },
	{ "01:02:03:04:05:06:07:08:09:10:11:12:13:14", NULL },
	{ "00:00:00:00:00:00", NULL },
	{ "FF:FF:FF:FF:FF:FF", NULL },
	{ "26-11-22-05-10-13", NULL },
	{ "12:34:56", NULL },
	{ "/item/f81d4fae-7dec-11d0-a765-00a0c91e6bf6", NULL },
	{ "0000.5e00.5301", NULL },
	{ "00005e005301", NULL },
};

static const struct fixture_case alone[] = {
	{ "0000.5e00.5301", "{device}" },
	{ "0000-5e00-5301", "{device}" },
	{ "Cisco 0000.5e00.5301, 0000.5e00.5302", "Cisco {device}, {device}" },
	{ "0000.5eef.1000.0053", "{device}" },
	{ "00005eef5301", "{device}" },
	{ "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "{device}" },
	{ "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "{device}" },
	{ "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", "{{device}}" },
	{ "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
	    "urn:uuid:{device}" },
	{ "000050005301", NULL },
	{ "deadbeefcafe", NULL },
	{ "00005000530A", NULL },
	{ "0000500053AF", NULL },
	{ "f81d-4fae-7dec-11d", NULL },
	{ "0000.5e00", NULL },
	{ "0000.5e00-5301", NULL },
	{ "00005e00530", NULL },
	{ "00000000-0000-0000-0000-000000000000", NULL },
	{ "ffffffff-ffff-ffff-ffff-ffffffffffff", NULL },
};

Test(hwaddr, anywhere)
{
	DETECT_TRY(anywhere);
}

Test(hwaddr, alone)
{
	DETECT_TRY_LONE(alone);
}
