/* SPDX-License-Identifier: ISC */
#include "match/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/builtin.h"
#include "base/directive.h"
#include "base/fd.h"

/* A file without a matcher is a built-in one that nobody has asked for yet. */
struct catalog {
	struct arena *arena;
	struct formatfile file[CATALOG_MAX];
	size_t n;
	const struct matcher *framing[MATCHER_FRAMES_MAX];
	size_t nframings;
	bool framed; /* framing[] is complete */
};

static int
by_name(const void *a, const void *b)
{
	const struct span x = ((const struct formatfile *)a)->name;
	const struct span y = ((const struct formatfile *)b)->name;
	const int d = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

	return (d != 0 ? d : (x.n > y.n) - (x.n < y.n));
}

/* Take ${file} in, in the place of one of the same name. */
static int
take(struct catalog *c, const struct formatfile *file)
{
	size_t i = 0;

	while (i < c->n && !span_eq(c->file[i].name, file->name))
		i++;
	if (i == CATALOG_MAX)
		return (-1);
	if (i < c->n)
		matcher_free(c->file[i].matcher);
	else
		c->n++;
	c->file[i] = *file;
	return (0);
}

static int
load(struct catalog *c, struct span name, struct span text,
    char why[static FORMATFILE_WHY])
{
	struct formatfile file;

	if (formatfile_parse(c->arena, name, text, &file, why) == -1)
		return (-1);
	if (take(c, &file) == -1) {
		matcher_free(file.matcher);
		(void)snprintf(why, FORMATFILE_WHY, "1:1: too many formats");
		return (-1);
	}
	return (0);
}

static void
list_builtin(struct catalog *c)
{
	for (const struct builtin *b = builtin_formats; b->name != NULL; b++) {
		const struct formatfile file = { .name = span_str(b->name) };

		(void)take(c, &file);
	}
}

static struct span
builtin_text(struct span name)
{
	const struct builtin *b = builtin_formats;

	while (!span_eq(span_str(b->name), name))
		b++;
	return (span_make(b->text, b->size));
}

/* Compile ${file}, unless that was done before. */
static int
need(struct catalog *c, struct formatfile *file,
    char why[static FORMATFILE_WHY])
{
	const struct span name = file->name;
	char reason[FORMATFILE_WHY];

	if (file->matcher != NULL ||
	    formatfile_parse(c->arena, name, builtin_text(name), file,
		reason) == 0)
		return (0);
	*file = (struct formatfile){ .name = name };
	(void)snprintf(why, FORMATFILE_WHY, "%.*s.format:%.200s", (int)name.n,
	    name.p, reason);
	return (-1);
}

/* Compile all framings. */
static int
need_framings(struct catalog *c, char why[static FORMATFILE_WHY])
{
	for (size_t i = 0; i < c->n && !c->framed; i++) {
		struct formatfile *file = &c->file[i];

		if (file->matcher == NULL &&
		    !formatfile_says(builtin_text(file->name), SPAN("framing")))
			continue;
		if (need(c, file, why) == -1)
			return (-1);
		if (file->framing && c->nframings < MATCHER_FRAMES_MAX)
			c->framing[c->nframings++] = file->matcher;
	}
	c->framed = true;
	return (0);
}

int
catalog_frame(struct catalog *c, struct matcher *m,
    char why[static FORMATFILE_WHY])
{
	if (need_framings(c, why) == -1)
		return (-1);
	if (matcher_frame(m, c->arena, c->framing, c->nframings) == 0)
		return (0);
	(void)snprintf(why, FORMATFILE_WHY,
	    "it has too many variables to stand behind a framing");
	return (-1);
}

/* Compile ${file} and let it stand behind the framings. */
static int
need_framed(struct catalog *c, struct formatfile *file,
    char why[static FORMATFILE_WHY])
{
	if (file->matcher != NULL)
		return (0);
	if (need_framings(c, why) == -1 || need(c, file, why) == -1)
		return (-1);
	return (file->framing ? 0 : catalog_frame(c, file->matcher, why));
}

static int
load_path(struct catalog *c, const char *path, char why[static FORMATFILE_WHY])
{
	const char *slash = strrchr(path, '/');
	struct span name = span_str(slash == NULL ? path : slash + 1);
	char reason[FORMATFILE_WHY];
	struct buf text;
	int rc;

	name.n -= strlen(".format");
	buf_init(&text, CATALOG_FILE_MAX);
	if ((rc = fd_slurp(path, &text)) == -1)
		(void)snprintf(why, FORMATFILE_WHY, "%.200s: %s", path,
		    strerrordesc_np(errno));
	else if ((rc = load(c, name, buf_span(&text), reason)) == -1)
		(void)snprintf(why, FORMATFILE_WHY, "%.120s:%.180s", path,
		    reason);
	buf_release(&text);
	return (rc);
}

static int
is_format(const struct dirent *d)
{
	const struct span name = span_str(d->d_name);

	return (name.p[0] != '.' && name.n > strlen(".format") &&
	    span_ends(name, SPAN(".format")));
}

static int
load_dir(struct catalog *c, const char *dir, char why[static FORMATFILE_WHY])
{
	struct dirent **list;
	int rc = 0;
	const int n = scandir(dir, &list, is_format, alphasort);

	if (n == -1) {
		if (errno == ENOENT || errno == ENOTDIR)
			return (0);
		(void)snprintf(why, FORMATFILE_WHY, "%.200s: %s", dir,
		    strerrordesc_np(errno));
		return (-1);
	}
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof(path), "%s/%s", dir,
		    list[i]->d_name);
		if (rc == 0)
			rc = load_path(c, path, why);
		free(list[i]);
	}
	free(list);
	return (rc);
}

/* What was read from a directory stands behind the framings, too. */
static int
frame_own(struct catalog *c, char why[static FORMATFILE_WHY])
{
	for (size_t i = 0; i < c->n; i++) {
		const struct formatfile *file = &c->file[i];
		char reason[FORMATFILE_WHY];

		if (file->matcher == NULL || file->framing ||
		    catalog_frame(c, file->matcher, reason) == 0)
			continue;
		(void)snprintf(why, FORMATFILE_WHY, "%.*s: %.200s",
		    (int)file->name.n, file->name.p, reason);
		return (-1);
	}
	return (0);
}

struct catalog *
catalog_load(struct arena *a, const char *dir, char why[static FORMATFILE_WHY])
{
	struct catalog *c = arena_alloc(a, sizeof(*c));

	if (c == NULL) {
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
		return (NULL);
	}
	c->arena = a;
	list_builtin(c);
	if (dir != NULL && load_dir(c, dir, why) == -1) {
		catalog_free(c);
		return (NULL);
	}
	qsort(c->file, c->n, sizeof(c->file[0]), by_name);
	if (frame_own(c, why) == -1) {
		catalog_free(c);
		return (NULL);
	}
	return (c);
}

void
catalog_free(struct catalog *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++)
		matcher_free(c->file[i].matcher);
	c->n = 0;
}

const struct formatfile *
catalog_all(struct catalog *c, size_t *n, char why[static FORMATFILE_WHY])
{
	for (size_t i = 0; i < c->n; i++)
		if (need_framed(c, &c->file[i], why) == -1)
			return (NULL);
	*n = c->n;
	return (c->file);
}

const struct formatfile *
catalog_find(struct catalog *c, struct span name,
    char why[static FORMATFILE_WHY])
{
	for (size_t i = 0; i < c->n; i++)
		if (span_eq(c->file[i].name, name))
			return (need_framed(c, &c->file[i], why) == 0 ?
				&c->file[i] :
				NULL);
	why[0] = '\0';
	return (NULL);
}

const char *
catalog_nearest(const struct catalog *c, struct span name)
{
	const char *known[CATALOG_MAX];

	/* The names come from arena_dup(): a NUL follows each. */
	for (size_t i = 0; i < c->n; i++)
		known[i] = c->file[i].name.p;
	return (directive_nearest(name, known, c->n));
}
