/* SPDX-License-Identifier: ISC */
/*
 * Which segments a directory holds: its own, and those of the streams in it
 * (retain/tree.h), roots of their own too. The directory itself is the stream
 * TREE_ROOT. The files themselves are not looked at.
 */
#ifndef RETAIN_INVENTORY_H
#define RETAIN_INVENTORY_H

#include <stddef.h>

#include "base/span.h"
#include "model/segment.h"

struct inventory_item {
	size_t stream; /* its index */
	struct segment segment;
};

struct inventory {
	int dirfd; /* the caller's */
	char **stream; /* names, sorted; those without segments too */
	size_t nstreams;
	struct inventory_item *item; /* by stream, class and period */
	size_t n;
	unsigned failed; /* sub-directories that cannot be read, warned */
};

/**
 * inventory_list(inv, dirfd, only):
 * List what is in the directory ${dirfd}, or only the streams in it called
 * ${only}, which is not empty, whatever the case of its letters.
 *
 * Returns: 0, or -1 with errno set; inventory_release() is due in both cases.
 */
int inventory_list(struct inventory *, int, struct span);

/**
 * inventory_release(inv):
 * Give the memory of ${inv} back.
 */
void inventory_release(struct inventory *);

/**
 * inventory_only_class(inv, class):
 * Leave only the segments of the class ${class} in ${inv}.
 */
void inventory_only_class(struct inventory *, const char *);

/**
 * inventory_by_time(inv):
 * Sort the items of ${inv} by their periods, then by stream and by class.
 * Within one period, stream and class the sealed ones come first, by their
 * numbers, then the live one, as everywhere else.
 */
void inventory_by_time(struct inventory *);

/**
 * inventory_dir(inv, stream):
 * Open the directory of the stream of that index.
 *
 * Returns: the descriptor, or -1 with errno set.
 */
int inventory_dir(const struct inventory *, size_t);

#endif
