/* SPDX-License-Identifier: ISC */
#include "match/serverconf.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>

#include "match/apacheconf.h"
#include "match/apachewords.h"
#include "match/nginxconf.h"

enum { ARENA_MAX = 256 * 1024 * 1024 };

static_assert((int)FORMATFILE_WHY == (int)SERVERFILES_WHY, "one line");

bool
serverconf_is(struct span s)
{
	return (span_starts(s, SPAN("/")) || span_starts(s, SPAN("./")) ||
	    span_starts(s, SPAN("../")));
}

/* Does this line end as a statement or block of nginx's does? */
static bool
ends_statement(struct span line)
{
	const size_t sharp = span_find(line, SPAN(" #"));

	line = span_trim(span_make(line.p, sharp));
	return (span_ends(line, SPAN(";")) || span_ends(line, SPAN("{")) ||
	    span_ends(line, SPAN("}")));
}

/* Words at the start of a line that only one of the two servers knows. */
static const struct {
	const char *word;
	bool nginx;
} telling[] = {
	{ "http", true },
	{ "events", true },
	{ "server", true },
	{ "log_format", true },
	{ "access_log", true },
	{ "LogFormat", false },
	{ "CustomLog", false },
	{ "GlobalLog", false },
	{ "TransferLog", false },
	{ "ServerRoot", false },
};

/* Does ${line} start with such a word, or a section? Then whose is it? */
static bool
tells(struct span line, bool *nginx)
{
	struct span word = span_make(line.p, 0);

	while (word.n < line.n && !apachewords_blank(line.p[word.n]) &&
	    line.p[word.n] != '{')
		word.n++;
	*nginx = false;
	if (line.p[0] == '<')
		return (true);
	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++)
		if (span_caseeq(word, span_str(telling[i].word))) {
			*nginx = telling[i].nginx;
			return (true);
		}
	return (false);
}

static bool
is_nginx(struct span text)
{
	size_t lines = 0, ended = 0;
	bool nginx;

	while (text.n > 0) {
		const size_t end = span_index(text, '\n');
		const struct span line = span_trim(span_make(text.p, end));

		text = span_from(text, end < text.n ? end + 1 : end);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (tells(line, &nginx))
			return (nginx);
		lines++;
		ended += ends_statement(line);
	}
	return (ended * 2 >= lines);
}

/* Read ${path} into ${text}; false when nothing is there. */
static bool
is_there(const struct serverfiles_source *s, const char *path, struct buf *text)
{
	buf_reset(text);
	return (path != NULL &&
	    (s->read(s->arg, path, text) == 0 ||
		(errno != ENOENT && errno != ENOTDIR)));
}

/* Split ${arg} where its FILE ends, and read that into ${text}. */
static const char *
find_file(struct serverfiles *f, struct span arg, struct span *name,
    struct buf *text)
{
	const struct span none = span_make(NULL, 0);
	const char *path = serverfiles_path(f, none, arg), *last = NULL;
	size_t i = arg.n;

	*name = none;
	if (is_there(f->source, path, text))
		return (path);
	while (i-- > 0) {
		if (arg.p[i] != ':')
			continue;
		path = arena_dup(f->arena, span_make(arg.p, i)).p;
		if (last == NULL) {
			last = path;
			*name = span_from(arg, i + 1);
		}
		if (is_there(f->source, path, text)) {
			*name = span_from(arg, i + 1);
			return (path);
		}
	}
	buf_reset(text);
	return (last != NULL ? last : path);
}

/* Is ${name} among the variables of the format ${d}? */
static bool
mentions(const struct directive *d, struct span name)
{
	for (size_t i = 0; i < d->nargs; i++)
		if (span_find(d->args[i], name) < d->args[i].n)
			return (true);
	return (false);
}

/* The declarations of ${own} that the format ${d} has to do with. */
static struct directive *
declared(struct directive *own, const struct directive *d)
{
	struct directive **tail = &own, *list;

	while ((list = *tail) != NULL) {
		if (mentions(d, list->args[0]))
			tail = &list->next;
		else
			*tail = list->next;
	}
	return (own);
}

static int
load(struct serverfiles *f, struct span arg, struct arena *a,
    struct formatfile *file)
{
	const struct serverlogs_format *found;
	struct serverlogs logs;
	struct directive d;
	struct span name;
	struct buf text;
	const char *path;
	char reason[FORMATFILE_WHY];
	int rc;

	buf_init(&text, SERVERFILES_SIZE);
	path = find_file(f, arg, &name, &text);
	serverlogs_init(&logs, f, path == NULL ? "" : path);
	rc = is_nginx(buf_span(&text)) ? nginxconf_read(&logs) :
					 apacheconf_read(&logs);
	buf_release(&text);
	if (rc == -1 || (found = serverlogs_find(&logs, name)) == NULL)
		return (-1);
	d = found->directive;
	d.children = declared(logs.own, &d);
	if (formatfile_read(a, arg, &d, file, reason) == 0)
		return (0);
	(void)snprintf(f->why, FORMATFILE_WHY, "%.120s:%.190s",
	    found->path == NULL ? path : found->path, reason);
	return (-1);
}

int
serverconf_load(struct arena *a, const struct serverfiles_source *source,
    struct span arg, struct formatfile *file, char why[static FORMATFILE_WHY])
{
	struct serverfiles files = { .source = source,
		.arena = arena_new(ARENA_MAX),
		.why = why };
	int rc = -1;

	if (files.arena == NULL)
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
	else
		rc = load(&files, arg, a, file);
	arena_free(files.arena);
	return (rc);
}
