/* SPDX-License-Identifier: ISC */
#include "match/formatfile.h"

#include <stdio.h>
#include <string.h>

#include "base/directive.h"
#include "match/apache.h"
#include "match/nginx.h"

struct reader {
	struct arena *arena;
	struct formatfile *file;
	struct format *format;
	const struct directive *at; /* what an error is about */
	struct regex_scratch *scratch;
	struct record record; /* of the last sample */
	char *why;
};

static int
fail(struct reader *r, const char *what)
{
	(void)snprintf(r->why, FORMATFILE_WHY, "%u:%u: %s", r->at->line,
	    r->at->column, what);
	return (-1);
}

/* The arguments of a dialect directive, joined as nginx does. */
static struct span
joined(struct arena *a, const struct span *args, size_t n)
{
	size_t len = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		len += args[i].n;
	if ((p = arena_alloc(a, len + 1)) == NULL)
		return (span_make(NULL, 0));
	len = 0;
	for (size_t i = 0; i < n; i++) {
		if (args[i].n > 0)
			memcpy(p + len, args[i].p, args[i].n);
		len += args[i].n;
	}
	return (span_make(p, len));
}

/* nginx: `escape=default` may come first; other ways of escaping may not. */
static const char *
skip_escape(const struct span **args, size_t *n)
{
	if (*n == 0 || !span_starts((*args)[0], SPAN("escape=")))
		return (NULL);
	if (span_eq((*args)[0], SPAN("escape=none")))
		return ("escape=none cannot be told apart safely: "
			"a client may write anything");
	if (!span_eq((*args)[0], SPAN("escape=default")))
		return ("only escape=default is understood");
	(*args)++;
	(*n)--;
	return (NULL);
}

static int
compile(struct reader *r, enum escape escape, const struct span *args, size_t n)
{
	struct elements *es = arena_alloc(r->arena, sizeof(*es));
	const char *wrong =
	    escape == ESCAPE_NGINX ? skip_escape(&args, &n) : NULL;
	char why[200];
	struct span text;

	if (wrong != NULL)
		return (fail(r, wrong));
	if (r->file->matcher != NULL)
		return (fail(r, "a format has one directive"));
	if (n == 0)
		return (fail(r, "the format string is missing"));
	text = joined(r->arena, args, n);
	if (es == NULL || text.p == NULL)
		return (fail(r, "out of memory"));
	es->arena = r->arena;
	if ((escape == ESCAPE_NGINX ? nginx_parse(text, es) :
				      apache_parse(text, es)) == -1 ||
	    elements_finish(es, r->format) == -1)
		return (fail(r, es->why));
	r->file->matcher = matcher_new(r->arena, r->format, why);
	return (r->file->matcher == NULL ? fail(r, why) : 0);
}

static int
read_nginx(struct reader *r)
{
	return (compile(r, ESCAPE_NGINX, r->at->args, r->at->nargs));
}

static int
read_apache(struct reader *r)
{
	if (r->at->nargs > 1)
		return (fail(r, "apache takes one quoted string"));
	return (compile(r, ESCAPE_APACHE, r->at->args, r->at->nargs));
}

static int
read_title(struct reader *r)
{
	r->format->title = r->at->args[0];
	return (0);
}

static int
read_source(struct reader *r)
{
	r->file->source = r->at->args[0];
	return (0);
}

static int
read_sample(struct reader *r)
{
	struct sample *s = arena_alloc(r->arena, sizeof(*s));
	struct sample **tail = &r->file->samples;

	if (r->file->matcher == NULL)
		return (fail(r, "the format must come before its samples"));
	if (s == NULL)
		return (fail(r, "out of memory"));
	if (!matcher_line(r->file->matcher, r->scratch, r->at->args[0],
		&r->record))
		return (fail(r, "the sample does not match the format"));
	s->line = r->at->args[0];
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = s;
	return (0);
}

static int
read_reject(struct reader *r)
{
	struct record ignored;

	if (r->file->matcher == NULL)
		return (fail(r, "the format must come before its rejects"));
	if (matcher_line(r->file->matcher, r->scratch, r->at->args[0],
		&ignored))
		return (fail(r, "the reject matches the format"));
	return (0);
}

/* `variable value`: what a field of the sample above must be. */
static int
read_expectation(struct reader *r)
{
	const struct format *f = r->format;
	size_t field = 0;

	if (r->file->samples == NULL)
		return (fail(r,
		    "unknown directive (known: title, source, "
		    "nginx, apache, sample, reject)"));
	for (size_t i = 0; i < f->nelements; i++) {
		if (!f->elements[i].isfield)
			continue;
		if (span_eq(f->elements[i].text, r->at->name))
			return (
			    span_eq(r->record.field[field], r->at->args[0]) ?
				0 :
				fail(r, "the field of the sample is not this"));
		field++;
	}
	return (fail(r, "the format has no such variable"));
}

static const struct {
	const char *name;
	bool israw;
	int (*read)(struct reader *);
} table[] = {
	{ "title", true, read_title },
	{ "source", true, read_source },
	{ "nginx", false, read_nginx },
	{ "apache", false, read_apache },
	{ "sample", true, read_sample },
	{ "reject", true, read_reject },
};

#define NTABLE (sizeof(table) / sizeof(table[0]))

static bool
is_raw(struct span name)
{
	for (size_t i = 0; i < NTABLE; i++)
		if (span_eq(name, span_str(table[i].name)))
			return (table[i].israw);
	return (true);
}

static int
read_all(struct reader *r, const struct directive *list)
{
	for (; list != NULL; list = list->next) {
		size_t i = 0;

		r->at = list;
		while (
		    i < NTABLE && !span_eq(list->name, span_str(table[i].name)))
			i++;
		if ((i < NTABLE ? table[i].read(r) : read_expectation(r)) == -1)
			return (-1);
	}
	return (0);
}

static int
begin(struct reader *r, struct arena *a, struct formatfile *file, char *why)
{
	*file = (struct formatfile){ .name = file->name };
	*r = (struct reader){ .arena = a, .file = file, .why = why };
	r->format = arena_alloc(a, sizeof(*r->format));
	if (r->format == NULL) {
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
		return (-1);
	}
	r->format->name = file->name;
	return (0);
}

int
formatfile_parse(struct arena *a, struct span name, struct span text,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	static const struct directive end = { .line = 1, .column = 1 };
	struct directive_error err;
	struct directive *list;
	struct reader r;
	int rc = -1;

	file->name = arena_dup(a, name);
	text = arena_dup(a, text);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	if (directive_parse(a, text, is_raw, &list, &err) == -1) {
		(void)snprintf(why, FORMATFILE_WHY, "%u:%u: %s", err.line,
		    err.column, err.what);
		return (-1);
	}
	r.scratch = matcher_scratch();
	r.at = list == NULL ? &end : list;
	if (r.scratch == NULL)
		(void)fail(&r, "out of memory");
	else if ((rc = read_all(&r, list)) == 0 && file->samples == NULL)
		rc = fail(&r, "the format has no sample");
	regex_scratch_free(r.scratch);
	if (rc == -1) {
		matcher_free(file->matcher);
		file->matcher = NULL;
	}
	return (rc);
}

/* Which dialect a directive's first word names, and what to skip after it. */
static const struct {
	const char *name;
	size_t skip; /* arguments before the format string */
	enum escape escape;
	bool one; /* the string is one argument; a nickname may follow */
} words[] = {
	{ "nginx", 0, ESCAPE_NGINX, false },
	{ "log_format", 1, ESCAPE_NGINX, false },
	{ "apache", 0, ESCAPE_APACHE, true },
	{ "LogFormat", 0, ESCAPE_APACHE, true },
};

/* The directive r->at, whose name is row ${i} of the table. */
static int
pasted(struct reader *r, size_t i)
{
	const struct directive *d = r->at;
	const size_t n =
	    d->nargs < words[i].skip ? 0 : d->nargs - words[i].skip;

	return (compile(r, words[i].escape, d->args + words[i].skip,
	    words[i].one && n > 0 ? 1 : n));
}

int
formatfile_read(struct arena *a, struct span name, const struct directive *d,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	struct reader r;
	size_t i = 0;

	file->name = arena_dup(a, name);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	r.at = d;
	while (!span_eq(d->name, span_str(words[i].name)))
		if (++i == sizeof(words) / sizeof(words[0]))
			return (fail(&r, "this directive is no format"));
	return (pasted(&r, i));
}

int
formatfile_directive(struct arena *a, struct span text, struct formatfile *file,
    char why[static FORMATFILE_WHY])
{
	struct directive bare = { .line = 1, .column = 1 };
	struct directive_error err;
	struct directive *list;
	struct reader r;

	file->name = SPAN("directive");
	text = arena_dup(a, span_trim(text));
	if (begin(&r, a, file, why) == -1)
		return (-1);
	r.at = &bare;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct span w = span_str(words[i].name);

		if (!span_starts(text, w) || text.n == w.n ||
		    (text.p[w.n] != ' ' && text.p[w.n] != '\t'))
			continue;
		if (directive_parse(a, text, NULL, &list, &err) == -1) {
			(void)snprintf(why, FORMATFILE_WHY, "%u:%u: %s",
			    err.line, err.column, err.what);
			return (-1);
		}
		r.at = list;
		return (pasted(&r, i));
	}
	return (compile(&r,
	    span_index(text, '%') < span_index(text, '$') ? ESCAPE_APACHE :
							    ESCAPE_NGINX,
	    &text, 1));
}
