/* SPDX-License-Identifier: ISC */
/*
 * The one table of directives: what each is called, takes and does. A policy
 * file and the options of the command line both go through it.
 */
#ifndef APP_DIRECTIVES_H
#define APP_DIRECTIVES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/config.h"
#include "base/directive.h"

/**
 * directives_name(i):
 * The name of directive ${i}, counted from 0, or NULL behind the last one.
 */
const char *directives_name(size_t);

/**
 * directives_help(i):
 * The arguments of directive ${i}, as one line of text.
 */
const char *directives_help(size_t);

/**
 * directives_is(given, name):
 * Is ${given} the directive ${name}? `_` is as good as `-`.
 */
bool directives_is(struct span, const char *);

/**
 * directives_apply(c, file, list):
 * Apply the statements ${list} to ${c}; ${file} is what errors call the place
 * they came from.
 *
 * Returns: 0, or -1, warned, at the first that is wrong.
 */
int directives_apply(struct config *, const char *, const struct directive *);

#endif
