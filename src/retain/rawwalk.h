/* SPDX-License-Identifier: ISC */
/*
 * Which directories a pattern for files leads to: an absolute path whose
 * components may hold `*`, `?` and `[...]` as in glob(7), but for `\`, which is
 * a byte like others. A leading dot has to be written out.
 *
 * What comes before the first component with a wildcard is the operator's, and
 * opened as it is. From there on others may have made what is found: no link
 * is followed, each step is taken from the directory before.
 */
#ifndef RETAIN_RAWWALK_H
#define RETAIN_RAWWALK_H

#include <stdbool.h>

#include "base/span.h"

enum { RAWWALK_PATTERN_MAX = 1024, RAWWALK_DEPTH_MAX = 32 };

/**
 * rawwalk_check(pattern):
 * Is ${pattern} one?
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *rawwalk_check(struct span);

/* What is done with a directory that the pattern leads to. */
struct rawwalk {
	/* It is open as the descriptor, and called as the first string says;
	 * of the files in it those that rawwalk_takes() the second one are
	 * meant. -1 with errno set: it could not be done, and was warned of. */
	int (*dir)(void *, int, const char *, const char *);
	void *arg;
};

/**
 * rawwalk_takes(last, name):
 * Does the file name ${name} match ${last}, the end of a pattern?
 */
bool rawwalk_takes(const char *, const char *);

/**
 * rawwalk_each(pattern, w):
 * Hand each directory that ${pattern} leads to over to ${w}, sorted by name.
 * That there is none is said where no wildcard explains it.
 *
 * Returns: 0, or -1 when one could not be read or w->dir failed, warned.
 */
int rawwalk_each(const char *, const struct rawwalk *);

#endif
