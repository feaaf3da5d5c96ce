/* SPDX-License-Identifier: ISC */
#include "scrub/names.h"

#include <stdint.h>

#include "base/ascii.h"
#include "base/builtin.h"
#include "base/warn.h"
#include "scrub/letters.h"

/* What a name says; 0: nothing was said. */
enum {
	KIND_FIRST = 1, /* and on: 1 + the kind */
	HARMLESS = KIND_FIRST + KIND_COUNT,
	NOTHING,
	QUALIFIER
};

/* Where a name stands. */
enum manner { WHOLE, END, GLUED, MANNERS };

struct sense {
	uint8_t what;
	uint8_t list; /* the number of the list that says so, from 1 */
};

struct entry {
	const char *word; /* folded, last byte first; NULL: a free place */
	uint8_t n;
	struct sense as[MANNERS];
};

/* Of the words that end in the same two letters: bit n, one has n letters. */
struct lengths {
	uint64_t any;
	uint64_t glued;
};

/*
 * Open addressing; at most half of the places are taken. Most names are told
 * to be none of them by their last two letters and length alone.
 */
struct names {
	struct arena *arena;
	struct entry *at;
	uint32_t mask;
	uint32_t count;
	uint8_t lists;
	struct lengths lengths[32 * 32];
};

/* A name being read from its end. */
struct word {
	char p[NAMES_WORD_MAX];
	size_t n;
	uint32_t hash;
};

/* What the end of a name says. */
struct finding {
	uint8_t what;
	size_t start; /* where in the name */
};

/* How many numbers and qualifiers may stand behind a name; its length. */
enum { ROUNDS_MAX = 4, NAME_READ_MAX = 4 * NAMES_WORD_MAX };

static const struct word empty = { .hash = 0x811c9dc5 };

static bool
is_upper(char c)
{
	return (c >= 'A' && c <= 'Z');
}

static bool
is_lower(char c)
{
	return (c >= 'a' && c <= 'z');
}

static void
add(struct word *w, char c)
{
	w->p[w->n++] = c;
	w->hash = (w->hash ^ (unsigned char)c) * 0x01000193; /* FNV-1a */
}

/* The place of a word: its entry, or the free one where it belongs. */
static struct entry *
place(const struct names *names, const char *p, size_t n, uint32_t hash)
{
	for (uint32_t i = hash ^ hash >> 15;; i++) {
		struct entry *e = &names->at[i & names->mask];

		if (e->word == NULL ||
		    (e->n == n && memcmp(e->word, p, n) == 0))
			return (e);
	}
}

/* Where the lengths of words that end as ${w} are. */
static size_t
ending(const struct word *w)
{
	return ((size_t)(w->p[0] & 31) << 5 | (w->n > 1 ? w->p[1] & 31 : 0));
}

/* What ${w} says where it stands as ${m}. */
static uint8_t
look_up(const struct names *names, const struct word *w, enum manner m)
{
	const struct lengths *l = &names->lengths[ending(w)];
	const struct entry *e;
	uint8_t what = 0;

	if (((m == GLUED ? l->glued : l->any) >> w->n & 1) == 0)
		return (0);
	e = place(names, w->p, w->n, w->hash);
	if (e->word == NULL)
		return (0);
	for (int i = (int)m; i < MANNERS && what == 0; i++)
		what = e->as[i].what;
	return (what);
}

static bool
is_separator(char c)
{
	return ((unsigned char)c < 0x80 && !ascii_isalnum(c));
}

/* Where the letter at ${i} stands in ${name}, which begins at ${start}. */
static enum manner
manner_at(struct span name, size_t start, size_t i)
{
	if (i <= start)
		return (WHOLE);
	if (is_separator(name.p[i - 1]))
		return (END);
	if (!is_upper(name.p[i]))
		return (GLUED);
	/* IPAddress: the last of some capitals begins a word. */
	if (is_upper(name.p[i - 1]) &&
	    (i + 1 == name.n || !is_lower(name.p[i + 1])))
		return (GLUED);
	return (END);
}

/* What the longest run of last letters of ${name} that says anything says. */
static struct finding
find_end(const struct names *names, struct span name)
{
	struct finding f = { 0, name.n };
	struct word w = empty;
	size_t i = name.n, start = 0;

	while (start < i && is_separator(name.p[start]))
		start++;
	while (i > start && w.n < NAMES_WORD_MAX - 1) {
		uint64_t longer;
		uint8_t what;
		char c;

		i -= letters_before(name, i, &c);
		if (c == 0)
			continue;
		add(&w, c);
		longer = names->lengths[ending(&w)].any >> w.n;
		if (w.n > 1 && longer == 0)
			return (f);
		if ((longer & 1) == 0)
			continue;
		what = look_up(names, &w, manner_at(name, start, i));
		if (what != 0)
			f = (struct finding){ what, i };
	}
	if (i == start && w.n > 0 && start > 0 && name.p[start - 1] == '_') {
		uint8_t what;

		add(&w, '_');
		if ((what = look_up(names, &w, WHOLE)) != 0)
			f = (struct finding){ what, i };
	}
	return (f);
}

/* ${name} without the separators at its end. */
static struct span
trim(struct span name)
{
	while (name.n > 0 && is_separator(name.p[name.n - 1]))
		name.n--;
	return (name);
}

/* ${name} without the number at its end. */
static struct span
cut_number(struct span name)
{
	while (name.n > 0 && ascii_isdigit(name.p[name.n - 1]))
		name.n--;
	return (name);
}

/*
 * What the list says of ${name} as a whole, when that is plain letters and
 * digits; 0: nothing, or it is none such. Most known names are.
 */
static uint8_t
find_plain(const struct names *names, struct span name)
{
	struct word w = empty;

	if (name.n < 2 || name.n >= NAMES_WORD_MAX)
		return (0);
	w.p[0] = name.p[name.n - 1];
	w.p[1] = name.p[name.n - 2];
	w.n = 2;
	if ((names->lengths[ending(&w)].any >> name.n & 1) == 0)
		return (0);
	w.n = 0;
	for (size_t i = name.n; i > 0; i--) {
		const char c = name.p[i - 1];

		if (!ascii_isalnum(c))
			return (0);
		add(&w, ascii_lower(c));
	}
	return (look_up(names, &w, WHOLE));
}

/*
 * What ${name} says, or 0. Of a longer one than any real name the end will
 * do.
 */
static uint8_t
find(const struct names *names, struct span name)
{
	const uint8_t what = find_plain(names, name);

	if (what != 0)
		return (what == QUALIFIER ? 0 : what);
	if (name.n > NAME_READ_MAX)
		name = span_from(name, name.n - NAME_READ_MAX);
	for (int rounds = 0; rounds < ROUNDS_MAX; rounds++) {
		struct finding f;
		size_t n;

		name = trim(name);
		f = find_end(names, name);
		if (f.what != 0 && f.what != QUALIFIER)
			return (f.what);
		n = name.n;
		/* email_confirm; email2, phones[0] */
		if (f.what == QUALIFIER)
			name.n = f.start;
		else
			name = cut_number(name);
		if (name.n == n)
			break;
	}
	return (0);
}

bool
names_find(const struct names *names, struct span name, enum kind *k)
{
	const uint8_t what = find(names, name);

	if (what < KIND_FIRST || what >= HARMLESS)
		return (false);
	*k = (enum kind)(what - KIND_FIRST);
	return (true);
}

bool
names_harmless(const struct names *names, struct span name)
{
	return (find(names, name) == HARMLESS);
}

/* Cut the first line off ${s}. */
static struct span
cut_line(struct span *s)
{
	const size_t n = span_index(*s, '\n');
	const struct span first = { s->p, n };

	*s = span_from(*s, n < s->n ? n + 1 : n);
	return (span_trim(first));
}

/* Cut the first word off ${s}, which has no blanks at its ends. */
static struct span
cut_word(struct span *s)
{
	struct span first = *s;

	first.n = 0;
	while (first.n < s->n && s->p[first.n] != ' ' && s->p[first.n] != '\t')
		first.n++;
	*s = span_trim(span_from(*s, first.n));
	return (first);
}

/* Make room for one entry more. */
static bool
grow(struct names *names)
{
	const struct entry *old = names->at;
	const uint32_t size = names->at == NULL ? 0 : names->mask + 1;

	if (2 * (names->count + 1) <= size)
		return (true);
	names->mask = size == 0 ? 255 : 2 * size - 1;
	names->at = arena_alloc(names->arena,
	    (names->mask + (size_t)1) * sizeof(*names->at));
	for (uint32_t i = 0; names->at != NULL && i < size; i++) {
		struct word w = empty;

		for (size_t k = 0; k < old[i].n; k++)
			add(&w, old[i].word[k]);
		if (w.n > 0)
			*place(names, w.p, w.n, w.hash) = old[i];
	}
	return (names->at != NULL);
}

/* The entry of ${w}, which is made where there is none; NULL: no memory. */
static struct entry *
entry_of(struct names *names, const struct word *w)
{
	struct entry *e;

	if (!grow(names))
		return (NULL);
	e = place(names, w->p, w->n, w->hash);
	if (e->word != NULL)
		return (e);
	e->word = arena_dup(names->arena, span_make(w->p, w->n)).p;
	e->n = (uint8_t)w->n;
	names->count++;
	names->lengths[ending(w)].any |= UINT64_C(1) << w->n;
	return (e->word == NULL ? NULL : e);
}

/* Enter that ${w} says ${what} as ${m}. */
static const char *
enter(struct names *names, const struct word *w, enum manner m, uint8_t what)
{
	struct entry *e = entry_of(names, w);

	if (e == NULL)
		return ("out of memory");
	if (e->as[m].list == names->lists)
		return ("a name is there twice");
	/* What an earlier list said goes, but for more than `=name` says. */
	for (int i = 0; i < MANNERS; i++)
		if ((m != WHOLE || i == WHOLE) && e->as[i].list != names->lists)
			e->as[i] = (struct sense){ 0, 0 };
	e->as[m] = (struct sense){ what, names->lists };
	if (m == GLUED)
		names->lengths[ending(w)].glued |= UINT64_C(1) << w->n;
	return (NULL);
}

/* Enter ${name} as it is written in a list. */
static const char *
enter_name(struct names *names, struct span name, uint8_t what)
{
	const enum manner m = name.p[0] == '=' ? WHOLE :
	    name.p[0] == '*'		       ? GLUED :
						 END;
	struct word w = empty;

	for (size_t i = name.n; i > 0;) {
		char c;

		i -= letters_before(name, i, &c);
		if (c != 0 && w.n == NAMES_WORD_MAX - 1)
			return ("a name is too long");
		if (c != 0)
			add(&w, c);
	}
	if (w.n == 0)
		return ("a name has no letters");
	if (m == WHOLE && name.p[1] == '_')
		add(&w, '_');
	return (enter(names, &w, m, what));
}

/* What the first word of a line says of the names behind it; 0: no such. */
static uint8_t
what_of(struct span word)
{
	enum kind k;

	if (span_eq(word, SPAN("harmless")))
		return (HARMLESS);
	if (span_eq(word, SPAN("not")))
		return (NOTHING);
	if (span_eq(word, SPAN("qualifier")))
		return (QUALIFIER);
	return (hit_kind_parse(word, &k) ? (uint8_t)(KIND_FIRST + k) : 0);
}

static const char *
enter_line(struct names *names, struct span line)
{
	const struct span word = cut_word(&line);
	const char *why = NULL;
	uint8_t what;

	if (word.n == 0 || word.p[0] == '#' || span_eq(word, SPAN("source")))
		return (NULL);
	if ((what = what_of(word)) == 0)
		return ("a line begins with a kind of personal data, harmless, "
			"not, qualifier or source");
	if (line.n == 0)
		return ("the names are missing");
	while (line.n > 0 && why == NULL)
		why = enter_name(names, cut_word(&line), what);
	return (why);
}

struct names *
names_new(struct arena *a)
{
	struct names *names = arena_alloc(a, sizeof(*names));

	if (names == NULL)
		return (NULL);
	names->arena = a;
	return (grow(names) ? names : NULL);
}

/* Read ${text} as a part of the list under way. */
static const char *
read_text(struct names *names, struct span text, unsigned *line)
{
	const char *why = NULL;

	for (*line = 0; text.n > 0 && why == NULL; (*line)++)
		why = enter_line(names, cut_line(&text));
	return (why);
}

const char *
names_add(struct names *names, struct span text, unsigned *line)
{
	*line = 1;
	if (names->lists == NAMES_LISTS_MAX)
		return ("too many lists of names");
	names->lists++;
	return (read_text(names, text, line));
}

struct names *
names_builtin(struct arena *a)
{
	struct names *names = names_new(a);
	unsigned line;

	if (names == NULL) {
		warn_errno("names");
		return (NULL);
	}
	/* One list, whatever the number of files. */
	names->lists = 1;
	for (const struct builtin *b = builtin_names; b->name != NULL; b++) {
		const char *why =
		    read_text(names, span_make(b->text, b->size), &line);

		if (why == NULL)
			continue;
		warn_msg("%s.names:%u: %s", b->name, line, why);
		return (NULL);
	}
	return (names);
}
