/* SPDX-License-Identifier: ISC */
/*
 * The formats that have a name: those compiled into the program, and those of
 * a directory, which override by name.
 *
 * Those of the directory are all read when the catalog is loaded, so that a
 * wrong one is noticed. Built-in ones are compiled when somebody asks for
 * them: most runs need one.
 *
 * Invariant: used by one thread at a time; what it hands out is immutable.
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
 * The built-in formats, and every NAME.format of the directory ${dir} (NULL or
 * absent: none), in ${a}.
 *
 * Shape:   ${a} must live as long: later calls use it.
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
 * catalog_frame(c, m, why):
 * Let lines of ${m}, which is not of ${c}, stand behind the framings of ${c}
 * (see matcher_frame()); those of ${c} itself do already.
 *
 * Returns: 0, or -1 with one line in ${why}.
 */
int catalog_frame(struct catalog *, struct matcher *,
    char[static FORMATFILE_WHY]);

/**
 * catalog_all(c, n, why):
 * All formats, ordered by name; ${n} is how many.
 *
 * Returns: NULL with one line in ${why}: there is no memory.
 */
const struct formatfile *catalog_all(struct catalog *, size_t *,
    char[static FORMATFILE_WHY]);

/**
 * catalog_find(c, name, why):
 * The format called ${name}.
 *
 * Returns: NULL; ${why} is empty when there is none, else one line.
 */
const struct formatfile *catalog_find(struct catalog *, struct span,
    char[static FORMATFILE_WHY]);

/**
 * catalog_nearest(c, name):
 * The name of a format that ${name} may be a misspelling of, or NULL.
 */
const char *catalog_nearest(const struct catalog *, struct span);

#endif
