/* SPDX-License-Identifier: ISC */
/*
 * A server's configuration in memory, for tests and fuzzers: one text in which
 * a line `@PATH` begins the file of that path, and `@$NAME` the value of a
 * variable of the environment.
 */
#ifndef UNIT_MEMFILES_H
#define UNIT_MEMFILES_H

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>

#include "match/serverfiles.h"

enum { MEMFILES_MAX = 64, MEMFILES_PATH = 128 };

struct memfiles {
	size_t n;
	char path[MEMFILES_MAX][MEMFILES_PATH];
	struct span text[MEMFILES_MAX];
};

static inline void
memfiles_init(struct memfiles *m, struct span all)
{
	m->n = 0;
	while (all.n > 0) {
		const size_t end = span_index(all, '\n');
		const struct span line = span_make(all.p, end);
		struct span *last = m->n > 0 ? &m->text[m->n - 1] : NULL;

		all = span_from(all, end < all.n ? end + 1 : end);
		if (span_starts(line, SPAN("@")) && m->n < MEMFILES_MAX &&
		    line.n <= MEMFILES_PATH) {
			memcpy(m->path[m->n], line.p + 1, line.n - 1);
			m->path[m->n][line.n - 1] = '\0';
			m->text[m->n++] = span_make(all.p, 0);
		} else if (last != NULL)
			last->n = (size_t)(all.p - last->p);
	}
}

static inline int
memfiles_read(const void *arg, const char *path, struct buf *b)
{
	const struct memfiles *m = arg;
	size_t len = strlen(path);

	errno = ENOENT;
	while (len > 1 && path[len - 1] == '/')
		len--;
	for (size_t i = 0; i < m->n; i++) {
		if (strcmp(m->path[i], path) == 0) {
			buf_addspan(b, m->text[i]);
			return (0);
		}
		if (strncmp(m->path[i], path, len) == 0 &&
		    m->path[i][len] == '/')
			errno = EISDIR;
	}
	return (-1);
}

static inline int
memfiles_order(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

/* Files, and the directories they are in. */
static inline int
memfiles_list(const void *arg, const char *pattern,
    struct serverfiles_names *out)
{
	const struct memfiles *m = arg;

	for (size_t i = 0; i < m->n; i++) {
		for (size_t k = 1; k <= strlen(m->path[i]); k++) {
			char path[MEMFILES_PATH];
			bool again = false;

			if (m->path[i][k] != '/' && m->path[i][k] != '\0')
				continue;
			memcpy(path, m->path[i], k);
			path[k] = '\0';
			for (size_t j = 0; j < out->n; j++)
				again |= strcmp(out->name[j], path) == 0;
			if (!again &&
			    fnmatch(pattern, path, FNM_PATHNAME | FNM_PERIOD) ==
				0 &&
			    serverfiles_found(out, path) == -1)
				return (-1);
		}
	}
	if (out->n > 0)
		qsort(out->name, out->n, sizeof(*out->name), memfiles_order);
	return (0);
}

static inline const char *
memfiles_env(const void *arg, const char *name)
{
	/* The value is copied to where a NUL can follow it. */
	static char value[MEMFILES_PATH];
	const struct memfiles *m = arg;

	for (size_t i = 0; i < m->n; i++) {
		const struct span v = span_trim(m->text[i]);

		if (m->path[i][0] != '$' || strcmp(m->path[i] + 1, name) != 0 ||
		    v.n >= sizeof(value))
			continue;
		memcpy(value, v.p, v.n);
		value[v.n] = '\0';
		return (value);
	}
	return (NULL);
}

static inline struct serverfiles_source
memfiles_source(const struct memfiles *m)
{
	return ((struct serverfiles_source){ .read = memfiles_read,
	    .list = memfiles_list,
	    .env = memfiles_env,
	    .arg = m });
}

#endif
