/* SPDX-License-Identifier: ISC */
#include "base/directive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct arena *arena;
	struct span text;
	size_t at;
	unsigned line;
	size_t bol; /* offset of the line's first byte */
	bool (*israw)(struct span);
	struct directive_error *err;
};

static int
fail(struct parser *p, const char *what)
{
	p->err->line = p->line;
	p->err->column = (unsigned)(p->at - p->bol) + 1;
	p->err->what = what;
	return (-1);
}

static bool
done(const struct parser *p)
{
	return (p->text.p == NULL || p->at >= p->text.n);
}

static char
peek(const struct parser *p)
{
	return (done(p) ? '\0' : p->text.p[p->at]);
}

static void
advance(struct parser *p)
{
	if (p->text.p[p->at++] == '\n') {
		p->line++;
		p->bol = p->at;
	}
}

/* Blanks and comments; newlines too where ${lines}. */
static void
skip(struct parser *p, bool lines)
{
	while (!done(p)) {
		const char c = peek(p);

		if (c == '#') {
			while (!done(p) && peek(p) != '\n')
				advance(p);
		} else if (c == ' ' || c == '\t' || c == '\r' ||
		    (lines && c == '\n'))
			advance(p);
		else
			break;
	}
}

static bool
ends_word(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' ||
	    c == '{' || c == '}');
}

/* The bytes from the quote at p->at to the one that ends it, or 0. */
static size_t
quoted_length(const struct parser *p)
{
	const char quote = peek(p);
	size_t i = p->at + 1;

	while (i < p->text.n && p->text.p[i] != quote) {
		if (p->text.p[i] == '\n')
			return (0);
		i += p->text.p[i] == '\\' ? 2 : 1;
	}
	return (i < p->text.n ? i - p->at : 0);
}

static int
quoted(struct parser *p, struct span *out)
{
	const char quote = peek(p);
	const size_t len = quoted_length(p);
	char *s;
	size_t n = 0;

	if (len == 0)
		return (fail(p, "the quoted text does not end"));
	if ((s = arena_alloc(p->arena, len)) == NULL)
		return (fail(p, "out of memory"));
	for (advance(p); peek(p) != quote; advance(p)) {
		if (peek(p) == '\\' &&
		    (p->text.p[p->at + 1] == quote ||
			p->text.p[p->at + 1] == '\\'))
			advance(p);
		else if (peek(p) == '\\') {
			s[n++] = peek(p);
			advance(p);
		}
		s[n++] = peek(p);
	}
	advance(p);
	if (!done(p) && !ends_word(peek(p)))
		return (fail(p, "a blank must follow the quoted text"));
	*out = span_make(s, n);
	return (0);
}

/* The bytes of the `{name}` at p->at, or 0. */
static size_t
braced(const struct parser *p)
{
	size_t i = p->at + 1;

	while (i < p->text.n && p->text.p[i] >= 'a' && p->text.p[i] <= 'z')
		i++;
	if (peek(p) != '{' || i == p->at + 1 || i >= p->text.n ||
	    p->text.p[i] != '}')
		return (0);
	return (i + 1 - p->at);
}

/* A word; one that is ${argument} may hold `{name}`. */
static int
word(struct parser *p, bool argument, struct span *out)
{
	const size_t start = p->at;
	size_t n = 0;

	if (peek(p) == '"' || peek(p) == '\'')
		return (quoted(p, out));
	while (!done(p) &&
	    (!ends_word(peek(p)) ||
		(argument && p->at > start && (n = braced(p)) > 0))) {
		p->at += n;
		if (n == 0)
			advance(p);
		n = 0;
	}
	*out = span_make(p->text.p + start, p->at - start);
	return (0);
}

/* Is the next thing a line that starts with a quote? Then go there. */
static bool
continues(struct parser *p)
{
	struct parser ahead = *p;

	skip(&ahead, true);
	if (peek(&ahead) != '"' && peek(&ahead) != '\'')
		return (false);
	*p = ahead;
	return (true);
}

static int
arguments(struct parser *p, struct directive *d)
{
	struct span args[DIRECTIVE_ARGS_MAX];

	for (;;) {
		skip(p, false);
		if (done(p) || peek(p) == ';' || peek(p) == '{' ||
		    peek(p) == '}')
			break;
		if (peek(p) == '\n' && !continues(p))
			break;
		if (d->nargs == DIRECTIVE_ARGS_MAX)
			return (fail(p, "too many arguments"));
		if (word(p, true, &args[d->nargs]) == -1)
			return (-1);
		d->nargs++;
	}
	d->args = arena_alloc(p->arena, (d->nargs + 1) * sizeof(*d->args));
	if (d->args == NULL)
		return (fail(p, "out of memory"));
	memcpy(d->args, args, d->nargs * sizeof(*args));
	return (0);
}

/* A raw name ends at a blank alone: `%{Referer}i` is one. */
static struct span
rawname(const struct parser *p)
{
	size_t end = p->at;

	while (end < p->text.n && p->text.p[end] != ' ' &&
	    p->text.p[end] != '\t' && p->text.p[end] != '\r' &&
	    p->text.p[end] != '\n')
		end++;
	return (span_make(p->text.p + p->at, end - p->at));
}

static int
rawline(struct parser *p, struct directive *d)
{
	size_t start;

	while (peek(p) == ' ' || peek(p) == '\t')
		advance(p);
	start = p->at;
	while (!done(p) && peek(p) != '\n')
		advance(p);
	d->args = arena_alloc(p->arena, sizeof(*d->args));
	if (d->args == NULL)
		return (fail(p, "out of memory"));
	d->args[0] = span_make(p->text.p + start, p->at - start);
	if (d->args[0].n > 0 && d->args[0].p[d->args[0].n - 1] == '\r')
		d->args[0].n--;
	d->nargs = 1;
	return (0);
}

static int list(struct parser *, unsigned, struct directive **);

static int
block(struct parser *p, unsigned depth, struct directive *d)
{
	if (depth + 1 >= DIRECTIVE_DEPTH_MAX)
		return (fail(p, "too many blocks inside each other"));
	advance(p);
	d->block = true;
	if (list(p, depth + 1, &d->children) == -1)
		return (-1);
	if (peek(p) != '}')
		return (fail(p, "a } is missing"));
	advance(p);
	return (0);
}

static int
statement(struct parser *p, unsigned depth, struct directive *d)
{
	d->line = p->line;
	d->column = (unsigned)(p->at - p->bol) + 1;
	if (peek(p) == '"' || peek(p) == '\'')
		return (fail(p, "a name must come first"));
	if (peek(p) == '{')
		return (fail(p, "a name must come before {"));
	if (p->israw != NULL && p->israw(rawname(p))) {
		d->name = rawname(p);
		p->at += d->name.n;
		return (rawline(p, d));
	}
	if (word(p, false, &d->name) == -1 || arguments(p, d) == -1)
		return (-1);
	if (peek(p) == '{')
		return (block(p, depth, d));
	return (0);
}

/* Statements up to the end of the text or to a } that is left standing. */
static int
list(struct parser *p, unsigned depth, struct directive **head)
{
	struct directive **tail = head;

	for (;;) {
		skip(p, true);
		while (peek(p) == ';') {
			advance(p);
			skip(p, true);
		}
		if (done(p))
			return (0);
		if (peek(p) == '}')
			return (depth > 0 ? 0 : fail(p, "there is no { for }"));
		*tail = arena_alloc(p->arena, sizeof(**tail));
		if (*tail == NULL)
			return (fail(p, "out of memory"));
		if (statement(p, depth, *tail) == -1)
			return (-1);
		tail = &(*tail)->next;
	}
}

int
directive_parse(struct arena *a, struct span text, bool (*israw)(struct span),
    struct directive **head, struct directive_error *err)
{
	struct parser p = { .arena = a,
		.text = text,
		.line = 1,
		.israw = israw,
		.err = err };

	*head = NULL;
	if (memchr(text.p == NULL ? "" : text.p, '\0', text.n) != NULL)
		return (fail(&p, "the text holds a NUL byte"));
	return (list(&p, 0, head));
}

enum { NEAREST_MAX = 32 };

static unsigned
distance(struct span a, struct span b)
{
	unsigned row[NEAREST_MAX + 1];

	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			const unsigned above = row[j];
			unsigned d = diagonal + (a.p[i - 1] != b.p[j - 1]);

			if (above + 1 < d)
				d = above + 1;
			if (row[j - 1] + 1 < d)
				d = row[j - 1] + 1;
			diagonal = above;
			row[j] = d;
		}
	}
	return (row[b.n]);
}

const char *
directive_nearest(struct span name, const char *const *known, size_t n)
{
	const char *best = NULL;
	unsigned limit = name.n / 3 < 2 ? (unsigned)(name.n + 2) / 3 : 2;

	if (name.n > NEAREST_MAX)
		return (NULL);
	for (size_t i = 0; i < n; i++) {
		const struct span k = span_str(known[i]);
		unsigned d;

		if (k.n > NEAREST_MAX)
			continue;
		d = distance(name, k);
		if (d <= limit) {
			best = known[i];
			limit = d == 0 ? 0 : d - 1;
			if (d == 0)
				break;
		}
	}
	return (best);
}
