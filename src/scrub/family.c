/* SPDX-License-Identifier: ISC */
#include "scrub/family.h"

#include "base/ascii.h"
#include "scrub/escaped.h"

enum { NAME_MAX_LENGTH = 40, MAJOR_MAX = 4 };

/* The first of these that an agent holds is its browser. */
static const struct browser {
	struct span mark;
	struct span name; /* to be followed by the major version */
	struct span version; /* behind what it stands; empty: the mark */
} browsers[] = {
	{ SPAN("Edg/"), SPAN("Edg/"), { NULL, 0 } },
	{ SPAN("EdgA/"), SPAN("EdgA/"), { NULL, 0 } },
	{ SPAN("EdgiOS/"), SPAN("EdgiOS/"), { NULL, 0 } },
	{ SPAN("Edge/"), SPAN("Edge/"), { NULL, 0 } },
	{ SPAN("OPR/"), SPAN("OPR/"), { NULL, 0 } },
	{ SPAN("Opera Mini/"), SPAN("Opera Mini/"), { NULL, 0 } },
	{ SPAN("Opera"), SPAN("Opera/"), SPAN("Version/") },
	{ SPAN("SamsungBrowser/"), SPAN("SamsungBrowser/"), { NULL, 0 } },
	{ SPAN("YaBrowser/"), SPAN("YaBrowser/"), { NULL, 0 } },
	{ SPAN("Vivaldi/"), SPAN("Vivaldi/"), { NULL, 0 } },
	{ SPAN("UCBrowser/"), SPAN("UCBrowser/"), { NULL, 0 } },
	{ SPAN("CriOS/"), SPAN("CriOS/"), { NULL, 0 } },
	{ SPAN("FxiOS/"), SPAN("FxiOS/"), { NULL, 0 } },
	{ SPAN("SeaMonkey/"), SPAN("SeaMonkey/"), { NULL, 0 } },
	{ SPAN("Firefox/"), SPAN("Firefox/"), { NULL, 0 } },
	{ SPAN("MSIE "), SPAN("MSIE "), { NULL, 0 } },
	{ SPAN("Trident/"), SPAN("MSIE "), SPAN("rv:") },
	{ SPAN("Chromium/"), SPAN("Chromium/"), { NULL, 0 } },
	{ SPAN("Chrome/"), SPAN("Chrome/"), { NULL, 0 } },
	{ SPAN("Safari/"), SPAN("Safari/"), SPAN("Version/") },
	{ SPAN("Konqueror/"), SPAN("Konqueror/"), { NULL, 0 } },
};

/* The first of these is its system. */
static const struct system {
	struct span mark;
	struct span name;
} systems[] = {
	{ SPAN("Windows Phone"), SPAN("Windows Phone") },
	{ SPAN("Windows NT 10"), SPAN("Windows NT 10.0") },
	{ SPAN("Windows NT 6.3"), SPAN("Windows NT 6.3") },
	{ SPAN("Windows NT 6.2"), SPAN("Windows NT 6.2") },
	{ SPAN("Windows NT 6.1"), SPAN("Windows NT 6.1") },
	{ SPAN("Windows NT 6"), SPAN("Windows NT 6.0") },
	{ SPAN("Windows NT 5"), SPAN("Windows NT 5.1") },
	{ SPAN("Windows"), SPAN("Windows") },
	{ SPAN("Android"), SPAN("Android") },
	{ SPAN("iPhone"), SPAN("iPhone") },
	{ SPAN("iPad"), SPAN("iPad") },
	{ SPAN("iPod"), SPAN("iPod") },
	{ SPAN("Mac OS X"), SPAN("Mac OS X") },
	{ SPAN("Macintosh"), SPAN("Mac OS X") },
	{ SPAN("CrOS"), SPAN("CrOS") },
	{ SPAN("FreeBSD"), SPAN("FreeBSD") },
	{ SPAN("OpenBSD"), SPAN("OpenBSD") },
	{ SPAN("NetBSD"), SPAN("NetBSD") },
	{ SPAN("SunOS"), SPAN("SunOS") },
	{ SPAN("Linux"), SPAN("Linux") },
};

/* What the names of bots hold, in small letters. */
static const struct span bots[] = {
	SPAN("bot"),
	SPAN("crawl"),
	SPAN("spider"),
	SPAN("slurp"),
	SPAN("archiver"),
};

/* Append the first digits behind ${mark}, if there are any. */
static void
put_major(struct span agent, struct span mark, struct buf *out)
{
	size_t i = span_find(agent, mark) + mark.n;
	size_t end;

	for (end = i; end < agent.n && ascii_isdigit(agent.p[end]) &&
	     end - i < MAJOR_MAX;)
		end++;
	if (end > i)
		buf_add(out, agent.p + i, end - i);
	else
		buf_addc(out, '0');
}

static bool
is_name(char c)
{
	return (ascii_isalnum(c) || c == '-' || c == '_' || c == '.');
}

/*
 * Where the name begins that has a byte at ${at}, or the log's escape around
 * ${at} ends.
 */
static size_t
name_start(struct span agent, size_t at)
{
	size_t start = 0;

	for (size_t i = 0, n; i < at; i += n) {
		n = escaped_n(agent, i);
		if (n > 0 || !is_name(agent.p[i]))
			start = i + (n > 0 ? n : 1);
		n += n == 0;
	}
	return (start);
}

/*
 * Is what stands from ${start} up to ${end} what a hit left of a word, such as
 * links+bot{email}?
 */
static bool
is_remains(struct span agent, size_t start, size_t end)
{
	if (start > 0 && agent.p[start - 1] == '}')
		return (true);
	while (end < agent.n && agent.p[end] != '{' &&
	    (is_name(agent.p[end]) || agent.p[end] == '+'))
		end++;
	return (end < agent.n && agent.p[end] == '{');
}

/*
 * Append the product name around ${at}: a word alone, or one with a version or
 * a semicolon, or, where ${loose}, any word. False: there is none.
 */
static bool
put_product(struct span agent, size_t at, bool loose, struct buf *out)
{
	const size_t start = name_start(agent, at);
	size_t end = start > at ? start : at;
	bool versioned;

	while (end < agent.n && is_name(agent.p[end]))
		end++;
	versioned = end + 1 < agent.n && agent.p[end] == '/' &&
	    ascii_isdigit(agent.p[end + 1]);
	if (end == start || end - start > NAME_MAX_LENGTH ||
	    !ascii_isalnum(agent.p[start]) || is_remains(agent, start, end) ||
	    (!loose && !versioned && end < agent.n && agent.p[end] != ';'))
		return (false);
	buf_add(out, agent.p + start, end - start);
	if (versioned) {
		buf_addc(out, '/');
		put_major(span_from(agent, end), SPAN("/"), out);
	}
	return (true);
}

/* The offset of a bot's name outside of URLs, or agent.n. */
static size_t
bot_at(struct span agent)
{
	for (size_t i = 0, n; i < agent.n; i += n) {
		const struct span s = span_from(agent, i);

		n = escaped_n(agent, i);
		if (n > 0)
			continue;
		n = 1;
		if (span_starts(s, SPAN("://")))
			while (i < agent.n && agent.p[i] != ' ' &&
			    agent.p[i] != ')' && agent.p[i] != ';')
				i++;
		for (size_t k = 0; k < sizeof(bots) / sizeof(bots[0]); k++)
			if (i < agent.n && s.n >= bots[k].n &&
			    span_caseeq(span_make(s.p, bots[k].n), bots[k]))
				return (i);
	}
	return (agent.n);
}

/* The offset of the name in `Mozilla/5.0 (compatible; Name/1.0`, else 0. */
static size_t
product_at(struct span agent)
{
	const struct span mark = SPAN("(compatible; ");
	const size_t at = span_find(agent, mark);

	if (at == agent.n || !span_starts(agent, SPAN("Mozilla/")))
		return (0);
	return (at + mark.n);
}

static const struct browser *
browser_of(struct span agent)
{
	for (size_t i = 0; i < sizeof(browsers) / sizeof(browsers[0]); i++)
		if (span_find(agent, browsers[i].mark) < agent.n)
			return (&browsers[i]);
	return (NULL);
}

static void
put_browser(struct span agent, const struct browser *b, struct buf *out)
{
	const bool apart =
	    b->version.n > 0 && span_find(agent, b->version) < agent.n;
	const struct span mark = apart ? b->version : b->mark;

	/* Some know a Safari's version by the one name, some by the other. */
	if (apart && span_eq(b->name, SPAN("Safari/"))) {
		buf_addspan(out, SPAN("Version/"));
		put_major(agent, mark, out);
		buf_addspan(out, SPAN(".0 "));
	}
	buf_addspan(out, b->name);
	put_major(agent, mark, out);
	buf_addspan(out, SPAN(".0"));
}

static void
put_system(struct span agent, struct buf *out)
{
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		if (span_find(agent, systems[i].mark) < agent.n) {
			buf_addc(out, ' ');
			buf_addspan(out, systems[i].name);
			return;
		}
	}
}

void
family_put(struct span agent, struct buf *out)
{
	const size_t bot = bot_at(agent);
	const struct browser *b;

	if (bot < agent.n && put_product(agent, bot, true, out))
		return;
	b = browser_of(agent);
	if (b != NULL) {
		put_browser(agent, b, out);
	} else if (!put_product(agent, product_at(agent), false, out)) {
		buf_addc(out, '-');
		return;
	}
	put_system(agent, out);
}
