/* SPDX-License-Identifier: ISC */
#include "match/serverfiles.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

/* A FIFO among the files must not make this wait: only regular ones. */
static int
open_regular(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	int e = 0;

	if (fd == -1)
		return (-1);
	if (fstat(fd, &st) == -1)
		e = errno;
	else if (!S_ISREG(st.st_mode))
		e = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	if (e == 0)
		return (fd);
	(void)close(fd);
	errno = e;
	return (-1);
}

static int
disk_read(const void *arg, const char *path, struct buf *b)
{
	const int fd = open_regular(path);
	ssize_t n = 1;
	int e;

	(void)arg;
	if (fd == -1)
		return (-1);
	errno = 0;
	while (n > 0 && buf_reserve(b, 4096)) {
		n = fd_read(fd, b->p + b->n, b->cap - b->n);
		if (n > 0)
			b->n += (size_t)n;
	}
	e = b->failed ? EFBIG : errno;
	(void)close(fd);
	errno = e;
	return (n == 0 ? 0 : -1);
}

/* A folder on the way that is not there matches nothing; others must open. */
static int
unreadable(const char *path, int e)
{
	(void)path;
	return (e != ENOENT && e != ENOTDIR);
}

static int
disk_list(const void *arg, const char *pattern, struct serverfiles_names *out)
{
	glob_t g = { .gl_pathc = 0 };
	int rc;

	(void)arg;
	errno = 0;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet */
	rc = glob(pattern, 0, unreadable, &g);
	if (rc == GLOB_NOMATCH)
		return (0);
	if (rc == 0)
		for (size_t i = 0; i < g.gl_pathc && rc == 0; i++)
			rc = serverfiles_found(out, g.gl_pathv[i]);
	else if (errno == 0)
		errno = rc == GLOB_NOSPACE ? ENOMEM : EACCES;
	globfree(&g);
	return (rc == 0 ? 0 : -1);
}

static const char *
disk_env(const void *arg, const char *name)
{
	(void)arg;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv() */
	return (getenv(name));
}

const struct serverfiles_source *
serverfiles_disk(void)
{
	static const struct serverfiles_source disk = { .read = disk_read,
		.list = disk_list,
		.env = disk_env };

	return (&disk);
}

int
serverfiles_found(struct serverfiles_names *names, const char *path)
{
	if (names->n == SERVERFILES_COUNT) {
		errno = E2BIG;
		return (-1);
	}
	if (names->n == names->cap) {
		const size_t cap = names->cap == 0 ? 64 : names->cap * 2;
		char **more =
		    arena_alloc(names->arena, cap * sizeof(*names->name));

		if (more == NULL)
			return (-1);
		if (names->n > 0)
			memcpy(more, names->name, names->n * sizeof(*more));
		names->name = more;
		names->cap = cap;
	}
	/* It is the arena's, and nobody writes to it. */
	names->name[names->n] = arena_alloc(names->arena, strlen(path) + 1);
	if (names->name[names->n] == NULL)
		return (-1);
	memcpy(names->name[names->n++], path, strlen(path) + 1);
	return (0);
}

const char *
serverfiles_path(struct serverfiles *f, struct span base, struct span name)
{
	const bool whole = span_starts(name, SPAN("/"));
	const size_t skip = whole ? 0 : base.n;
	char *p = arena_alloc(f->arena, skip + name.n + 1);

	if (p == NULL)
		return (NULL);
	if (skip > 0)
		memcpy(p, base.p, skip);
	if (name.n > 0)
		memcpy(p + skip, name.p, name.n);
	return (p);
}

int
serverfiles_fail(const struct serverfiles *f,
    const struct serverfiles_place *at, const char *fmt, ...)
{
	char what[SERVERFILES_WHY];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (at->path == NULL)
		(void)snprintf(f->why, SERVERFILES_WHY, "%s", what);
	else
		(void)snprintf(f->why, SERVERFILES_WHY, "%.120s:%u:%u: %.*s",
		    at->path, at->line, at->column, SERVERFILES_WHY - 150,
		    what);
	return (-1);
}

/* Parse a text that was read; the limits have been looked at. */
static int
parse(struct serverfiles *f, const char *path, struct span text,
    const struct serverfiles_include *how)
{
	int rc;

	f->total += text.n;
	if (f->total > SERVERFILES_TOTAL)
		return (serverfiles_fail(f, &how->at, "too much to read"));
	if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL)
		return (serverfiles_fail(f, &how->at,
		    "%.120s: the file holds a NUL byte", path));
	f->depth++;
	rc = f->parse(f->arg, path, text);
	f->depth--;
	return (rc);
}

static int directory(struct serverfiles *, const char *,
    const struct serverfiles_include *);

static int
one(struct serverfiles *f, const char *path,
    const struct serverfiles_include *how)
{
	struct buf text;
	int rc;

	if (f->depth == SERVERFILES_DEPTH)
		return (serverfiles_fail(f, &how->at,
		    "%.120s: too many files inside each other", path));
	if (f->count++ == SERVERFILES_COUNT)
		return (serverfiles_fail(f, &how->at, "too many files"));
	buf_init(&text, SERVERFILES_SIZE);
	rc = f->source->read(f->source->arg, path, &text);
	if (rc == 0)
		rc = parse(f, path, buf_span(&text), how);
	else if (errno == EISDIR && how->directories)
		rc = directory(f, path, how);
	else if (errno == ENOENT && how->missing)
		rc = 0;
	else
		(void)serverfiles_fail(f, &how->at, "%.160s: %s", path,
		    strerrordesc_np(errno));
	buf_release(&text);
	return (rc);
}

/* All that ${pattern} matches; how many that were goes to ${n}. */
static int
matching(struct serverfiles *f, const char *pattern,
    const struct serverfiles_include *how, size_t *n)
{
	struct serverfiles_names names = { .arena = f->arena };

	if (f->source->list(f->source->arg, pattern, &names) == -1)
		return (serverfiles_fail(f, &how->at, "%.160s: %s", pattern,
		    strerrordesc_np(errno)));
	for (size_t i = 0; i < names.n; i++)
		if (one(f, names.name[i], how) == -1)
			return (-1);
	*n += names.n;
	return (0);
}

/* Hidden files too; they are the first when sorted. */
static int
directory(struct serverfiles *f, const char *path,
    const struct serverfiles_include *how)
{
	static const char *const what[] = { "/.[!.]*", "/*" };
	size_t n = 0;
	int rc = 0;

	f->depth++;
	for (size_t i = 0; i < 2 && rc == 0; i++) {
		struct buf b;
		const char *pattern;

		buf_init(&b, 4096);
		for (const char *p = path; *p != '\0'; p++) {
			if (strchr("*?[\\", *p) != NULL)
				buf_addc(&b, '\\');
			buf_addc(&b, *p);
		}
		buf_addspan(&b, span_str(what[i]));
		pattern = b.failed ? NULL : arena_dup(f->arena, buf_span(&b)).p;
		rc = pattern == NULL ?
		    serverfiles_fail(f, &how->at, "out of memory") :
		    matching(f, pattern, how, &n);
		buf_release(&b);
	}
	f->depth--;
	return (rc);
}

int
serverfiles_include(struct serverfiles *f, const char *path,
    const struct serverfiles_include *how)
{
	size_t n = 0;

	if (path == NULL)
		return (serverfiles_fail(f, &how->at, "out of memory"));
	/* What the operator names is a file, whatever it is called. */
	if (how->at.path == NULL || strpbrk(path, "*?[") == NULL)
		return (one(f, path, how));
	if (matching(f, path, how, &n) == -1)
		return (-1);
	if (n > 0 || how->empty)
		return (0);
	return (serverfiles_fail(f, &how->at, "%.160s matches no file", path));
}
