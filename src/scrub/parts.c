/* SPDX-License-Identifier: ISC */
#include "scrub/parts.h"

#include "base/ascii.h"
#include "scrub/initial.h"

/* Parts by how they begin. */
static const struct {
	struct span name;
	enum parts_about about;
} abouts[INITIAL_ROWS][9] = {
	['a' - 'a'] = {
	    { SPAN("android"), PARTS_HANDSET },
	    { SPAN("andr0id"), PARTS_HANDSET },
	    { SPAN("adr "), PARTS_HANDSET },
	    { SPAN("apple tv"), PARTS_HANDSET },
	    { SPAN("appletv"), PARTS_HANDSET },
	},
	['b' - 'a'] = {
	    { SPAN("blackberry"), PARTS_HANDSET },
	    { SPAN("bb10"), PARTS_HANDSET },
	    { SPAN("brew"), PARTS_HANDSET },
	    { SPAN("bada"), PARTS_HANDSET },
	},
	['c' - 'a'] = {
	    { SPAN("cloud phone"), PARTS_HANDSET },
	    { SPAN("compatible"), PARTS_PROGRAM },
	},
	['d' - 'a'] = {
	    { SPAN("dtv"), PARTS_HANDSET },
	    { SPAN("drm"), PARTS_HANDSET },
	},
	['g' - 'a'] = {
	    { SPAN("googletv"), PARTS_HANDSET },
	},
	['h' - 'a'] = {
	    { SPAN("hpwos"), PARTS_HANDSET },
	    { SPAN("harmonyos"), PARTS_HANDSET },
	    { SPAN("http"), PARTS_PROGRAM },
	},
	['i' - 'a'] = {
	    { SPAN("iphone"), PARTS_HANDSET },
	    { SPAN("ipad"), PARTS_HANDSET },
	    { SPAN("ipod"), PARTS_HANDSET },
	    { SPAN("ios"), PARTS_HANDSET },
	},
	['j' - 'a'] = {
	    { SPAN("j2me"), PARTS_HANDSET },
	},
	['k' - 'a'] = {
	    { SPAN("kaios"), PARTS_HANDSET },
	    { SPAN("kindle"), PARTS_HANDSET },
	    { SPAN("khtml"), PARTS_PROGRAM },
	},
	['l' - 'a'] = {
	    { SPAN("lge"), PARTS_HANDSET },
	    { SPAN("like "), PARTS_PROGRAM },
	},
	['m' - 'a'] = {
	    { SPAN("midp"), PARTS_HANDSET },
	    { SPAN("maemo"), PARTS_HANDSET },
	    { SPAN("meego"), PARTS_HANDSET },
	    { SPAN("mobile"), PARTS_HANDSET },
	    { SPAN("model:"), PARTS_HANDSET },
	    { SPAN("msie "), PARTS_EXPLORER },
	    { SPAN("macintosh"), PARTS_PROGRAM },
	},
	['n' - 'a'] = {
	    { SPAN("nokia"), PARTS_HANDSET },
	    { SPAN("nintendo"), PARTS_HANDSET },
	},
	['o' - 'a'] = {
	    { SPAN("openharmony"), PARTS_HANDSET },
	},
	['p' - 'a'] = {
	    { SPAN("playbook"), PARTS_HANDSET },
	    { SPAN("palmos"), PARTS_HANDSET },
	    { SPAN("pico "), PARTS_HANDSET },
	    { SPAN("playstation"), PARTS_HANDSET },
	},
	['q' - 'a'] = {
	    { SPAN("quest"), PARTS_HANDSET },
	},
	['r' - 'a'] = {
	    { SPAN("rex"), PARTS_HANDSET },
	},
	['s' - 'a'] = {
	    { SPAN("symbian"), PARTS_HANDSET },
	    { SPAN("series"), PARTS_HANDSET },
	    { SPAN("s60"), PARTS_HANDSET },
	    { SPAN("sailfish"), PARTS_HANDSET },
	    { SPAN("smart-tv"), PARTS_HANDSET },
	    { SPAN("smarttv"), PARTS_HANDSET },
	    { SPAN("smarthub"), PARTS_HANDSET },
	    { SPAN("samsung"), PARTS_HANDSET },
	},
	['t' - 'a'] = {
	    { SPAN("tvos"), PARTS_HANDSET },
	    { SPAN("tizen"), PARTS_HANDSET },
	    { SPAN("tablet"), PARTS_HANDSET },
	    { SPAN("trident/"), PARTS_EXPLORER },
	},
	['w' - 'a'] = {
	    { SPAN("wds "), PARTS_HANDSET },
	    { SPAN("windows phone"), PARTS_HANDSET },
	    { SPAN("windows mobile"), PARTS_HANDSET },
	    { SPAN("windows ce"), PARTS_HANDSET },
	    { SPAN("watch"), PARTS_HANDSET },
	    { SPAN("webos"), PARTS_HANDSET },
	    { SPAN("web0s"), PARTS_HANDSET },
	    { SPAN("windows"), PARTS_PROGRAM },
	},
	['x' - 'a'] = {
	    { SPAN("xbox"), PARTS_HANDSET },
	},
	[INITIAL_OTHER] = {
	    { SPAN(".net"), PARTS_EXPLORER },
	    { SPAN("+http"), PARTS_PROGRAM },
	},
};

/* Parts that stay, by how they begin. */
static const struct {
	struct span name;
	bool handset; /* only there; else in both kinds of comments */
} begins[INITIAL_ROWS][18] = {
	['a' - 'a'] = {
	    { SPAN("aolbuild"), false },
	    { SPAN("adr "), true },
	    { SPAN("andr0id"), true },
	    { SPAN("aol "), false },
	    { SPAN("avant browser"), false },
	    { SPAN("america online browser"), false },
	},
	['b' - 'a'] = {
	    { SPAN("blackberry"), true },
	    { SPAN("brave"), true },
	    { SPAN("bb10"), true },
	    { SPAN("bada"), true },
	    { SPAN("brew"), true },
	    { SPAN("baidubrowser"), false },
	},
	['c' - 'a'] = {
	    { SPAN("cros"), false },
	    { SPAN("cpu "), true },
	    { SPAN("configuration/"), true },
	    { SPAN("cloud phone"), true },
	    { SPAN("cfnetwork/"), true },
	    { SPAN("crazy browser"), false },
	    { SPAN("chromeframe"), false },
	    { SPAN("catchpoint"), false },
	},
	['d' - 'a'] = {
	    { SPAN("dolfin"), true },
	    { SPAN("deepnet explorer"), false },
	},
	['e' - 'a'] = {
	    { SPAN("ecosia "), true },
	},
	['f' - 'a'] = {
	    { SPAN("freebsd"), false },
	    { SPAN("feedreader"), false },
	},
	['g' - 'a'] = {
	    { SPAN("googletv"), true },
	},
	['h' - 'a'] = {
	    { SPAN("hbbtv/"), true },
	    { SPAN("hpwos"), true },
	    { SPAN("harmonyos"), true },
	},
	['i' - 'a'] = {
	    { SPAN("iemobile"), false },
	    { SPAN("intel mac os"), false },
	    { SPAN("i686"), false },
	    { SPAN("iph os"), true },
	    { SPAN("iphone/"), true },
	    { SPAN("ipad/"), true },
	    { SPAN("ios"), true },
	    { SPAN("ipados"), true },
	    { SPAN("iphone os"), true },
	    { SPAN("iphone,"), true },
	    { SPAN("irider"), false },
	},
	['j' - 'a'] = {
	    { SPAN("j2me"), true },
	},
	['k' - 'a'] = {
	    { SPAN("khtml"), false },
	    { SPAN("kindle"), true },
	    { SPAN("kkman"), false },
	},
	['l' - 'a'] = {
	    { SPAN("linux"), false },
	    { SPAN("lunascape"), false },
	},
	['m' - 'a'] = {
	    { SPAN("msie "), false },
	    { SPAN("mozilla/"), false },
	    { SPAN("mac_powerpc"), false },
	    { SPAN("mac os"), false },
	    { SPAN("macos"), false },
	    { SPAN("microsoft windows"), false },
	    { SPAN("macintosh"), false },
	    { SPAN("maemo"), true },
	    { SPAN("meego"), true },
	    { SPAN("midp"), true },
	    { SPAN("maui "), true },
	    { SPAN("maxthon"), false },
	    { SPAN("myie"), false },
	    { SPAN("microsoft outlook"), false },
	    { SPAN("microsoft office"), false },
	    { SPAN("msoffice"), false },
	    { SPAN("ms-office"), false },
	},
	['n' - 'a'] = {
	    { SPAN("netbsd"), false },
	    { SPAN("not on windows"), false },
	    { SPAN("netcraft"), false },
	    { SPAN("netcast"), true },
	    { SPAN("new nintendo"), true },
	    { SPAN("nintendo"), true },
	    { SPAN("netfront"), true },
	    { SPAN("netcaptor"), false },
	},
	['o' - 'a'] = {
	    { SPAN("opera"), false },
	    { SPAN("openbsd"), false },
	    { SPAN("overdrive"), false },
	    { SPAN("openharmony"), true },
	    { SPAN("okhttp/"), true },
	    { SPAN("obigo"), true },
	},
	['p' - 'a'] = {
	    { SPAN("psp"), true },
	    { SPAN("playbook"), true },
	    { SPAN("palmos"), true },
	    { SPAN("palmsource"), true },
	    { SPAN("profile/"), true },
	    { SPAN("playstation"), true },
	    { SPAN("polaris"), true },
	    { SPAN("pptv"), true },
	},
	['r' - 'a'] = {
	    { SPAN("rv:"), false },
	    { SPAN("rim tablet os"), true },
	},
	['s' - 'a'] = {
	    { SPAN("sunos"), false },
	    { SPAN("slackware"), false },
	    { SPAN("smarttv20"), true },
	    { SPAN("smarttv_20"), true },
	    { SPAN("scale/"), true },
	    { SPAN("symbian"), true },
	    { SPAN("series"), true },
	    { SPAN("s60"), true },
	    { SPAN("sailfish"), true },
	    { SPAN("sleipnir"), false },
	    { SPAN("se 2.x"), false },
	    { SPAN("smart explorer"), false },
	},
	['t' - 'a'] = {
	    { SPAN("trident/"), false },
	    { SPAN("tvos"), true },
	    { SPAN("tizen"), true },
	    { SPAN("tencenttraveler"), false },
	    { SPAN("theworld"), false },
	},
	['u' - 'a'] = {
	    { SPAN("ucbrowser"), false },
	    { SPAN("ucweb"), true },
	},
	['v' - 'a'] = {
	    { SPAN("viera 20"), true },
	},
	['w' - 'a'] = {
	    { SPAN("windows"), false },
	    { SPAN("win 9x"), false },
	    { SPAN("win9"), false },
	    { SPAN("winnt"), false },
	    { SPAN("win32"), false },
	    { SPAN("win64"), false },
	    { SPAN("watchos"), true },
	    { SPAN("webos"), true },
	    { SPAN("web0s"), true },
	    { SPAN("wds "), true },
	},
	['x' - 'a'] = {
	    { SPAN("xbox"), false },
	},
	['z' - 'a'] = {
	    { SPAN("zune "), false },
	},
	[INITIAL_OTHER] = {
	    { SPAN("/windows ce"), true },
	    { SPAN("360se"), false },
	},
};

/* Parts that stay when there is nothing else in them. */
static const struct span wholes[] = {
	SPAN("U"),
	SPAN("I"),
	SPAN("N"),
	SPAN("K"),
	SPAN("X11"),
	SPAN("Mobile"),
	SPAN("Tablet"),
	SPAN("TV"),
	SPAN("wv"),
	SPAN("compatible"),
	SPAN("Compatible"),
	SPAN("ARM"),
	SPAN("Touch"),
	SPAN("WPDesktop"),
	SPAN("WOW64"),
	SPAN("Win64"),
	SPAN("x64"),
	SPAN("SMART-TV"),
	SPAN("SmartTV"),
	SPAN("SmartHub"),
	SPAN("BlackBerry"),
	SPAN("iPhone"),
	SPAN("iPad"),
	SPAN("iPod"),
	SPAN("iPod touch"),
	SPAN("Apple TV"),
	SPAN("Watch"),
	SPAN("Macintosh"),
	SPAN("DTV"),
	SPAN("DRM"),
	SPAN("+DRM"),
	SPAN("null"),
	SPAN("LGE"),
	SPAN("Samsung"),
	SPAN("Sony"),
	SPAN("Panasonic"),
	SPAN("Philips"),
	SPAN("Hisense"),
	SPAN("Toshiba"),
	SPAN("Sharp"),
};

/* Parts with one of these are a program's. */
static const struct span programs[INITIAL_ROWS][5] = {
	['a' - 'a'] = {
	    SPAN("analy"),
	    SPAN("archiv"),
	    SPAN("agent"),
	},
	['b' - 'a'] = {
	    SPAN("bot"),
	    SPAN("browser"),
	},
	['c' - 'a'] = {
	    SPAN("crawl"),
	    SPAN("catchpoint"),
	},
	['e' - 'a'] = {
	    SPAN("explorer"),
	},
	['f' - 'a'] = {
	    SPAN("fetch"),
	},
	['i' - 'a'] = {
	    SPAN("insights"),
	},
	['m' - 'a'] = {
	    SPAN("monitor"),
	},
	['p' - 'a'] = {
	    SPAN("preview"),
	    SPAN("proxy"),
	},
	['s' - 'a'] = {
	    SPAN("spider"),
	    SPAN("scooter"),
	    SPAN("survey"),
	    SPAN("scanner"),
	},
	['v' - 'a'] = {
	    SPAN("validat"),
	},
	[INITIAL_OTHER] = {
	    SPAN("://"),
	},
};

/* A maker of telephones whose name looks like a program's. */
#define NOT_A_BOT SPAN("cubot")

static bool
is_program(struct span part)
{
	for (size_t i = 0; i < part.n; i++) {
		const struct span rest = span_from(part, i);
		const struct span *p = programs[initial_row(part.p[i])];

		for (; p->n > 0; p++)
			if (initial_starts(rest, *p))
				return (
				    span_casefind(part, NOT_A_BOT) == part.n);
	}
	return (false);
}

/* A number with dots, or the year of a television. */
static bool
is_number(struct span part)
{
	size_t dots = 0;

	for (size_t i = 0; i < part.n; i++) {
		if (!ascii_isdigit(part.p[i]) && part.p[i] != '.')
			return (false);
		dots += part.p[i] == '.';
	}
	return (dots > 0 || (part.n == 4 && span_starts(part, SPAN("20"))));
}

enum parts_about
parts_about(struct span part)
{
	unsigned row;

	if (part.n == 0)
		return (PARTS_OTHER);
	row = initial_row(part.p[0]);
	for (size_t i = 0; abouts[row][i].name.n > 0; i++)
		if (initial_starts(part, abouts[row][i].name))
			return (abouts[row][i].about);
	if (span_eq(part, SPAN("K")) ||
	    span_find(part, SPAN(" Build/")) < part.n)
		return (PARTS_HANDSET);
	return (is_program(part) ? PARTS_PROGRAM : PARTS_OTHER);
}

bool
parts_stay(struct span part, bool handset)
{
	unsigned row;

	if (part.n == 0)
		return (true);
	row = initial_row(part.p[0]);
	for (size_t i = 0; begins[row][i].name.n > 0; i++)
		if ((handset || !begins[row][i].handset) &&
		    initial_starts(part, begins[row][i].name))
			return (true);
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (span_eq(part, wholes[i]))
			return (true);
	if (handset &&
	    (is_number(part) || span_find(part, SPAN("Profile/MIDP")) < part.n))
		return (true);
	return (is_program(part));
}
