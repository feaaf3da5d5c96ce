/* SPDX-License-Identifier: ISC */
#include "retain/rawwalk.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/dirnames.h"
#include "base/file.h"
#include "base/warn.h"

/* A pattern taken apart, and what is done. */
struct walk {
	char copy[RAWWALK_PATTERN_MAX + 1];
	const char *part[RAWWALK_DEPTH_MAX];
	size_t n;
	size_t literal; /* so many parts are opened as they are */
	const struct rawwalk *to;
	struct buf path; /* of the directory that is open */
};

static bool
is_wild(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '[')
			return (true);
	return (false);
}

static const char *
check_part(struct span s)
{
	if (s.n == 0)
		return ("there is a slash too many in the pattern");
	if (s.n > NAME_MAX)
		return ("a part of the pattern is too long");
	if (span_eq(s, SPAN(".")) || span_eq(s, SPAN("..")))
		return ("the pattern may not hold . or .. as a part");
	return (NULL);
}

const char *
rawwalk_check(struct span s)
{
	size_t parts = 0;

	if (s.n == 0 || s.p[0] != '/')
		return ("takes a pattern that begins with a slash");
	if (s.n > RAWWALK_PATTERN_MAX || memchr(s.p, '\0', s.n) != NULL)
		return ("the pattern is too long");
	while (s.n > 0) {
		const size_t end = span_index(span_from(s, 1), '/');
		const char *wrong = check_part(span_make(s.p + 1, end));

		if (wrong != NULL)
			return (wrong);
		if (++parts > RAWWALK_DEPTH_MAX)
			return ("the pattern has too many parts");
		s = span_from(s, 1 + end);
	}
	return (NULL);
}

bool
rawwalk_takes(const char *last, const char *name)
{
	return (fnmatch(last, name, FNM_PERIOD | FNM_NOESCAPE) == 0);
}

static void
take_apart(struct walk *w, const char *pattern)
{
	char *at = w->copy;
	bool wild = false;

	(void)snprintf(w->copy, sizeof(w->copy), "%s", pattern);
	while (*at == '/') {
		char *end = strchr(at + 1, '/');

		*at = '\0';
		w->part[w->n++] = at + 1;
		at = end == NULL ? w->copy + strlen(pattern) : end;
	}
	for (size_t i = 0; i + 1 < w->n; i++) {
		wild = wild || is_wild(span_str(w->part[i]));
		w->literal += !wild;
	}
}

/* Make the path that of ${name} in the directory it is; its old length. */
static size_t
push(struct walk *w, const char *name)
{
	const size_t was = w->path.n;

	if (was != 1)
		buf_addc(&w->path, '/');
	buf_addspan(&w->path, span_str(name));
	buf_addc(&w->path, '\0');
	w->path.n -= !w->path.failed;
	return (was);
}

static void
pop(struct walk *w, size_t was)
{
	w->path.n = was;
	w->path.failed = false;
	w->path.p[was] = '\0';
}

static int descend(struct walk *, int, size_t);

/* Go on in ${name}, found as part ${i}; what is no directory is passed over. */
static int
enter(struct walk *w, int dirfd, const char *name, size_t i)
{
	const size_t was = push(w, name);
	int fd = -1, rc = 0;

	errno = ENAMETOOLONG;
	if (!w->path.failed)
		fd = openat(dirfd, name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd != -1)
		rc = descend(w, fd, i + 1);
	else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) {
		pop(w, was);
		warn_errno("%s: a directory in it cannot be looked into",
		    w->path.p);
		return (-1);
	}
	file_close(fd);
	pop(w, was);
	return (rc);
}

static bool
takes(void *part, const char *name)
{
	return (rawwalk_takes(part, name));
}

static int
each_name(struct walk *w, int fd, size_t i)
{
	char part[NAME_MAX + 1];
	struct dirnames list;
	int rc;

	(void)snprintf(part, sizeof(part), "%s", w->part[i]);
	if ((rc = dirnames_list(fd, takes, part, &list)) == -1)
		warn_errno("%s", w->path.p);
	for (size_t k = 0; k < list.n; k++)
		if (enter(w, fd, list.name[k], i) == -1)
			rc = -1;
	dirnames_release(&list);
	return (rc);
}

/* ${fd} is where the parts before ${i} have led to. */
static int
descend(struct walk *w, int fd, size_t i)
{
	if (i + 1 == w->n)
		return (w->to->dir(w->to->arg, fd, w->path.p, w->part[i]));
	if (is_wild(span_str(w->part[i])))
		return (each_name(w, fd, i));
	return (enter(w, fd, w->part[i], i));
}

static int
start(struct walk *w)
{
	int fd, rc;

	buf_addspan(&w->path, SPAN("/"));
	for (size_t i = 0; i < w->literal; i++)
		(void)push(w, w->part[i]);
	buf_addc(&w->path, '\0');
	if (w->path.failed) {
		warn_errno("start");
		return (-1);
	}
	w->path.n--;
	fd = open(w->path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1) {
		warn_errno("%s", w->path.p);
		/* A server that is not there has no logs. */
		return (errno == ENOENT ? 0 : -1);
	}
	rc = descend(w, fd, w->literal);
	file_close(fd);
	return (rc);
}

int
rawwalk_each(const char *pattern, const struct rawwalk *to)
{
	struct walk w = { .to = to };
	int rc;

	take_apart(&w, pattern);
	buf_init(&w.path, PATH_MAX);
	rc = start(&w);
	buf_release(&w.path);
	return (rc);
}
