/* SPDX-License-Identifier: ISC */
#include "base/dirnames.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST = 64 };

static int
add(struct dirnames *l, const char *name, size_t *cap)
{
	if (l->n == *cap) {
		const size_t more = *cap == 0 ? FIRST : *cap * 2;
		char **grown = reallocarray(l->name, more, sizeof(*grown));

		if (grown == NULL)
			return (-1);
		l->name = grown;
		*cap = more;
	}
	if ((l->name[l->n] = strdup(name)) == NULL)
		return (-1);
	l->n++;
	return (0);
}

static int
by_name(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

static bool
is_dots(const char *name)
{
	return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
}

static int
read_all(DIR *d, bool (*takes)(void *, const char *), void *arg,
    struct dirnames *l)
{
	const struct dirent *e;
	size_t cap = 0;

	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this DIR */
	for (errno = 0; (e = readdir(d)) != NULL; errno = 0)
		if (!is_dots(e->d_name) && takes(arg, e->d_name) &&
		    add(l, e->d_name, &cap) == -1)
			return (-1);
	return (errno == 0 ? 0 : -1);
}

int
dirnames_list(int dirfd, bool (*takes)(void *, const char *), void *arg,
    struct dirnames *l)
{
	const int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d;
	int rc, e;

	*l = (struct dirnames){ NULL, 0 };
	if (fd == -1)
		return (-1);
	if ((d = fdopendir(fd)) == NULL) {
		e = errno;
		(void)close(fd);
		errno = e;
		return (-1);
	}
	rc = read_all(d, takes, arg, l);
	e = errno;
	(void)closedir(d);
	if (l->n > 0)
		qsort(l->name, l->n, sizeof(*l->name), by_name);
	errno = e;
	return (rc);
}

void
dirnames_release(struct dirnames *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
	*l = (struct dirnames){ NULL, 0 };
}
