/* SPDX-License-Identifier: ISC */
/*
 * The fields of a format while it is read: those its file declares with
 * `field`, and those its directives name. Each name is there once, so that all
 * layouts of a format share one table, and a policy's override of a name
 * reaches every place it stands in.
 */
#ifndef MATCH_FIELDS_H
#define MATCH_FIELDS_H

#include "base/arena.h"
#include "base/span.h"
#include "model/format.h"

struct fields {
	struct arena *arena;
	size_t n;
	struct field f[FORMAT_FIELDS_MAX];
};

enum { FIELDS_NONE = -1 };

/**
 * fields_find(fs, name):
 * Where in fs->f the field called ${name} is.
 *
 * Returns: FIELDS_NONE when there is none.
 */
int fields_find(const struct fields *, struct span);

/**
 * fields_add(fs, field):
 * Where in fs->f the field called field->name is, which is added as ${field},
 * its name copied, when there is none yet.
 *
 * Returns: FIELDS_NONE when there is no room or no memory.
 */
int fields_add(struct fields *, const struct field *);

/**
 * fields_also(fs, field):
 * Add ${field} behind the others, even if its name is there: the same field,
 * spelt in another way.
 *
 * Returns: where in fs->f it is; FIELDS_NONE as fields_add() does.
 */
int fields_also(struct fields *, const struct field *);

/**
 * fields_declare(fs, args, n):
 * Add the field that `field NAME CLASS [WORD...]` of a format file declares;
 * ${args}[0..${n}) are NAME, CLASS and the words: a shape (`text`, `word`,
 * `host`, `number`, `numbers`, `rest`), a coding (`plus`, `percent`), `loose`
 * (see model/format.h), or for the class time a spelling (`clf`, `iso`, `epoch`,
 * `msec`, `usec`, `nsec`, `any`) or a layout as of strftime(3), and `utc`.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *fields_declare(struct fields *, const struct span *, size_t);

/**
 * fields_compile(fs, why):
 * Compile the layouts of time that are not yet.
 *
 * Returns: 0, or -1 with one line in ${why}.
 */
int fields_compile(struct fields *, char[static 200]);

/**
 * fields_finish(fs, format):
 * Copy the table into ${format}.
 *
 * Returns: -1 when there is no memory.
 */
int fields_finish(const struct fields *, struct format *);

#endif
