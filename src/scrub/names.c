/* SPDX-License-Identifier: ISC */
#include "scrub/names.h"

#include <stdint.h>

/* In place of a kind. */
enum { HARMLESS = KIND_COUNT };

struct entry {
	const char *word; /* folded, last byte first; NULL: a free place */
	uint8_t n;
	bool whole; /* not as the last component of a longer name */
	uint8_t kind;
};

/* Open addressing; at most half of the places are taken. */
struct names {
	struct entry *at;
	uint32_t mask;
};

/* A name being read from its end. */
struct word {
	char p[NAMES_WORD_MAX];
	size_t n;
	uint32_t hash;
};

static const struct word empty = { .hash = 0x811c9dc5 };

/* What a byte of a name is folded to; 0: it separates components. */
static char
fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return ((char)(c + ('a' - 'A')));
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    (unsigned char)c >= 0x80)
		return (c);
	return (0);
}

static bool
is_upper(char c)
{
	return (c >= 'A' && c <= 'Z');
}

static void
add(struct word *w, char c)
{
	w->p[w->n++] = c;
	w->hash = (w->hash ^ (unsigned char)c) * 0x01000193; /* FNV-1a */
}

/* The place of ${w}: its entry, or the free one where it belongs. */
static struct entry *
place(const struct names *names, const struct word *w)
{
	for (uint32_t i = w->hash ^ w->hash >> 15;; i++) {
		struct entry *e = &names->at[i & names->mask];

		if (e->word == NULL ||
		    (e->n == w->n && memcmp(e->word, w->p, w->n) == 0))
			return (e);
	}
}

/* Does a component begin at ${i} > 0, a byte that is no separator? */
static bool
is_hump(struct span name, size_t i)
{
	return (is_upper(name.p[i]) && !is_upper(name.p[i - 1]) &&
	    fold(name.p[i - 1]) != 0);
}

/* The entry of the longest run of last components of ${name}, or NULL. */
static const struct entry *
find_end(const struct names *names, struct span name)
{
	const struct entry *found = NULL, *e;
	struct word w = empty;

	for (size_t i = name.n; i > 0; i--) {
		const char c = fold(name.p[i - 1]);

		if (c != 0) {
			if (w.n == NAMES_WORD_MAX)
				return (found);
			add(&w, c);
		}
		if (i > 1 && w.n > 0 && (c == 0 || is_hump(name, i - 1))) {
			e = place(names, &w);
			if (e->word != NULL && !e->whole)
				found = e;
		}
	}
	e = place(names, &w);
	return (w.n > 0 && e->word != NULL ? e : found);
}

/* The entry of ${name}, with or without a number at its end, or NULL. */
static const struct entry *
find(const struct names *names, struct span name)
{
	const struct entry *e;
	size_t n;

	do {
		while (name.n > 0 && fold(name.p[name.n - 1]) == 0)
			name.n--;
		e = find_end(names, name);
		/* email2, phones[0] */
		n = name.n;
		while (name.n > 0 && name.p[name.n - 1] >= '0' &&
		    name.p[name.n - 1] <= '9')
			name.n--;
	} while (e == NULL && name.n > 0 && name.n < n);
	return (e);
}

bool
names_find(const struct names *names, struct span name, enum kind *k)
{
	const struct entry *e = find(names, name);

	if (e == NULL || e->kind == HARMLESS)
		return (false);
	*k = (enum kind)e->kind;
	return (true);
}

bool
names_harmless(const struct names *names, struct span name)
{
	const struct entry *e = find(names, name);

	return (e != NULL && e->kind == HARMLESS);
}

/* Cut the first line, or the first word of a line, off ${s}. */
static struct span
cut(struct span *s, char at)
{
	const size_t n = span_index(*s, at);
	const struct span first = { s->p, n };

	*s = span_from(*s, n < s->n ? n + 1 : n);
	return (first);
}

/* Enter one name of the list. */
static const char *
enter(struct arena *a, struct names *names, struct span name, uint8_t k)
{
	const bool whole = name.p[0] == '=';
	struct word w = empty;
	struct span copy;
	struct entry *e;

	for (size_t i = name.n; i > 0; i--) {
		const char c = fold(name.p[i - 1]);

		if (c != 0 && w.n == NAMES_WORD_MAX)
			return ("a name is too long");
		if (c != 0)
			add(&w, c);
	}
	if (w.n == 0)
		return ("a name has no letters");
	e = place(names, &w);
	if (e->word != NULL)
		return ("a name is there twice");
	copy = arena_dup(a, span_make(w.p, w.n));
	if (copy.p == NULL)
		return ("out of memory");
	*e = (struct entry){ copy.p, (uint8_t)w.n, whole, k };
	return (NULL);
}

/* Enter the names of one line. */
static const char *
enter_line(struct arena *a, struct names *names, struct span line)
{
	const struct span word = cut(&line, ' ');
	enum kind k = KIND_COUNT;

	if (word.n == 0 || word.p[0] == '#' || span_eq(word, SPAN("source")))
		return (NULL);
	if (!span_eq(word, SPAN("harmless")) && !hit_kind_parse(word, &k))
		return ("no such kind of personal data");
	while (line.n > 0) {
		const struct span name = cut(&line, ' ');
		const char *why = NULL;

		if (name.n > 0)
			why = enter(a, names, name, (uint8_t)k);
		if (why != NULL)
			return (why);
	}
	return (NULL);
}

const char *
names_load(struct arena *a, struct span text, const struct names **out)
{
	struct names *names = arena_alloc(a, sizeof(*names));
	uint32_t words = 1, size = 1;

	for (size_t i = 0; i < text.n; i++)
		words += text.p[i] == ' ' || text.p[i] == '\n';
	while (size < 2 * words)
		size *= 2;
	if (names == NULL ||
	    (names->at = arena_alloc(a, size * sizeof(*names->at))) == NULL)
		return ("out of memory");
	names->mask = size - 1;
	while (text.n > 0) {
		const char *why =
		    enter_line(a, names, span_trim(cut(&text, '\n')));

		if (why != NULL)
			return (why);
	}
	*out = names;
	return (NULL);
}
