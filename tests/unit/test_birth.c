/* SPDX-License-Identifier: ISC */
#include "scrub/birth.h"

#include "unit/detect_fixture.h"

static const struct fixture_case lone[] = {
	{ "1985-05-17", "{birth}" },
	{ "17-05-1985", "{birth}" },
	{ "5/17/1985", "{birth}" },
	{ "17%2F5%2F1985", "{birth}" },
	{ "17.5.1985", "{birth}" },
	{ "17+05+1985", "{birth}" },
	{ "1985/5/7", "{birth}" },
	{ "19850517", "{birth}" },
	{ "17 May 1985", "{birth}" },
	{ "17+may+1985", "{birth}" },
	{ "17-MAY-1985", "{birth}" },
	{ "17th September 1985", "{birth}" },
	{ "Sept. 17, 1985", "{birth}" },
	{ "January 1st, 1990", "{birth}" },
	{ "1985 May 17", "{birth}" },
	{ "12 mai 1984", "{birth}" },
	{ "12. M\xc3\xa4rz 1984", "{birth}" },
	{ "1er ao\xc3\xbbt 1984", "{birth}" },
	{ "12 de mayo de 1984", "{birth}" },
	{ "12 mrt. 1984", "{birth}" },
	{ "3 pa%C5%BAdziernika 1984", "{birth}" },
	{ "17 AGO 1985", "{birth}" },
	{ "17+juil.+1985", "{birth}" },
	{ "1985-05-17T00:00:00.000Z", "{birth}T00:00:00.000Z" },
	{ "jan jansen 17-05-1985", "jan jansen {birth}" },
	{ "1985-05-17,1987-01-02", "{birth},{birth}" },
	{ "2019-01-21", NULL },
	{ "21 January 2019", NULL },
	{ "20010517", NULL },
	{ "1850-05-17", NULL },
	{ "1970-01-01", NULL },
	{ "01/01/1970", NULL },
	{ "1 January 1970", NULL },
	{ "1 janvier 1970", NULL },
	{ "17 de de mayo 1985", NULL },
	{ "17 augu 1985x", NULL },
	{ "17 ember 1985", NULL },
	{ "17 grudz 1985", NULL },
	{ "1985-05", NULL },
	{ "May 1985", NULL },
	{ "1985-13-17", NULL },
	{ "1985-00-17", NULL },
	{ "17-13-1985", NULL },
	{ "32-12-1985", NULL },
	{ "19851387", NULL },
	{ "19850532", NULL },
	{ "198505171", NULL },
	{ "119850517", NULL },
	{ "17 Mayor 1985", NULL },
	{ "17 Marches 1985", NULL },
	{ "17---05-1985", NULL },
	{ "666-05-1985", NULL },
};

/* A date alone is no date of birth. */
static const struct fixture_case texts[] = {
	{ "/news/1985-05-17/", NULL },
	{ "17 May 1985", NULL },
};

Test(birth, lone)
{
	DETECT_TRY_LONE(lone);
}

Test(birth, anywhere)
{
	DETECT_TRY_BARE(texts);
}
