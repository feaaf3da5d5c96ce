/* SPDX-License-Identifier: ISC */
/*
 * places make FILE country|asn 4|6 SIZE: write a database of records of SIZE
 * bits, from lines ADDRESS BITS VALUE on standard input.
 *
 * places ask FILE country|asn V4 V6: for each ADDRESS on standard input a line
 *	PLACE BITS CLEAN SAME
 * where it is, for how many bits that holds, what `network V4 V6` makes of it,
 * and 1 where that is in the same place; for `walk ADDRESS BITS` one for each
 * network from that one on within its block of BITS bits:
 *	LOWEST BITS PLACE CLEAN SAME CLEAN SAME
 * the latter for its lowest and its highest address.
 *
 * places time FILE country|asn V4 V6: how long that takes for the addresses of
 * standard input, in nanoseconds: the mean of place_find(), the mean and the
 * longest of network_truncate().
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "scrub/network.h"
#include "unit/mmdbwriter.h"

enum { WALK_MAX = 4000000, WORDS = 3 };

struct asked {
	struct place_db *p;
	enum geo what;
	unsigned bits4, bits6;
};

static enum geo
geo_of(const char *name)
{
	if (strcmp(name, "country") != 0 && strcmp(name, "asn") != 0)
		errx(64, "country or asn");
	return (strcmp(name, "asn") == 0 ? GEO_ASN : GEO_COUNTRY);
}

static unsigned
number(const char *text)
{
	unsigned long long v;

	if (!span_number(span_str(text), 128, &v))
		errx(64, "%s: a number up to 128", text);
	return ((unsigned)v);
}

/* The next line of standard input in words; their number, 0 at the end. */
static size_t
words(char *word[static WORDS])
{
	static char *line;
	static size_t room;
	size_t n = 0;
	char *rest;

	if (getline(&line, &room, stdin) == -1) {
		free(line);
		line = NULL;
		return (0);
	}
	for (char *w = strtok_r(line, " \n", &rest); w != NULL && n < WORDS;
	     w = strtok_r(NULL, " \n", &rest))
		word[n++] = w;
	if (n == 0)
		errx(65, "an empty line");
	return (n);
}

static struct addr
address(const char *text)
{
	struct addr a = { .v6 = false };

	if (!addr_parse(span_str(text), &a))
		errx(65, "%s: no address", text);
	return (a);
}

static int
make(char *argv[])
{
	struct mmdbwriter *w = mmdbwriter_new(number(argv[2]), number(argv[3]),
	    geo_of(argv[1]) == GEO_ASN ? MMDBWRITER_ASN : MMDBWRITER_GEOIP);
	char *word[WORDS];
	FILE *f;
	struct buf b;

	while (words(word) == WORDS) {
		const struct addr a = address(word[0]);

		mmdbwriter_add(w, &a, number(word[1]), word[2]);
	}
	if (number(argv[2]) == 6)
		mmdbwriter_alias(w);
	buf_init(&b, (size_t)1 << 30);
	mmdbwriter_write(w, &b);
	if ((f = fopen(argv[0], "w")) == NULL ||
	    fwrite(b.p, 1, b.n, f) != b.n || fclose(f) == EOF)
		err(74, "%s", argv[0]);
	buf_release(&b);
	mmdbwriter_free(w);
	return (0);
}

static void
put_place(const struct asked *k, const struct addr *a, unsigned *bits)
{
	struct buf b;

	buf_init(&b, 64);
	place_write(k->what, place_find(k->p, a, bits), &b);
	(void)printf(" %.*s", (int)b.n, b.p);
	buf_release(&b);
}

static void
put_clean(const struct asked *k, struct addr a)
{
	const bool same = network_truncate(k->p, &a, k->bits4, k->bits6);
	struct buf b;

	buf_init(&b, ADDR_TEXT_MAX);
	addr_format(&a, &b);
	(void)printf(" %.*s %d", (int)b.n, b.p, same);
	buf_release(&b);
}

static void
walk(const struct asked *k, struct addr a, unsigned within)
{
	unsigned bits;
	long n = 0;

	do {
		struct addr high = a;
		struct buf b;

		buf_init(&b, ADDR_TEXT_MAX);
		addr_format(&a, &b);
		(void)place_find(k->p, &a, &bits);
		(void)printf("%.*s %u", (int)b.n, b.p, bits);
		buf_release(&b);
		put_place(k, &a, &bits);
		for (unsigned i = bits; i < (a.v6 ? 128u : 32u); i++)
			high.b[i / 8] |= (uint8_t)(0x80u >> i % 8);
		put_clean(k, a);
		put_clean(k, high);
		(void)putchar('\n');
	} while (addr_next(&a, bits, within) && ++n < WALK_MAX);
}

static struct asked
open_asked(char *argv[])
{
	struct asked k = { .what = geo_of(argv[1]),
		.bits4 = number(argv[2]),
		.bits6 = number(argv[3]) };
	char why[PLACE_WHY];

	if ((k.p = place_open(argv[0], k.what, why)) == NULL)
		errx(78, "%s", why);
	return (k);
}

static int
ask(char *argv[])
{
	const struct asked k = open_asked(argv);
	char *word[WORDS];
	size_t n;

	while ((n = words(word)) > 0) {
		struct addr a;
		unsigned bits;

		if (n == WORDS) {
			walk(&k, address(word[1]), number(word[2]));
			continue;
		}
		a = address(word[0]);
		put_place(&k, &a, &bits);
		(void)printf(" %u", bits);
		put_clean(&k, a);
		(void)putchar('\n');
	}
	place_close(k.p);
	return (0);
}

static int64_t
nanoseconds(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) == -1)
		err(71, "clock_gettime");
	return (t.tv_sec * INT64_C(1000000000) + t.tv_nsec);
}

/* The shortest of three. */
static int64_t
truncation(const struct asked *k, struct addr a)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 3; i++) {
		const int64_t start = nanoseconds();
		struct addr b = a;
		int64_t took;

		(void)network_truncate(k->p, &b, k->bits4, k->bits6);
		took = nanoseconds() - start;
		if (took < least)
			least = took;
	}
	return (least);
}

static int
measure(char *argv[])
{
	const struct asked k = open_asked(argv);
	int64_t find = 0, sum = 0, longest = 0;
	size_t n = 0, room = 0;
	struct addr *a = NULL;
	char *word[WORDS];
	unsigned bits;

	while (words(word) > 0) {
		if (n == room) {
			room = room == 0 ? 1024 : 2 * room;
			if ((a = realloc(a, room * sizeof(*a))) == NULL)
				err(71, NULL);
		}
		a[n++] = address(word[0]);
	}
	for (int round = 0; round < 2; round++) {
		find = -nanoseconds();
		for (size_t i = 0; i < n; i++)
			(void)place_find(k.p, &a[i], &bits);
		find += nanoseconds();
	}
	for (size_t i = 0; i < n; i++) {
		const int64_t took = truncation(&k, a[i]);

		sum += took;
		if (took > longest)
			longest = took;
	}
	if (n > 0)
		(void)printf("%lld %lld %lld\n", (long long)find / (long)n,
		    (long long)sum / (long)n, (long long)longest);
	free(a);
	place_close(k.p);
	return (0);
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*run)(char *[]);
	} modes[] = { { "make", make }, { "ask", ask }, { "time", measure } };

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (argc == 6 && strcmp(argv[1], modes[i].name) == 0)
			return (modes[i].run(argv + 2) != 0 || ferror(stdin) ||
			    fflush(stdout) == EOF);
	errx(64, "usage: places make|ask|time FILE country|asn V4 V6");
}
