/* SPDX-License-Identifier: ISC */
#include "match/columns.h"

#include <stdlib.h>

#include "match/known.h"

struct column {
	unsigned field;
	int both; /* with the column behind it, or FIELDS_NONE */
};

struct columns {
	const struct parser *of; /* whose header was seen; NULL: none was */
	size_t n;
	struct column col[COLUMNS_MAX];
};

struct w3c {
	struct parser parser;
	struct known known;
	const struct need *need;
	unsigned date; /* the fields of header lines */
	unsigned text;
	struct columns initial; /* before the first header */
};

struct token {
	struct span value; /* without its quotes */
	bool quoted;
};

/* What is between the columns of a line. */
struct scan {
	struct span line;
	size_t pos;
	bool tabs; /* one tab; otherwise any number of blanks */
};

#define BOM "\xef\xbb\xbf"
#define FIELDS "#Fields:"

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t');
}

/* Take the next word, blanks around it, off ${s}; empty: there is none. */
static struct span
next_word(struct span *s)
{
	struct span word;
	size_t n = 0;

	while (n < s->n && is_blank(s->p[n]))
		n++;
	*s = span_from(*s, n);
	for (n = 0; n < s->n && !is_blank(s->p[n]);)
		n++;
	word = span_make(s->p, n);
	*s = span_from(*s, n);
	return (word);
}

/* Which field a date column and the time column behind it are together. */
static int
find_both(const struct known *k, struct span date, struct span time)
{
	static const struct {
		const char *date, *time, *both;
	} table[] = {
		{ "date", "time", "date time" },
		{ "date-local", "time-local", "date-local time-local" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_caseeq(date, span_str(table[i].date)) &&
		    span_caseeq(time, span_str(table[i].time)))
			return ((int)known_find(k, span_str(table[i].both)));
	return (FIELDS_NONE);
}

/* Put the columns called ${names} in force. */
static void
set_columns(const struct w3c *w, struct columns *c, struct span names)
{
	struct span before = SPAN(""), name;
	uint32_t seen = 0;

	c->of = &w->parser;
	c->n = 0;
	if (names.n > COLUMNS_HEADER_MAX - sizeof(BOM FIELDS))
		return;
	for (; (name = next_word(&names)).n > 0; before = name) {
		if (c->n == COLUMNS_MAX) {
			c->n = 0;
			return;
		}
		if (c->n > 0)
			c->col[c->n - 1].both =
			    find_both(&w->known, before, name);
		c->col[c->n].field = known_find(&w->known, name);
		c->col[c->n++].both = FIELDS_NONE;
		seen |= need_of(w->need, name);
	}
	if (!need_met(w->need, seen))
		c->n = 0;
}

static const struct columns *
in_force(const struct w3c *w, const struct matching *m)
{
	return (m->columns->of == &w->parser ? m->columns : &w->initial);
}

static struct span
skip_bom(struct span line)
{
	return (span_starts(line, SPAN(BOM "#")) ? span_from(line, 3) : line);
}

/* Is ${line} a header? ${names} is then what it names. */
static bool
is_header(struct span line, struct span *names)
{
	line = skip_bom(line);
	if (!span_starts(line, SPAN(FIELDS)))
		return (false);
	*names = span_from(line, sizeof(FIELDS) - 1);
	return (true);
}

static void
header(const struct parser *p, struct matching *m, struct span line)
{
	struct span names;

	if (is_header(line, &names))
		set_columns((const struct w3c *)p, m->columns, names);
}

/* A name that a server's configuration may have, and nobody's else: no number
 * follows a dot in it, as in an address. */
static bool
is_plain(struct span name)
{
	for (size_t i = 0; i < name.n; i++) {
		const char c = name.p[i];
		const bool letter =
		    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (c == '.' && i + 1 < name.n && name.p[i + 1] >= '0' &&
		    name.p[i + 1] <= '9')
			return (false);
		if (!letter &&
		    (i == 0 ||
			((c < '0' || c > '9') &&
			    span_index(SPAN("()_.*-"), c) == 6)))
			return (false);
	}
	return (true);
}

static bool
are_plain(struct span names)
{
	struct span name;

	while ((name = next_word(&names)).n > 0)
		if (!is_plain(name))
			return (false);
	return (true);
}

/* What of the header line ${line} is not the dialect's own. */
static struct span
header_value(struct span line)
{
	static const char *const words[] = { "Version", "Software", "Date",
		"Start-Date", "End-Date", "Remark", "Fields", "GMT-Offset",
		"System-Id" };
	const size_t colon = span_index(line, ':');
	const struct span word = span_make(line.p + 1, colon - 1);

	for (size_t i = 0; colon < line.n && i < sizeof(words) / sizeof(*words);
	     i++)
		if (span_caseeq(word, span_str(words[i])))
			return (span_trim(span_from(line, colon + 1)));
	return (span_trim(span_from(line, 1)));
}

/* A line that starts with `#`: at most one cut. */
static bool
run_header(const struct w3c *w, struct matching *m, struct span line,
    struct span *tail)
{
	struct span names, value = header_value(skip_bom(line));
	int field = known_pick(&w->known, w->date, value);
	const char *at;

	*tail = line;
	if (is_header(line, &names)) {
		set_columns(w, m->columns, names);
		if (m->columns->n == 0)
			return (false);
		if (are_plain(names))
			return (true);
	}
	if (value.n == 0)
		return (true);
	if (field == FIELDS_NONE ||
	    w->known.fields->f[field].class != CLASS_TIME)
		field = (int)w->text;
	if ((at = parser_cut(m, line.p, value, (unsigned)field)) == NULL)
		return (false);
	*tail = span_from(line, (size_t)(at - line.p));
	return (true);
}

static bool
ends_value(const struct scan *s, size_t at)
{
	return (at == s->line.n ||
	    (s->tabs ? s->line.p[at] == '\t' : is_blank(s->line.p[at])));
}

/*
 * Where the quote that ends the value at s->pos, which starts with one, is;
 * or 0: the quote is a byte of the value like any other.
 */
static size_t
find_quote(const struct scan *s)
{
	const struct span line = s->line;

	for (size_t at = s->pos + 1; at < line.n; at++) {
		if (line.p[at] != '"')
			continue;
		if (at + 1 < line.n && line.p[at + 1] == '"')
			at++;
		else
			return (ends_value(s, at + 1) ? at : 0);
	}
	return (0);
}

/* Skip what is between two values. False: there is nothing more. */
static bool
skip_gap(struct scan *s, bool first)
{
	const size_t before = s->pos;

	if (s->tabs) {
		if (first)
			return (true);
		return (s->pos < s->line.n && s->line.p[s->pos++] == '\t');
	}
	while (s->pos < s->line.n && is_blank(s->line.p[s->pos]))
		s->pos++;
	return (s->pos < s->line.n && (first || s->pos > before));
}

static bool
next_token(struct scan *s, bool first, struct token *t)
{
	size_t end = 0, at;

	if (!skip_gap(s, first))
		return (false);
	at = s->pos;
	if (at < s->line.n && s->line.p[at] == '"')
		end = find_quote(s);
	t->quoted = end > 0;
	if (t->quoted) {
		t->value = span_make(s->line.p + at + 1, end - at - 1);
		s->pos = end + 1;
		return (true);
	}
	while (!ends_value(s, s->pos))
		s->pos++;
	t->value = span_make(s->line.p + at, s->pos - at);
	return (true);
}

/* Where ${date} and the value behind it are one, make it that one. */
static int
pick_both(const struct w3c *w, const struct column *c, struct scan *s,
    struct token *date)
{
	const struct scan back = *s;
	struct token time;
	struct span both = date->value;
	int field = FIELDS_NONE;

	if (c->both != FIELDS_NONE && next_token(s, false, &time) &&
	    date->quoted == time.quoted) {
		both = span_make(date->value.p,
		    (size_t)(time.value.p + time.value.n - date->value.p));
		field = known_pick(&w->known, (unsigned)c->both, both);
	}
	if (field == FIELDS_NONE)
		*s = back;
	else
		date->value = both;
	return (field);
}

/* All values. False: ${i} is the column that stopped it. */
static bool
run_values(const struct w3c *w, struct matching *m, struct scan *s, size_t *i)
{
	const struct columns *c = in_force(w, m);
	const char *at = s->line.p;
	struct token t;

	for (*i = 0; *i < c->n; ++*i) {
		int field;

		if (!next_token(s, *i == 0, &t))
			return (false);
		field = pick_both(w, &c->col[*i], s, &t);
		if (field != FIELDS_NONE)
			++*i;
		else
			field =
			    known_pick(&w->known, c->col[*i].field, t.value);
		if (field == FIELDS_NONE)
			return (false);
		if ((at = parser_cut(m, at, t.value, (unsigned)field)) == NULL)
			return (false);
	}
	return (c->n > 0 &&
	    (s->pos == s->line.n ||
		(!s->tabs && !skip_gap(s, false) && s->pos == s->line.n)));
}

static bool
run(const struct parser *p, struct matching *m, struct span line,
    struct span *tail)
{
	const struct w3c *w = (const struct w3c *)p;
	struct scan s = { line, 0, span_index(line, '\t') < line.n };
	const struct cut *last;
	size_t i;

	*tail = line;
	if (span_trim(line).n == 0)
		return (true);
	if (span_starts(skip_bom(line), SPAN("#")))
		return (run_header(w, m, line, tail));
	if (!run_values(w, m, &s, &i))
		return (false);
	last = &m->cut[m->ncuts - 1];
	*tail =
	    span_from(line, (size_t)(last->value.p + last->value.n - line.p));
	return (true);
}

static void
stop(const struct parser *p, struct matching *m, struct span line,
    struct stop *why)
{
	const struct w3c *w = (const struct w3c *)p;
	const struct columns *c = in_force(w, m);
	struct scan s = { line, 0, span_index(line, '\t') < line.n };
	size_t i;

	*why = (struct stop){ .offset = 0 };
	if (c->n == 0 || span_starts(skip_bom(line), SPAN("#")) ||
	    run_values(w, m, &s, &i))
		return;
	why->offset = s.pos;
	if (i < c->n) {
		why->field = w->known.fields->f[c->col[i].field].name;
		why->offset = m->ncuts == 0 ?
		    0 :
		    (size_t)(m->cut[m->ncuts - 1].value.p +
			m->cut[m->ncuts - 1].value.n - line.p);
	}
}

struct parser *
columns_new(struct fields *fs, const struct need *need, struct span text,
    const char **why)
{
	struct w3c *w = arena_alloc(fs->arena, sizeof(*w));

	*why = "out of memory";
	if (w == NULL)
		return (NULL);
	w->need = need;
	w->parser.run = run;
	w->parser.stop = stop;
	w->parser.header = header;
	if (known_load(&w->known, fs, KNOWN_W3C) == -1) {
		*why = "too many fields";
		return (NULL);
	}
	w->date = (unsigned)fields_find(fs, SPAN("#date"));
	w->text = (unsigned)fields_find(fs, SPAN("#"));
	if (span_trim(text).n > 0) {
		set_columns(w, &w->initial, text);
		*why = "these are no columns, or lack what the format needs";
		if (w->initial.n == 0)
			return (NULL);
	}
	return (&w->parser);
}

struct columns *
columns_state(void)
{
	return (calloc(1, sizeof(struct columns)));
}

void
columns_free(struct columns *c)
{
	free(c);
}

void
columns_reset(struct columns *c)
{
	c->of = NULL;
}

struct span
columns_last(struct span text)
{
	struct span last = SPAN("");
	size_t at = 0, n;

	while (
	    (n = span_find(span_from(text, at), SPAN(FIELDS))) < text.n - at) {
		const size_t word = at + n;
		size_t start = word;

		if (start >= 3 &&
		    span_starts(span_from(text, start - 3), SPAN(BOM)))
			start -= 3;
		at = word + sizeof(FIELDS) - 1;
		if (start > 0 && text.p[start - 1] != '\n')
			continue;
		n = span_index(span_from(text, at), '\n');
		last = span_make(text.p + start, at + n - start);
		if (last.p[last.n - 1] == '\r')
			last.n--;
		at += n;
	}
	return (last);
}
