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

struct catalog {
	struct formatfile file[CATALOG_MAX];
	size_t n;
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
load(struct catalog *c, struct arena *a, struct span name, struct span text,
    char why[static FORMATFILE_WHY])
{
	struct formatfile file;

	if (formatfile_parse(a, name, text, &file, why) == -1)
		return (-1);
	if (take(c, &file) == -1) {
		matcher_free(file.matcher);
		(void)snprintf(why, FORMATFILE_WHY, "1:1: too many formats");
		return (-1);
	}
	return (0);
}

static int
load_builtin(struct catalog *c, struct arena *a,
    char why[static FORMATFILE_WHY])
{
	for (const struct builtin *b = builtin_formats; b->name != NULL; b++) {
		char reason[FORMATFILE_WHY];

		if (load(c, a, span_str(b->name), span_make(b->text, b->size),
			reason) == -1) {
			(void)snprintf(why, FORMATFILE_WHY, "%.60s.format:%.*s",
			    b->name, FORMATFILE_WHY - 80, reason);
			return (-1);
		}
	}
	return (0);
}

static int
load_path(struct catalog *c, struct arena *a, const char *path,
    char why[static FORMATFILE_WHY])
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
	else if ((rc = load(c, a, name, buf_span(&text), reason)) == -1)
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
load_dir(struct catalog *c, struct arena *a, const char *dir,
    char why[static FORMATFILE_WHY])
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
			rc = load_path(c, a, path, why);
		free(list[i]);
	}
	free(list);
	return (rc);
}

struct catalog *
catalog_load(struct arena *a, const char *dir, char why[static FORMATFILE_WHY])
{
	struct catalog *c = arena_alloc(a, sizeof(*c));

	if (c == NULL) {
		(void)snprintf(why, FORMATFILE_WHY, "out of memory");
		return (NULL);
	}
	if (load_builtin(c, a, why) == -1 ||
	    (dir != NULL && load_dir(c, a, dir, why) == -1)) {
		catalog_free(c);
		return (NULL);
	}
	qsort(c->file, c->n, sizeof(c->file[0]), by_name);
	for (size_t i = 0; i < c->n; i++)
		if (!c->file[i].framing &&
		    catalog_frame(c, a, c->file[i].matcher) == -1) {
			(void)snprintf(why, FORMATFILE_WHY,
			    "%.*s: no room for framings",
			    (int)c->file[i].name.n, c->file[i].name.p);
			catalog_free(c);
			return (NULL);
		}
	return (c);
}

int
catalog_frame(const struct catalog *c, struct arena *a, struct matcher *m)
{
	const struct matcher *frames[MATCHER_FRAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < c->n && n < MATCHER_FRAMES_MAX; i++)
		if (c->file[i].framing)
			frames[n++] = c->file[i].matcher;
	return (matcher_frame(m, a, frames, n));
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
catalog_all(const struct catalog *c, size_t *n)
{
	*n = c->n;
	return (c->file);
}

const struct formatfile *
catalog_find(const struct catalog *c, struct span name)
{
	for (size_t i = 0; i < c->n; i++)
		if (span_eq(c->file[i].name, name))
			return (&c->file[i]);
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
