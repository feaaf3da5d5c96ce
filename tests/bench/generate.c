/* SPDX-License-Identifier: ISC */
/*
 * generate MEGABYTES [N]: a synthetic access log, nginx's "combined", always the
 * same for the same size. As real ones it is uneven: few addresses, agents,
 * pages and referers make most of the lines (Zipf), one request in N (six) has a
 * query, and every query that a visitor typed is new.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HOSTS = 185000, /* of which 300 MB show about 150000 */
	AGENTS = 300,
	PATHS = 6000,
	REFERERS = 1200,
	TEXT = 320,
	PER_SECOND = 16
};

/* Ranks 0 to n-1, the k-th drawn in proportion to 1/(k+1)^s. */
struct zipf {
	double *sum;
	size_t n;
};

struct site {
	struct zipf hosts, agents, paths, referers;
	char (*agent)[TEXT];
	char (*path)[TEXT];
	char (*referer)[TEXT];
};

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

static const char *const words[] = { "shop", "news", "static", "img", "blog",
	"product", "category", "search", "about", "contact", "garden", "tools",
	"kitchen", "winter", "summer", "sale", "archive", "report", "event",
	"gallery", "main", "print", "download", "manual", "forum", "thread",
	"topic", "review", "travel", "recipes", "music", "books", "history" };

#define NWORDS (sizeof(words) / sizeof(words[0]))

/* splitmix64: fixed seed, no library's choice. */
static uint64_t
mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31);
}

static uint64_t
draw(uint64_t below)
{
	state += UINT64_C(0x9e3779b97f4a7c15);
	return (mix(state) % below);
}

static const char *
word(void)
{
	return (words[draw(NWORDS)]);
}

static void *
get(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p == NULL) {
		perror("generate");
		exit(1);
	}
	return (p);
}

static struct zipf
zipf_new(size_t n, double s)
{
	struct zipf z = { get(n, sizeof(double)), n };
	double sum = 0;

	for (size_t k = 0; k < n; k++)
		z.sum[k] = sum += 1 / pow((double)(k + 1), s);
	return (z);
}

static size_t
zipf_draw(const struct zipf *z)
{
	const double total = z->sum[z->n - 1];
	const double at = (double)draw(UINT64_C(1) << 52) /
	    (double)(UINT64_C(1) << 52) * total;
	size_t low = 0, high = z->n - 1;

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (z->sum[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

/* The address of visitor ${k}: 13 in 100 have IPv6. */
static int
put_host(char *p, size_t k)
{
	const uint64_t h = mix(k + 1);
	const unsigned a = (unsigned)(h >> 8), b = (unsigned)(h >> 32);

	if (h % 100 < 13)
		return (sprintf(p, "2001:db8:%x:%x:%x:%x:%x:%x", a & 0xffff,
		    a >> 16 & 0xff, b & 0xffff, b >> 16, (a ^ b) & 0xffff,
		    (a * 31 + b) & 0xffff));
	if (h % 3 == 0)
		return (sprintf(p, "198.%u.%u.%u", 18 + (a & 1), a >> 8 & 0xff,
		    a >> 16 & 0xff));
	return (
	    sprintf(p, "10.%u.%u.%u", a & 0xff, a >> 8 & 0xff, a >> 16 & 0xff));
}

static void
make_agent(char *p, size_t k)
{
	static const char *const systems[] = { "Windows NT 10.0; Win64; x64",
		"Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
		"Linux; Android 14; SM-S918B", "Linux; Android 13; Pixel 7",
		"Linux; Android 10; K" };
	static const char *const bots[] = {
		"crawler/2.1; "
		"+https://crawler.example.com/bot.html",
		"indexbot/2.0; "
		"+https://index.example.net/bot",
		"linkbot/7.0; "
		"+https://links.example.org/robot/"
	};
	const char *system = systems[draw(6)];
	const unsigned v = 90 + (unsigned)draw(45);
	const unsigned minor = (unsigned)draw(7), build = (unsigned)draw(200);

	switch (k % 10) {
	case 3:
		sprintf(p,
		    "Mozilla/5.0 (%s; rv:%u.0) Gecko/20100101 "
		    "Firefox/%u.0",
		    system, v, v);
		break;
	case 5:
		sprintf(p,
		    "Mozilla/5.0 (iPhone; CPU iPhone OS %u_%u like Mac "
		    "OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
		    "Version/%u.%u Mobile/15E%u Safari/604.1",
		    v / 8, minor, v / 8, minor, build);
		break;
	case 1:
	case 7:
		sprintf(p, "Mozilla/5.0 (compatible; %s)", bots[draw(3)]);
		break;
	case 9:
		sprintf(p, "curl/%u.%u.%u", 7 + v % 2, build, minor);
		break;
	default:
		sprintf(p,
		    "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like "
		    "Gecko) Chrome/%u.0.%u.%u%s Safari/537.36%s",
		    system, v, 5000 + build, minor, k % 5 == 0 ? " Mobile" : "",
		    k % 12 == 2 ? " Edg/120.0.2210.91" : "");
	}
}

static void
make_path(char *p, size_t k)
{
	static const char *const ends[] = { ".html", "/", ".css", ".js", ".png",
		".jpg", "", ".svg", ".woff2", "/index.php" };
	int n = sprintf(p, "/%s", word());

	for (size_t i = draw(2); i > 0; i--)
		n += sprintf(p + n, "/%s", word());
	if (k == 0)
		strcpy(p, "/");
	else
		sprintf(p + n, "/%s-%u%s", word(), (unsigned)k, ends[draw(10)]);
}

static void
make_referer(char *p, const char *path, size_t k)
{
	static const char *const others[] = { "https://www.example.com/",
		"https://search.example.net/", "https://example.com/",
		"android-app://com.example.search/" };

	if (k == 0)
		strcpy(p, "-");
	else if (k % 8 == 1)
		strcpy(p, others[k / 8 % 4]);
	else
		sprintf(p, "https://www.example.org%s", path);
}

/* What some requests have behind their path. */
static int
put_query(char *p)
{
	const unsigned n = (unsigned)draw(100000);

	switch (draw(17)) {
	case 0:
		return (sprintf(p, "?name=%s&email=%s.%u%%40example.org",
		    word(), word(), n));
	case 1:
	case 2:
	case 3:
		return (sprintf(p, "?q=%s+%s+%s", word(), word(), word()));
	case 4:
	case 5:
		return (sprintf(p, "?id=%u&lang=en", n));
	case 6:
	case 7:
	case 8:
		return (sprintf(p,
		    "?utm_source=%s&utm_medium=mail&"
		    "utm_campaign=%s",
		    word(), word()));
	case 9:
		return (sprintf(p, "?sessionid=%016llx",
		    (unsigned long long)mix(n)));
	case 10:
	case 11:
	case 12:
		return (sprintf(p, "?v=%u.%u.%u", n % 4, n % 7, n % 10));
	default:
		return (sprintf(p, "?page=%u&sort=%s", n % 50, word()));
	}
}

static int
put_line(const struct site *s, char *p, uint64_t second, uint64_t rare)
{
	static const char *const ends[] = { "200", "200", "200", "200", "200",
		"200", "304", "301", "404", "206" };
	int n = put_host(p, zipf_draw(&s->hosts));

	n += sprintf(p + n, " - - [21/Nov/2025:%02u:%02u:%02u +0100] \"%s %s",
	    (unsigned)(second / 3600 % 24), (unsigned)(second / 60 % 60),
	    (unsigned)(second % 60), draw(20) == 0 ? "POST" : "GET",
	    s->path[zipf_draw(&s->paths)]);
	if (draw(rare) == 0)
		n += put_query(p + n);
	n += sprintf(p + n, " HTTP/%s\" %s %u \"%s\" \"%s\"\n",
	    draw(3) == 0 ? "1.1" : "2.0", ends[draw(10)], (unsigned)draw(60000),
	    draw(2) == 0 ? "-" : s->referer[zipf_draw(&s->referers)],
	    s->agent[zipf_draw(&s->agents)]);
	return (n);
}

int
main(int argc, char **argv)
{
	const uint64_t limit =
	    argc > 1 ? strtoull(argv[1], NULL, 10) * 1000000 : 0;
	const uint64_t rare = argc > 2 ? strtoull(argv[2], NULL, 10) : 6;
	struct site s = { zipf_new(HOSTS, 0.9), zipf_new(AGENTS, 1),
		zipf_new(PATHS, 1), zipf_new(REFERERS, 1), get(AGENTS, TEXT),
		get(PATHS, TEXT), get(REFERERS, TEXT) };
	char line[4 * TEXT];
	uint64_t bytes = 0;

	for (size_t k = 0; k < AGENTS; k++)
		make_agent(s.agent[k], k);
	for (size_t k = 0; k < PATHS; k++)
		make_path(s.path[k], k);
	for (size_t k = 0; k < REFERERS; k++)
		make_referer(s.referer[k], s.path[k], k);
	for (uint64_t i = 0; bytes < limit; i++) {
		const int n = put_line(&s, line, i / PER_SECOND, rare);

		bytes += (uint64_t)n;
		if (fwrite(line, 1, (size_t)n, stdout) != (size_t)n)
			return (1);
	}
	return (fflush(stdout) == 0 ? 0 : 1);
}
