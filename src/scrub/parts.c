/* SPDX-License-Identifier: ISC */
#include "scrub/parts.h"

#include "base/ascii.h"

/* Parts by how they begin, letters compared without case. */
static const struct {
	struct span name;
	enum parts_about about;
} abouts[] = {
	{ SPAN("Android"), PARTS_HANDSET },
	{ SPAN("Andr0id"), PARTS_HANDSET },
	{ SPAN("Adr "), PARTS_HANDSET },
	{ SPAN("wds "), PARTS_HANDSET },
	{ SPAN("Windows Phone"), PARTS_HANDSET },
	{ SPAN("Windows Mobile"), PARTS_HANDSET },
	{ SPAN("Windows CE"), PARTS_HANDSET },
	{ SPAN("Xbox"), PARTS_HANDSET },
	{ SPAN("iPhone"), PARTS_HANDSET },
	{ SPAN("iPad"), PARTS_HANDSET },
	{ SPAN("iPod"), PARTS_HANDSET },
	{ SPAN("iOS"), PARTS_HANDSET },
	{ SPAN("Apple TV"), PARTS_HANDSET },
	{ SPAN("AppleTV"), PARTS_HANDSET },
	{ SPAN("Watch"), PARTS_HANDSET },
	{ SPAN("tvOS"), PARTS_HANDSET },
	{ SPAN("Symbian"), PARTS_HANDSET },
	{ SPAN("Series"), PARTS_HANDSET },
	{ SPAN("S60"), PARTS_HANDSET },
	{ SPAN("Nokia"), PARTS_HANDSET },
	{ SPAN("BlackBerry"), PARTS_HANDSET },
	{ SPAN("PlayBook"), PARTS_HANDSET },
	{ SPAN("BB10"), PARTS_HANDSET },
	{ SPAN("J2ME"), PARTS_HANDSET },
	{ SPAN("MIDP"), PARTS_HANDSET },
	{ SPAN("BREW"), PARTS_HANDSET },
	{ SPAN("REX"), PARTS_HANDSET },
	{ SPAN("PalmOS"), PARTS_HANDSET },
	{ SPAN("webOS"), PARTS_HANDSET },
	{ SPAN("Web0S"), PARTS_HANDSET },
	{ SPAN("hpwOS"), PARTS_HANDSET },
	{ SPAN("Tizen"), PARTS_HANDSET },
	{ SPAN("Bada"), PARTS_HANDSET },
	{ SPAN("Maemo"), PARTS_HANDSET },
	{ SPAN("MeeGo"), PARTS_HANDSET },
	{ SPAN("Sailfish"), PARTS_HANDSET },
	{ SPAN("KAIOS"), PARTS_HANDSET },
	{ SPAN("HarmonyOS"), PARTS_HANDSET },
	{ SPAN("OpenHarmony"), PARTS_HANDSET },
	{ SPAN("Mobile"), PARTS_HANDSET },
	{ SPAN("Tablet"), PARTS_HANDSET },
	{ SPAN("PICO "), PARTS_HANDSET },
	{ SPAN("Quest"), PARTS_HANDSET },
	{ SPAN("SMART-TV"), PARTS_HANDSET },
	{ SPAN("SmartTV"), PARTS_HANDSET },
	{ SPAN("SmartHub"), PARTS_HANDSET },
	{ SPAN("GoogleTV"), PARTS_HANDSET },
	{ SPAN("DTV"), PARTS_HANDSET },
	{ SPAN("DRM"), PARTS_HANDSET },
	{ SPAN("LGE"), PARTS_HANDSET },
	{ SPAN("Samsung"), PARTS_HANDSET },
	{ SPAN("Nintendo"), PARTS_HANDSET },
	{ SPAN("PlayStation"), PARTS_HANDSET },
	{ SPAN("Kindle"), PARTS_HANDSET },
	{ SPAN("Cloud Phone"), PARTS_HANDSET },
	{ SPAN("MODEL:"), PARTS_HANDSET },
	{ SPAN("MSIE "), PARTS_EXPLORER },
	{ SPAN("Trident/"), PARTS_EXPLORER },
	{ SPAN(".NET"), PARTS_EXPLORER },
	{ SPAN("compatible"), PARTS_PROGRAM },
	{ SPAN("KHTML"), PARTS_PROGRAM },
	{ SPAN("like "), PARTS_PROGRAM },
	{ SPAN("Macintosh"), PARTS_PROGRAM },
	{ SPAN("Windows"), PARTS_PROGRAM },
	{ SPAN("http"), PARTS_PROGRAM },
	{ SPAN("+http"), PARTS_PROGRAM },
};

/* Parts that stay, by how they begin, in small letters. */
static const struct {
	struct span name;
	bool handset; /* only there; else in both kinds of comments */
} begins[] = {
	{ SPAN("windows"), false },
	{ SPAN("win 9x"), false },
	{ SPAN("win9"), false },
	{ SPAN("msie "), false },
	{ SPAN("trident/"), false },
	{ SPAN("iemobile"), false },
	{ SPAN("opera"), false },
	{ SPAN("rv:"), false },
	{ SPAN("linux"), false },
	{ SPAN("mozilla/"), false },
	{ SPAN("mac_powerpc"), false },
	{ SPAN("mac os"), false },
	{ SPAN("macos"), false },
	{ SPAN("intel mac os"), false },
	{ SPAN("xbox"), false },
	{ SPAN("cros"), false },
	{ SPAN("freebsd"), false },
	{ SPAN("sunos"), false },
	{ SPAN("khtml"), false },
	{ SPAN("ucbrowser"), false },
	{ SPAN("microsoft windows"), false },
	{ SPAN("winnt"), false },
	{ SPAN("win32"), false },
	{ SPAN("win64"), false },
	{ SPAN("i686"), false },
	{ SPAN("netbsd"), false },
	{ SPAN("openbsd"), false },
	{ SPAN("slackware"), false },
	{ SPAN("macintosh"), false },
	{ SPAN("not on windows"), false },
	{ SPAN("aolbuild"), false },
	{ SPAN("overdrive"), false },
	{ SPAN("zune "), false },
	{ SPAN("netcraft"), false },
	{ SPAN("cpu "), true },
	{ SPAN("iph os"), true },
	{ SPAN("blackberry"), true },
	{ SPAN("hbbtv/"), true },
	{ SPAN("netcast"), true },
	{ SPAN("viera 20"), true },
	{ SPAN("smarttv20"), true },
	{ SPAN("smarttv_20"), true },
	{ SPAN("psp"), true },
	{ SPAN("/windows ce"), true },
	{ SPAN("new nintendo"), true },
	{ SPAN("brave"), true },
	{ SPAN("ecosia "), true },
	{ SPAN("iphone/"), true },
	{ SPAN("ipad/"), true },
	{ SPAN("ios"), true },
	{ SPAN("ipados"), true },
	{ SPAN("iphone os"), true },
	{ SPAN("iphone,"), true },
	{ SPAN("watchos"), true },
	{ SPAN("tvos"), true },
	{ SPAN("scale/"), true },
	{ SPAN("symbian"), true },
	{ SPAN("series"), true },
	{ SPAN("s60"), true },
	{ SPAN("bb10"), true },
	{ SPAN("playbook"), true },
	{ SPAN("rim tablet os"), true },
	{ SPAN("webos"), true },
	{ SPAN("web0s"), true },
	{ SPAN("hpwos"), true },
	{ SPAN("tizen"), true },
	{ SPAN("bada"), true },
	{ SPAN("maemo"), true },
	{ SPAN("meego"), true },
	{ SPAN("sailfish"), true },
	{ SPAN("harmonyos"), true },
	{ SPAN("openharmony"), true },
	{ SPAN("j2me"), true },
	{ SPAN("midp"), true },
	{ SPAN("brew"), true },
	{ SPAN("palmos"), true },
	{ SPAN("palmsource"), true },
	{ SPAN("profile/"), true },
	{ SPAN("configuration/"), true },
	{ SPAN("adr "), true },
	{ SPAN("andr0id"), true },
	{ SPAN("wds "), true },
	{ SPAN("googletv"), true },
	{ SPAN("nintendo"), true },
	{ SPAN("playstation"), true },
	{ SPAN("kindle"), true },
	{ SPAN("cloud phone"), true },
	{ SPAN("okhttp/"), true },
	{ SPAN("cfnetwork/"), true },
	{ SPAN("netfront"), true },
	{ SPAN("polaris"), true },
	{ SPAN("obigo"), true },
	{ SPAN("dolfin"), true },
	{ SPAN("maui "), true },
	{ SPAN("ucweb"), true },
	{ SPAN("pptv"), true },
	{ SPAN("aol "), false },
	{ SPAN("avant browser"), false },
	{ SPAN("crazy browser"), false },
	{ SPAN("deepnet explorer"), false },
	{ SPAN("maxthon"), false },
	{ SPAN("myie"), false },
	{ SPAN("netcaptor"), false },
	{ SPAN("tencenttraveler"), false },
	{ SPAN("lunascape"), false },
	{ SPAN("sleipnir"), false },
	{ SPAN("irider"), false },
	{ SPAN("kkman"), false },
	{ SPAN("baidubrowser"), false },
	{ SPAN("se 2.x"), false },
	{ SPAN("360se"), false },
	{ SPAN("theworld"), false },
	{ SPAN("america online browser"), false },
	{ SPAN("feedreader"), false },
	{ SPAN("microsoft outlook"), false },
	{ SPAN("microsoft office"), false },
	{ SPAN("msoffice"), false },
	{ SPAN("ms-office"), false },
	{ SPAN("chromeframe"), false },
	{ SPAN("smart explorer"), false },
	{ SPAN("catchpoint"), false },
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

/* Parts with one of these, in small letters, are a program's. */
static const struct span programs[] = {
	SPAN("://"),
	SPAN("bot"),
	SPAN("crawl"),
	SPAN("spider"),
	SPAN("scooter"),
	SPAN("preview"),
	SPAN("analy"),
	SPAN("survey"),
	SPAN("monitor"),
	SPAN("insights"),
	SPAN("validat"),
	SPAN("archiv"),
	SPAN("fetch"),
	SPAN("scanner"),
	SPAN("agent"),
	SPAN("explorer"),
	SPAN("browser"),
	SPAN("proxy"),
	SPAN("catchpoint"),
};

/* A maker of telephones whose name looks like a program's. */
#define NOT_A_BOT SPAN("cubot")

/* Does ${s} begin with ${small}, which is in small letters? */
static bool
starts(struct span s, struct span small)
{
	return (s.n >= small.n && (s.p[0] | 0x20) == (small.p[0] | 0x20) &&
	    span_caseeq(span_make(s.p, small.n), small));
}

static bool
is_program(struct span part)
{
	if (span_casefind(part, NOT_A_BOT) < part.n)
		return (false);
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (span_casefind(part, programs[i]) < part.n)
			return (true);
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
	for (size_t i = 0; i < sizeof(abouts) / sizeof(abouts[0]); i++)
		if (starts(part, abouts[i].name))
			return (abouts[i].about);
	if (span_eq(part, SPAN("K")) ||
	    span_find(part, SPAN(" Build/")) < part.n)
		return (PARTS_HANDSET);
	return (is_program(part) ? PARTS_PROGRAM : PARTS_OTHER);
}

bool
parts_stay(struct span part, bool handset)
{
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (span_eq(part, wholes[i]))
			return (true);
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if ((handset || !begins[i].handset) &&
		    starts(part, begins[i].name))
			return (true);
	if (handset &&
	    (is_number(part) || span_find(part, SPAN("Profile/MIDP")) < part.n))
		return (true);
	return (is_program(part));
}
