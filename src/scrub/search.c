/* SPDX-License-Identifier: ISC */
#include "scrub/search.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/builtin.h"
#include "base/warn.h"
#include "scrub/names.h"
#include "scrub/pairs.h"
#include "scrub/suffix.h"

enum list {
	LIST_PARAM,
	LIST_LABEL,
	LIST_BEHIND,
	LIST_VALUE,
	LIST_ROUTE,
	LIST_COUNT
};

enum { LIST_MAX = 64 * 1024, ENGINES_MAX = 256, LABEL_MAX = 31 };

struct engine {
	struct span host; /* or its name, under any top-level domain */
	struct span params;
};

struct search {
	const struct names *list[LIST_COUNT];
	struct engine engine[ENGINES_MAX]; /* in order of the hosts */
	size_t nengines;
	uint32_t labels[256]; /* by their first byte, the lengths there are */
};

/* The words that begin lines of names, and what they are to names_add(). */
static const struct {
	struct span word;
	enum list list;
	struct span kind;
} lines[] = {
	{ SPAN("param"), LIST_PARAM, SPAN("search") },
	{ SPAN("harmless"), LIST_PARAM, SPAN("harmless") },
	{ SPAN("label"), LIST_LABEL, SPAN("search") },
	{ SPAN("behind"), LIST_BEHIND, SPAN("search") },
	{ SPAN("other"), LIST_BEHIND, SPAN("harmless") },
	{ SPAN("value"), LIST_VALUE, SPAN("search") },
	{ SPAN("route"), LIST_ROUTE, SPAN("search") },
};

enum { NLINES = sizeof(lines) / sizeof(lines[0]) };

/* What a value must be to be a term. */
enum sort { SORT_NONE, SORT_ANY, SORT_PLAIN, SORT_SHORT };

/* Cut what is in front of the first ${at}, and that, off ${s}. */
static struct span
cut(struct span *s, char at)
{
	const size_t n = span_index(*s, at);
	const struct span first = span_make(s->p, n);

	*s = span_from(*s, n < s->n ? n + 1 : n);
	return (first);
}

/* Of bytes of host names; whatever their case. */
static int
compare(struct span a, struct span b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
			return ((a.p[i] | 0x20) < (b.p[i] | 0x20) ? -1 : 1);
	return (a.n < b.n ? -1 : a.n > b.n);
}

static int
compare_engines(const void *a, const void *b)
{
	const struct engine *x = a, *y = b;

	return (compare(x->host, y->host));
}

static const char *
enter_engine(struct search *f, struct span line)
{
	struct engine *e = &f->engine[f->nengines];

	if (f->nengines == ENGINES_MAX)
		return ("too many engines");
	e->host = cut(&line, ' ');
	e->params = line;
	if (span_ends(e->host, SPAN(".*")))
		e->host.n -= 2;
	if (e->host.n == 0 || e->params.n == 0)
		return ("an engine has no parameters");
	f->nengines++;
	return (NULL);
}

/* Enter one line: an engine, or names, which are collected in ${b}. */
static const char *
enter_line(struct search *f, struct span line, struct buf b[static LIST_COUNT])
{
	const struct span word = cut(&line, ' ');

	if (word.n == 0 || word.p[0] == '#' || span_eq(word, SPAN("source")))
		return (NULL);
	if (span_eq(word, SPAN("engine")))
		return (enter_engine(f, line));
	for (size_t i = 0; i < NLINES; i++) {
		if (!span_eq(word, lines[i].word))
			continue;
		buf_addspan(&b[lines[i].list], lines[i].kind);
		buf_addc(&b[lines[i].list], ' ');
		buf_addspan(&b[lines[i].list], line);
		buf_addc(&b[lines[i].list], '\n');
		return (NULL);
	}
	return ("no such kind of name");
}

/* Most segments are no labels, and that is seen by their first byte. */
static void
enter_labels(struct search *f, struct span text)
{
	while (text.n > 0) {
		struct span line = cut(&text, '\n');

		(void)cut(&line, ' ');
		while (line.n > 0) {
			struct span word = cut(&line, ' ');

			word = span_from(word, word.n > 0 && word.p[0] == '=');
			if (word.n > 0 && word.n <= LABEL_MAX)
				f->labels[(unsigned char)(word.p[0] | 0x20)] |=
				    UINT32_C(1) << word.n;
		}
	}
}

static const char *
load_list(struct arena *a, const struct buf *b, const struct names **list)
{
	struct names *names = names_new(a);
	unsigned line;

	*list = names;
	if (names == NULL || b->failed)
		return ("out of memory");
	return (names_add(names, buf_span(b), &line));
}

static const char *
load(struct arena *a, struct span text, struct search *f,
    struct buf b[static LIST_COUNT])
{
	while (text.n > 0) {
		const char *why = enter_line(f, span_trim(cut(&text, '\n')), b);

		if (why != NULL)
			return (why);
	}
	for (size_t i = 0; i < LIST_COUNT; i++) {
		const char *why = load_list(a, &b[i], &f->list[i]);

		if (why != NULL)
			return (why);
	}
	enter_labels(f, buf_span(&b[LIST_LABEL]));
	qsort(f->engine, f->nengines, sizeof(f->engine[0]), compare_engines);
	return (NULL);
}

const char *
search_load(struct arena *a, struct span text, const struct search **out)
{
	struct search *f = arena_alloc(a, sizeof(*f));
	struct buf b[LIST_COUNT];
	const char *why;

	/* The engines borrow from it. */
	text = arena_dup(a, text);
	if (f == NULL || text.p == NULL)
		return ("out of memory");
	for (size_t i = 0; i < LIST_COUNT; i++)
		buf_init(&b[i], LIST_MAX);
	why = load(a, text, f, b);
	for (size_t i = 0; i < LIST_COUNT; i++)
		buf_release(&b[i]);
	*out = f;
	return (why);
}

const struct search *
search_builtin(struct arena *a)
{
	const struct builtin *b = &builtin_engines[0];
	const struct search *search;
	const char *why = search_load(a, span_make(b->text, b->size), &search);

	if (why == NULL)
		return (search);
	warn_msg("%s.engines: %s", b->name, why);
	return (NULL);
}

static const struct engine *
find_host(const struct search *f, struct span host)
{
	size_t low = 0, high = f->nengines;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int c = compare(host, f->engine[middle].host);

		if (c == 0)
			return (&f->engine[middle]);
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (NULL);
}

/* Is ${s} such as `de`, `com.tr` or `co.uk`? */
static bool
is_toplevel(struct span s)
{
	const size_t dot = span_index(s, '.');

	if (dot == s.n)
		return (s.n >= 2);
	return (dot <= 3 && span_index(span_from(s, dot + 1), '.') == 2 &&
	    s.n == dot + 3);
}

/* The engine that ${host} is of, or NULL. */
static const struct engine *
find_engine(const struct search *f, struct span host)
{
	while (host.n > 0) {
		const struct engine *e = find_host(f, host);
		const struct span label = cut(&host, '.');

		if (e == NULL && is_toplevel(host))
			e = find_host(f, label);
		if (e != NULL)
			return (e);
	}
	return (NULL);
}

void
search_begin(struct scrub *s, struct span authority)
{
	size_t n = authority.n;

	s->engine = NULL;
	if (s->search == NULL || n == 0)
		return;
	while (n > 0 && authority.p[n - 1] != '@')
		n--;
	authority = span_from(authority, n);
	authority.n = span_index(authority, ':');
	s->engine = find_engine(s->search, authority);
}

static bool
has(const struct search *f, enum list list, struct span s)
{
	enum kind k;

	return (names_find(f->list[list], s, &k));
}

/* What the parameter ${name} may hold. */
static enum sort
sort_of(const struct search *f, const struct engine *e, struct span name)
{
	struct span params = e == NULL ? span_make(NULL, 0) : e->params;

	while (params.n > 0)
		if (span_caseeq(cut(&params, ' '), name))
			return (SORT_ANY);
	if (!has(f, LIST_PARAM, name))
		return (SORT_NONE);
	return (name.n == 1 ? SORT_SHORT : SORT_PLAIN);
}

/* Is there a letter in ${s}, other than in a size such as 80x60? */
static bool
has_letter(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i];

		if (c == 'x' && i > 0 && ascii_isdigit(s.p[i - 1]))
			continue;
		if (ascii_isalpha(c) || (unsigned char)c >= 0x80)
			return (true);
	}
	return (false);
}

/* Is there nothing in ${s} that a plain path lacks? */
static bool
is_pathlike(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' ||
		    (!ascii_isalnum(s.p[i]) && strchr("._~/-", s.p[i]) == NULL))
			return (false);
	return (true);
}

/* Is it a URL with a host, as `http://www example com` is not? */
static bool
is_url(struct span s)
{
	const bool http = span_starts(s, SPAN("http://"));
	size_t n = 0;

	if (!http && !span_starts(s, SPAN("https://")))
		return (false);
	s = span_from(s, http ? 7 : 8);
	while (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#') {
		const char c = s.p[n++];

		if (!ascii_isalnum(c) && (unsigned char)c < 0x80 &&
		    (c == '\0' || strchr(".-_~%:@[]", c) == NULL))
			return (false);
	}
	return (n > 0);
}

/* Is it what an attack has software expand, such as `${jndi:...}`? */
static bool
is_lookup(struct span s)
{
	return (span_starts(s, SPAN("${")));
}

/* Is ${value} a term where a parameter of ${sort} has it? */
static bool
is_term(const struct search *f, enum sort sort, struct span value)
{
	if (sort == SORT_ANY)
		return (value.n > 0 && !is_url(value));
	if (sort == SORT_NONE || !has_letter(value) || is_url(value) ||
	    is_lookup(value) || has(f, LIST_VALUE, value))
		return (false);
	if (!is_pathlike(value))
		return (true);
	if (value.p[0] == '/')
		return (false);
	return (sort != SORT_SHORT ||
	    (span_index(value, '/') == value.n && !has(f, LIST_ROUTE, value)));
}

bool
search_param(struct scrub *s, struct span name, struct span value)
{
	enum sort sort;

	if (s->search == NULL || value.n == 0)
		return (false);
	sort = sort_of(s->search, s->engine,
	    decode_text(s->decode, s->escape, name));
	return (sort != SORT_NONE &&
	    is_term(s->search, sort, decode_text(s->decode, s->escape, value)));
}

void
search_pairs(const struct scrub *s, struct text *t, size_t from, bool query)
{
	const struct search *f = s->search;
	struct pair p = { .query = query };

	if (f == NULL || !bytes_all(t->set, BYTES_PAIRS))
		return;
	while (pairs_next(t->clear, from, &p)) {
		const enum sort sort = sort_of(f, NULL, p.name);
		const struct span rest = span_from(t->clear, p.value);
		size_t end;

		from = p.value;
		/* Those that are no terms are not read up to their ends. */
		if (sort == SORT_NONE || is_url(rest) || is_lookup(rest) ||
		    (p.end == p.value && (rest.n == 0 || rest.p[0] != '"')))
			continue;
		end = pairs_end(s, t, &p);
		if (!is_term(f, sort, span_make(rest.p, end - from)))
			continue;
		detect_add(&t->hits,
		    (struct found){ KIND_SEARCH, from, end, MEANS_NAME });
		from = end;
	}
}

static bool
is_label(const struct search *f, struct span s)
{
	return (s.n > 0 && s.n <= LABEL_MAX &&
	    (f->labels[(unsigned char)(s.p[0] | 0x20)] >> s.n & 1) != 0 &&
	    has(f, LIST_LABEL, s));
}

/* Is the segment ${s} behind a label a term? */
static bool
is_segment_term(const struct search *f, struct span s)
{
	return (has_letter(s) && !has(f, LIST_VALUE, s) &&
	    !(is_pathlike(s) && suffix_isfile(s)));
}

void
search_path(const struct scrub *s, struct text *t)
{
	const struct search *f = s->search;
	struct span rest = t->clear;
	bool behind = false;

	while (f != NULL && rest.n > 0) {
		struct span part = cut(&rest, '/');
		struct found hit = { .kind = KIND_SEARCH, .means = MEANS_NAME };

		part.n = span_index(part, ';');
		if (part.n == 0)
			continue;
		if (behind && has(f, LIST_BEHIND, part))
			continue;
		hit.start = (size_t)(part.p - t->clear.p);
		hit.end = hit.start + part.n;
		if (behind && !names_harmless(f->list[LIST_BEHIND], part) &&
		    is_segment_term(f, part)) {
			detect_add(&t->hits, hit);
			behind = false;
		} else
			behind = is_label(f, part);
	}
}
