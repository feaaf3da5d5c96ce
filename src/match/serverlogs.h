/* SPDX-License-Identifier: ISC */
/*
 * What a server's configuration says about access logs: formats with names,
 * and logs with the format each is written in. Which of them is meant by a
 * name is decided here, and what cannot be decided is an error: a log that is
 * read in another format than it was written in makes no sense.
 *
 * Invariants: everything lives in the arena; the lists are in the order of
 * the configuration.
 */
#ifndef MATCH_SERVERLOGS_H
#define MATCH_SERVERLOGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/directive.h"
#include "base/span.h"
#include "match/serverfiles.h"

/* In a pattern: what is not known before the server runs. */
enum { SERVERLOGS_HOLE = '\0' };

struct serverlogs_format {
	struct span name; /* empty: a string that stands with its log */
	struct directive directive; /* `log_format ...` or `LogFormat ...` */
	const char *path; /* of the file it stands in; NULL: predefined */
	const char *doubt; /* why it is not sure what it is, or NULL */
	unsigned scope; /* 0, or the number of a virtual host */
	struct serverlogs_format *next;
};

struct serverlogs_use {
	struct span target; /* as the configuration has it */
	struct span pattern; /* the path, with holes */
	struct span wanted; /* the name of the format, or the format */
	const struct serverlogs_format *format; /* NULL: there is none */
	struct serverfiles_place at;
	unsigned scope;
	struct serverlogs_use *next;
};

struct serverlogs {
	struct serverfiles *files; /* for its arena and its errors */
	const char *path; /* of the main file */
	bool nocase; /* names of formats in any case */
	struct serverlogs_format *formats, **last_format;
	struct serverlogs_use *uses, **last_use;
	const struct serverlogs_format *unsaid; /* in use when none is named */
	struct directive *own; /* `field NAME opaque` of variables it sets */
};

/**
 * serverlogs_init(logs, files, path):
 * Make ${logs} empty, to be filled from the main file ${path} of ${files}.
 */
void serverlogs_init(struct serverlogs *, struct serverfiles *, const char *);

/**
 * serverlogs_format(logs, d, path):
 * Add the format without a name that the directive ${d} of the file ${path}
 * defines.
 *
 * Shape:   the spans of ${d} stay where they are; its list is copied.
 * Returns: NULL when there is no memory, files->why set.
 */
struct serverlogs_format *serverlogs_format(struct serverlogs *,
    const struct directive *, const char *);

/**
 * serverlogs_use(logs, use):
 * Add a copy of ${use}.
 *
 * Returns: 0, or -1 with files->why set.
 */
int serverlogs_use(struct serverlogs *, const struct serverlogs_use *);

/**
 * serverlogs_named(logs, name, scope):
 * The last format that is called ${name} in ${scope} itself.
 *
 * Returns: NULL when there is none.
 */
struct serverlogs_format *serverlogs_named(const struct serverlogs *,
    struct span, unsigned);

/**
 * serverlogs_same(a, b):
 * Do both formats write the same?
 */
bool serverlogs_same(const struct serverlogs_format *,
    const struct serverlogs_format *);

/**
 * serverlogs_find(logs, name):
 * The format that ${name} means: the name of one, or the path of a log or
 * its target word by word; empty is the one format that is in use.
 *
 * Returns: NULL when it is unknown or not certain, files->why set.
 */
const struct serverlogs_format *serverlogs_find(const struct serverlogs *,
    struct span);

/**
 * serverlogs_own(logs, name):
 * The configuration sets the variable ${name}, `$` and all: it holds what only
 * the configuration knows, whatever it is called, and is opaque.
 *
 * Returns: 0, or -1: no memory.
 */
int serverlogs_own(struct serverlogs *, struct span);

/**
 * serverlogs_pattern(logs, target, out):
 * What the path ${target} of an nginx access_log will be once nginx runs: with
 * a hole for each variable, and for the prefix of what is no absolute path.
 *
 * Returns: 0, or -1: no memory.
 */
int serverlogs_pattern(struct serverlogs *, struct span, struct span *);

#endif
