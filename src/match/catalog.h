/* SPDX-License-Identifier: ISC */
/*
 * The formats that have a name: those compiled into the program, and those of
 * a directory, which override by name.
 */
#ifndef MATCH_CATALOG_H
#define MATCH_CATALOG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "match/formatfile.h"

enum { CATALOG_MAX = 256, CATALOG_FILE_MAX = 64 * 1024 };

struct catalog;

/**
 * catalog_load(a, dir, why):
 * Load the built-in formats and every NAME.format of the directory ${dir}
 * (NULL or absent: none) into ${a}.
 *
 * Returns: NULL with `file:line:column: reason` in ${why}.
 */
struct catalog *catalog_load(struct arena *, const char *,
    char[static FORMATFILE_WHY]);

/**
 * catalog_free(c):
 * Give back what ${c} holds outside of its arena. NULL is allowed.
 */
void catalog_free(struct catalog *);

/**
 * catalog_frame(c, a, m):
 * Let lines of ${m}, which is not of ${c}, stand behind the framings of ${c}
 * (see matcher_frame()); those of ${c} itself do already.
 *
 * Returns: 0, or -1: there is no room.
 */
int catalog_frame(const struct catalog *, struct arena *, struct matcher *);

/**
 * catalog_all(c, n):
 * All formats, ordered by name; ${n} is how many.
 */
const struct formatfile *catalog_all(const struct catalog *, size_t *);

/**
 * catalog_find(c, name):
 * The format called ${name}, or NULL.
 */
const struct formatfile *catalog_find(const struct catalog *, struct span);

/**
 * catalog_nearest(c, name):
 * The name of a format that ${name} may be a misspelling of, or NULL.
 */
const char *catalog_nearest(const struct catalog *, struct span);

#endif
