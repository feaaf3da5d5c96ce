/* SPDX-License-Identifier: ISC */
#include "scrub/handset.h"

#include "base/ascii.h"
#include "scrub/initial.h"

/* A model's name has so many bytes, and so few small letters in a row. */
enum { MODEL_MIN = 4, SMALL_MAX = 2, MAKER_MAX = 16 };

/* Words that begin so are in agents of handsets. */
static const struct span marks[INITIAL_ROWS][12] = {
	['a' - 'a'] = {
	    SPAN("alcatel"),
	    SPAN("android"),
	    SPAN("andr0id"),
	    SPAN("adr "),
	    SPAN("appletv"),
	},
	['b' - 'a'] = {
	    SPAN("blackberry"),
	    SPAN("brew"),
	    SPAN("bada/"),
	    SPAN("bravia"),
	},
	['c' - 'a'] = {
	    SPAN("cldc"),
	},
	['d' - 'a'] = {
	    SPAN("dalvik"),
	    SPAN("docomo"),
	},
	['e' - 'a'] = {
	    SPAN("ericsson"),
	},
	['h' - 'a'] = {
	    SPAN("hbbtv"),
	    SPAN("htc"),
	    SPAN("huawei"),
	},
	['i' - 'a'] = {
	    SPAN("iphone"),
	    SPAN("ipad"),
	    SPAN("ipod"),
	    SPAN("ios/"),
	},
	['j' - 'a'] = {
	    SPAN("j2me"),
	    SPAN("j-phone"),
	},
	['k' - 'a'] = {
	    SPAN("kddi"),
	    SPAN("kindle"),
	},
	['l' - 'a'] = {
	    SPAN("lg-"),
	    SPAN("lg "),
	    SPAN("lge"),
	    SPAN("lenovo"),
	},
	['m' - 'a'] = {
	    SPAN("midp"),
	    SPAN("mot-"),
	    SPAN("motorola"),
	    SPAN("mobile"),
	},
	['n' - 'a'] = {
	    SPAN("nokia"),
	    SPAN("nintendo"),
	    SPAN("netcast"),
	    SPAN("netrange"),
	},
	['o' - 'a'] = {
	    SPAN("okhttp"),
	},
	['p' - 'a'] = {
	    SPAN("playstation"),
	    SPAN("palm"),
	    SPAN("portalmmm"),
	    SPAN("profile/"),
	    SPAN("pixi/"),
	    SPAN("panasonic"),
	    SPAN("philips"),
	},
	['r' - 'a'] = {
	    SPAN("roku"),
	},
	['s' - 'a'] = {
	    SPAN("samsung"),
	    SPAN("sec-"),
	    SPAN("series40"),
	    SPAN("series60"),
	    SPAN("sie-"),
	    SPAN("smart-tv"),
	    SPAN("smarttv"),
	    SPAN("softbank"),
	    SPAN("sony"),
	    SPAN("sharp"),
	    SPAN("symbian"),
	},
	['t' - 'a'] = {
	    SPAN("tizen"),
	    SPAN("toshiba"),
	    SPAN("tvos"),
	},
	['u' - 'a'] = {
	    SPAN("ucweb"),
	    SPAN("up.browser"),
	},
	['v' - 'a'] = {
	    SPAN("vodafone"),
	    SPAN("vizio"),
	},
	['w' - 'a'] = {
	    SPAN("watchos"),
	    SPAN("webos"),
	    SPAN("web0s"),
	},
	['x' - 'a'] = {
	    SPAN("xiaomi"),
	},
	['z' - 'a'] = {
	    SPAN("zte"),
	},
};

/* Makers that stand before the model in one word. */
static const struct span makers[] = {
	SPAN("Nokia"),
	SPAN("NOKIA"),
	SPAN("SonyEricsson"),
	SPAN("BlackBerry"),
	SPAN("Blackberry"),
	SPAN("SAMSUNG"),
	SPAN("Samsung"),
	SPAN("LG"),
	SPAN("MOT"),
	SPAN("SEC"),
	SPAN("HTC"),
	SPAN("HUAWEI"),
	SPAN("Huawei"),
	SPAN("ZTE"),
	SPAN("Lenovo"),
	SPAN("Alcatel"),
	SPAN("ALCATEL"),
	SPAN("Panasonic"),
	SPAN("PHILIPS"),
	SPAN("Philips"),
	SPAN("SHARP"),
	SPAN("Sharp"),
	SPAN("SIE"),
	SPAN("SAGEM"),
	SPAN("Roku"),
	SPAN("Vestel"),
	SPAN("Xiaomi"),
	SPAN("Toshiba"),
	SPAN("TOSHIBA"),
	SPAN("Vodafone"),
	SPAN("PANTECH"),
	SPAN("KYOCERA"),
	SPAN("Sanyo"),
	SPAN("KDDI"),
	SPAN("AppleTV"),
	SPAN("Motorola"),
	SPAN("Amoi"),
	SPAN("Sony"),
	SPAN("sam"),
	SPAN("Haier"),
	SPAN("Palm"),
	SPAN("Siemens"),
	SPAN("Ericsson"),
	SPAN("Micromax"),
	SPAN("GIONEE"),
	SPAN("LAVA"),
	SPAN("Karbonn"),
	SPAN("Spice"),
	SPAN("BENQ"),
	SPAN("BIRD"),
	SPAN("Dell"),
	SPAN("ASUS"),
	SPAN("Acer"),
	SPAN("Casio"),
	SPAN("Coolpad"),
	SPAN("OPPO"),
	SPAN("vivo"),
	SPAN("Meizu"),
	SPAN("Infinix"),
	SPAN("TECNO"),
	SPAN("itel"),
	SPAN("Wiko"),
	SPAN("NEC"),
	SPAN("TELIT"),
	SPAN("Hisense"),
};

/* Words that look like a model's name and are none. */
static const struct span others[] = {
	SPAN("MIDP-"),
	SPAN("CLDC-"),
	SPAN("J2ME"),
	SPAN("BB10"),
	SPAN("Web0S"),
	SPAN("FB4A"),
	SPAN("S60V"),
	SPAN("MyIE"),
	SPAN("UTF-"),
	SPAN("ARM64"),
	SPAN("WOW64"),
	SPAN("X86_64"),
	SPAN("IP-"),
};

/* Models whose names hold no number. */
static const struct span models[] = {
	SPAN("Pre"),
	SPAN("Pixi"),
	SPAN("Veer"),
	SPAN("TouchPad"),
};

static bool
is_word(char c)
{
	return (ascii_isalnum(c) || c == '-' || c == '_' || c == '+');
}

static bool
is_mark(struct span s)
{
	const struct span *p = marks[initial_row(s.p[0])];

	for (; p->n > 0; p++)
		if (initial_starts(s, *p))
			return (true);
	return (false);
}

bool
handset_is(struct span agent)
{
	bool inside = false;

	for (size_t i = 0; i < agent.n; i++) {
		const char c = agent.p[i];
		const bool capital = c >= 'A' && c <= 'Z';

		if ((capital || (!inside && ascii_isalpha(c))) &&
		    is_mark(span_from(agent, i)))
			return (true);
		inside = ascii_isalpha(c) && !capital;
	}
	return (false);
}

/* The offset behind the maker's name that ${word} begins with, or 0. */
static size_t
maker_end(struct span word)
{
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		const size_t n = makers[i].n;

		if (word.n <= n ||
		    !span_caseeq(span_make(word.p, n), makers[i]))
			continue;
		if (word.p[n] == '-' || word.p[n] == '_')
			return (n + 1);
		/* Nokia6230i, and no word that only begins so. */
		for (size_t k = n; k < word.n && k < n + 3; k++)
			if (ascii_isdigit(word.p[k]))
				return (n);
	}
	return (0);
}

/* KDDI-Googlebot-Mobile */
static bool
is_bot(struct span word)
{
	return (span_casefind(word, SPAN("bot")) < word.n &&
	    span_casefind(word, SPAN("cubot")) == word.n);
}

/* Is a maker's name the word before ${at}, as in HTC MAX? */
static bool
follows_maker(struct span text, size_t at)
{
	size_t i = at - 1;

	if (at < 2 || text.p[i] != ' ')
		return (false);
	while (i > 0 && is_word(text.p[i - 1]) && at - i < MAKER_MAX)
		i--;
	for (size_t k = 0; k < sizeof(makers) / sizeof(makers[0]); k++)
		if (span_caseeq(span_make(text.p + i, at - 1 - i), makers[k]))
			return (true);
	return (false);
}

/* Has ${word} a number, or may it lack one, and no word of our languages? */
static bool
is_model(struct span word, bool numberless)
{
	size_t digits = 0, capitals = 0, run = 0, longest = 0;

	if (word.n < (numberless ? 2 : MODEL_MIN))
		return (false);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_starts(word, others[i]))
			return (false);
	for (size_t i = 0; i < word.n; i++) {
		const char c = word.p[i];

		digits += ascii_isdigit(c);
		capitals += c >= 'A' && c <= 'Z';
		run = c >= 'a' && c <= 'z' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return (
	    (digits > 0 || numberless) && capitals > 0 && longest <= SMALL_MAX);
}

/* Is ${word} letters and a number that goes on as a version does? */
static bool
is_versioned(struct span text, struct span word, size_t end)
{
	size_t n = word.n;

	if (end + 1 >= text.n || text.p[end] != '.' ||
	    !ascii_isdigit(text.p[end + 1]))
		return (false);
	while (n > 0 && ascii_isdigit(word.p[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (ascii_isdigit(word.p[i]))
			return (false);
	return (n < word.n);
}

size_t
handset_word(struct span text, size_t at, size_t *end)
{
	struct span word;
	size_t maker, i;

	for (i = at; i < text.n && is_word(text.p[i]); i++)
		;
	*end = i;
	word = span_make(text.p + at, i - at);
	if (at > 0 && span_ends(span_make(text.p, at), SPAN("Mobile/")))
		return (*end);
	if (is_bot(word))
		return (*end);
	maker = maker_end(word);
	if (maker > 0)
		return (maker + 1 == word.n ? *end : at + maker);
	for (i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (span_eq(word, models[i]))
			return (at);
	if (is_versioned(text, word, *end) ||
	    !is_model(word, follows_maker(text, at)))
		return (*end);
	return (at);
}
