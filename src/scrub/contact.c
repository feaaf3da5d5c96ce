/* SPDX-License-Identifier: ISC */
#include "scrub/contact.h"

#include "base/ascii.h"

/* So many digits behind a word say nothing about anybody. */
enum { DIGITS_MAX = 1 };

static const struct span robots[] = {
	SPAN("bot"),
	SPAN("bots"),
	SPAN("robot"),
	SPAN("robots"),
	SPAN("crawl"),
	SPAN("crawler"),
	SPAN("crawlers"),
	SPAN("crawling"),
	SPAN("webcrawler"),
	SPAN("spider"),
	SPAN("spiders"),
	SPAN("scraping"),
	SPAN("scraper"),
	SPAN("larbin"),
	SPAN("voilabot"),
	SPAN("centurybot"),
	SPAN("statbot"),
};

/* Words that may stand beside them. */
static const struct span besides[] = {
	SPAN("web"),
	SPAN("links"),
	SPAN("support"),
	SPAN("yp"),
	SPAN("ysm"),
	SPAN("keystone"),
};

static bool
is_of(struct span word, const struct span *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_caseeq(word, list[i]))
			return (true);
	return (false);
}

bool
contact_is_robot(struct span local)
{
	bool found = false;

	for (size_t i = 0, end; i < local.n; i = end) {
		size_t letters = i;
		struct span word;

		while (letters < local.n && ascii_isalpha(local.p[letters]))
			letters++;
		word = span_make(local.p + i, letters - i);
		for (end = letters;
		     end < local.n && ascii_isdigit(local.p[end]);)
			end++;
		if (end - letters > DIGITS_MAX)
			return (false);
		if (is_of(word, robots, sizeof(robots) / sizeof(robots[0])))
			found = true;
		else if (word.n > 0 &&
		    !is_of(word, besides, sizeof(besides) / sizeof(besides[0])))
			return (false);
		if (end == local.n)
			break;
		if (strchr("-._+", local.p[end]) == NULL ||
		    local.p[end] == '\0')
			return (false);
		end++;
	}
	return (found);
}
