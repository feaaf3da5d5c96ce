/* SPDX-License-Identifier: ISC */
#include "scrub/search.h"

#include "scrub/query.h"
#include "scrub/referer.h"
#include "scrub/uri.h"
#include "scrub_fixture.h"

static void
search_init(struct fixture *f)
{
	fixture_init(f);
	cr_assert((f->scrub.search = search_builtin(f->arena)) != NULL);
	f->policy.rule[CLASS_QUERY].action = ACTION_SCRUB;
}

/* Of the site itself. */
static const struct fixture_case own[] = {
	{ "/?q=jan+jansen", "/?q={search}" },
	{ "/?q=jan", "/?q={search}" },
	{ "/?a=1&s=jan%20jansen&b=2", "/?a=1&s={search}&b=2" },
	{ "/w/index.php?search=Jansen", "/w/index.php?search={search}" },
	{ "/?Search_Term=x+y", "/?Search_Term={search}" },
	{ "/?tx_solr%5Bq%5D=jansen", "/?tx_solr%5Bq%5D={search}" },
	{ "/?zoekterm=huis&zoekwoord=hond",
	    "/?zoekterm={search}&zoekwoord={search}" },
	{ "/?suchbegriff=Haus", "/?suchbegriff={search}" },
	{ "/?recherche=maison&mot=chat", "/?recherche={search}&mot={search}" },
	{ "/?busqueda=casa&b%C3%BAsqueda=casa",
	    "/?busqueda={search}&b%C3%BAsqueda={search}" },
	{ "/?ricerca=casa", "/?ricerca={search}" },
	{ "/?szukaj=dom&fraza=dom", "/?szukaj={search}&fraza={search}" },
	{ "/?sok=hus&haku=talo&hledat=dum",
	    "/?sok={search}&haku={search}&hledat={search}" },
	{ "/?q=%E5%8C%97%E4%BA%AC", "/?q={search}" },
	{ "/?search=jan/piet", "/?search={search}" },
	{ "/#q=jan", "/#q={search}" },
	{ "/login?next=%2Fsearch%3Fq%3Djan%2Bjansen",
	    "/login?next=%2Fsearch%3Fq%3D{search}" },
	{ "/g?v=%7B%22query%22%3A%22jan%22%7D", "/g?v={search}" },
	{ "/a?u=/x?q=%22jan+jansen%22", "/a?u=/x?q={search}" },
	{ "/a?u=%2Fx%3Fq%3Djan%2526jansen%26page%3D2",
	    "/a?u=%2Fx%3Fq%3D{search}%26page%3D2" },
	{ "/a?u=/x?q=/en/contact", NULL },
	{ "/a?u=/x?q=node/add", NULL },
	{ "/a?u=/x?q=jan/piet", NULL },
	{ "/?q=jo%40example.org", "/?q={email}" },
	/* in a path */
	{ "/search/jan+jansen", "/search/{search}" },
	{ "/nl/zoeken/jan%20jansen/page/2", "/nl/zoeken/{search}/page/2" },
	{ "/search/node/jansen", "/search/node/{search}" },
	{ "/search/jan;jsessionid=1", "/search/{search};jsessionid={session}" },
	{ "/Suche/Jansen/?a=1", "/Suche/{search}/?a=1" },
	/* none */
	{ "/?q=&s=", NULL },
	{ "/?q=node/add", NULL },
	{ "/?q=user", NULL },
	{ "/?q=/en/contact", NULL },
	{ "/?s=/index/page", NULL },
	{ "/a.jpg?q=80&s=200&s=80x60", NULL },
	{ "/?search=true&q=1.5", NULL },
	{ "/?search=%24%7Bscript%3Ajs%3Aa%7D&q=${a:b}", NULL },
	{ "/?q=https://example.org/a", NULL },
	{ "/?p=jan&text=jan&word=jan&w=jan&k=jan", NULL },
	{ "/?utm_term=shoes&faq=jan", NULL },
	{ "/?search_id=abc", NULL },
	{ "/search/", NULL },
	{ "/search/2", NULL },
	{ "/search/page/2", NULL },
	{ "/search/label/garden", NULL },
	{ "/search/search.css", NULL },
	{ "/modules/search/css/a.css", NULL },
	{ "/research/jan", NULL },
};

static const struct fixture_case referers[] = {
	{ "https://www.google.com/search?q=80&hl=nl",
	    "https://www.google.com/search?q={search}&hl=nl" },
	{ "https://google.co.uk/search?hl=nl&as_q=a/b",
	    "https://google.co.uk/search?hl=nl&as_q={search}" },
	{ "https://WWW.Google.DE:443/search?q=user",
	    "https://WWW.Google.DE:443/search?q={search}" },
	{ "https://nl.search.yahoo.com/search;_ylt=A?p=jan",
	    "https://nl.search.yahoo.com/search;_ylt=A?p={search}" },
	{ "https://yandex.ru/search/?text=jan&lr=1",
	    "https://yandex.ru/search/?text={search}&lr=1" },
	{ "https://www.baidu.com/s?wd=jan&word=1",
	    "https://www.baidu.com/s?wd={search}&word={search}" },
	{ "https://search.naver.com/search.naver?query=12",
	    "https://search.naver.com/search.naver?query={search}" },
	{ "https://duckduckgo.com/?q=jan&ia=web",
	    "https://duckduckgo.com/?q={search}&ia=web" },
	{ "https://suche.web.de/web?su=jan",
	    "https://suche.web.de/web?su={search}" },
	{ "https://www.example.org/?q=jan",
	    "https://www.example.org/?q={search}" },
	/* no URL that somebody is sent to */
	{ "https://www.google.com/images?q=http://`www.example.com/",
	    "https://www.google.com/images?q={search}" },
	/* whatever else is in it */
	{ "https://www.google.com/search?q=/jo+has+this+192.0.2.99",
	    "https://www.google.com/search?q={ip}" },
	{ "https://www.google.com/m?q=http://www+example+com",
	    "https://www.google.com/m?q={search}" },
	{ "https://www.google.com/m?q=https://",
	    "https://www.google.com/m?q={search}" },
	/* none, and no engines */
	{ "https://www.google.com/url?q=http://www.example.com/&sa=D", NULL },
	{ "https://www.google.com/url?q=https%3A%2F%2Fwww.example.com%2F"
	  "what%2520it%2520is.pdf&usg=AFQjCNE5dKqw8mPvT2sLh0RxYcZb4uJgXw",
	    NULL },
	{ "https://www.google.com/url?sa=t&q=&url=a", NULL },
	{ "https://www.google.com/", NULL },
	{ "https://google.example.org/?q=80", NULL },
	{ "https://notgoogle.com/?q=80", NULL },
	{ "https://www.yahoo.com/?p=jan", NULL },
	{ "https://www.example.org/?text=jan&p=12", NULL },
	{ "https://www.example.org/?text=https://yandex.ru/", NULL },
};

Test(search, terms)
{
	struct fixture f;

	search_init(&f);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		fixture_try(&f, uri_scrub, CLASS_URI, &own[i]);
	for (size_t i = 0; i < sizeof(referers) / sizeof(referers[0]); i++)
		fixture_try(&f, referer_scrub, CLASS_REFERER, &referers[i]);
	fixture_release(&f);
}

Test(search, engine_ends_with_its_url)
{
	const struct fixture_case engine = {
		"https://www.google.com/search?q=80",
		"https://www.google.com/search?q={search}"
	};
	const struct fixture_case next = { "/a.jpg?q=80", NULL };
	struct fixture f;

	search_init(&f);
	fixture_try(&f, referer_scrub, CLASS_REFERER, &engine);
	fixture_try(&f, uri_scrub, CLASS_URI, &next);
	fixture_release(&f);
}

Test(search, only_listed_parameters)
{
	static const struct span names[] = { { "q", 1 } };
	const struct fixture_case c = { "q=jan&s=piet", "q=jan" };
	struct fixture f;

	search_init(&f);
	f.policy.rule[CLASS_QUERY] =
	    (struct rule){ .action = ACTION_ONLY, .names = names, .nnames = 1 };
	fixture_try(&f, query_scrub, CLASS_QUERY, &c);
	fixture_release(&f);
}

Test(search, keep)
{
	struct fixture f;

	search_init(&f);
	f.scrub.search = NULL;
	for (size_t i = 0; i < 9; i++) {
		const struct fixture_case c = { referers[i].in, NULL };

		fixture_try(&f, referer_scrub, CLASS_REFERER, &c);
	}
	fixture_release(&f);
}

static const struct {
	const char *text;
	bool good;
} lists[] = {
	{ "", true },
	{ "# comment\nsource x\nparam q\nlabel =search\n", true },
	{ "engine example.org q\n", true },
	{ "engine example.org\n", false },
	{ "engine\n", false },
	{ "param q q\n", false },
	{ "params q\n", false },
};

Test(search, load)
{
	struct fixture f;
	const struct search *s;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		cr_expect((search_load(f.arena, span_str(lists[i].text), &s) ==
			      NULL) == lists[i].good,
		    "%s", lists[i].text);
	fixture_release(&f);
}
