/* SPDX-License-Identifier: ISC */
/*
 * The files of a web server's configuration: one includes others, by names
 * or patterns. This module opens them, keeps what nginx and Apache have in
 * common about includes, and says where in which file something is wrong.
 *
 * Invariants:
 * - At most SERVERFILES_DEPTH files are open inside each other, and at most
 *   SERVERFILES_COUNT files and SERVERFILES_TOTAL bytes are read, so that a
 *   file that includes itself ends in an error.
 * - Only regular files are read, and none that holds a NUL byte.
 * - The text of a file lives while it is parsed and no longer; what is to
 *   stay is copied into the arena.
 */
#ifndef MATCH_SERVERFILES_H
#define MATCH_SERVERFILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

enum {
	SERVERFILES_DEPTH = 20,
	SERVERFILES_COUNT = 65536,
	SERVERFILES_SIZE = 16 * 1024 * 1024,
	SERVERFILES_TOTAL = 256 * 1024 * 1024,
	SERVERFILES_WHY = 320,
};

/* Where something stands; lines and columns count from 1. */
struct serverfiles_place {
	const char *path;
	unsigned line;
	unsigned column;
};

/* Names, as a source finds them. */
struct serverfiles_names {
	struct arena *arena;
	char **name;
	size_t n;
	size_t cap;
};

/* What the files come from: the disk, or the memory of a test. */
struct serverfiles_source {
	/* Append the file; -1 with errno set, EISDIR for a directory. */
	int (*read)(const void *, const char *, struct buf *);
	/* serverfiles_found() what a glob pattern matches, in order. */
	int (*list)(const void *, const char *, struct serverfiles_names *);
	/* The value of a variable of the environment, or NULL. */
	const char *(*env)(const void *, const char *);
	const void *arg;
};

struct serverfiles {
	const struct serverfiles_source *source;
	struct arena *arena;
	/* What to do with a file: its path (of the arena) and its text. */
	int (*parse)(void *, const char *, struct span);
	void *arg;
	char *why; /* SERVERFILES_WHY bytes */
	unsigned depth;
	unsigned count;
	size_t total;
};

/* How an include treats what is not there. */
struct serverfiles_include {
	struct serverfiles_place at; /* path NULL: nothing includes it */
	bool directories; /* mean all that is in them */
	bool missing; /* a file that is not there is no error */
	bool empty; /* a pattern that matches nothing is no error */
};

/**
 * serverfiles_disk():
 * The source that is the disk and the environment of this process.
 */
const struct serverfiles_source *serverfiles_disk(void);

/**
 * serverfiles_found(names, path):
 * For a source's list(): one more name, which is copied.
 *
 * Returns: 0, or -1 with errno set.
 */
int serverfiles_found(struct serverfiles_names *, const char *);

/**
 * serverfiles_path(f, base, name):
 * ${name}, behind ${base} (which ends in `/`) unless it starts with `/`.
 *
 * Shape:   of the arena, and ended by a NUL.
 * Returns: NULL when there is no memory.
 */
const char *serverfiles_path(struct serverfiles *, struct span, struct span);

/**
 * serverfiles_include(f, path, how):
 * Have f->parse() called for the file ${path}, or, where it has a `*`, `?` or
 * `[`, for all that match, sorted by name.
 *
 * Returns: 0, or -1 with f->why set.
 */
int serverfiles_include(struct serverfiles *, const char *,
    const struct serverfiles_include *);

/**
 * serverfiles_fail(f, at, fmt, ...):
 * Set f->why to `path:line:column: ` and ${fmt}; only to ${fmt} where ${at}
 * has no path.
 *
 * Returns: -1.
 */
int serverfiles_fail(const struct serverfiles *,
    const struct serverfiles_place *, const char *, ...)
    __attribute__((format(printf, 3, 4)));

#endif
