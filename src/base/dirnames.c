/* SPDX-License-Identifier: ISC */
#include "base/dirnames.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

static bool
is_dots(const char *name)
{
	return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
}

int
dirnames_list(int dirfd, bool (*takes)(void *, const char *), void *arg,
    struct dirnames *l)
{
	struct dirent **found;
	int n, rc = 0;

	*l = (struct dirnames){ NULL, 0 };
	if ((n = scandirat(dirfd, ".", &found, NULL, by_name)) == -1)
		return (-1);
	l->name = calloc((size_t)n + 1, sizeof(*l->name));
	if (l->name == NULL)
		rc = -1;
	for (int i = 0; i < n; i++) {
		const char *name = found[i]->d_name;

		if (rc == 0 && !is_dots(name) && takes(arg, name) &&
		    (l->name[l->n++] = strdup(name)) == NULL)
			rc = -1;
		free(found[i]);
	}
	free(found);
	if (rc == -1)
		errno = ENOMEM;
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
