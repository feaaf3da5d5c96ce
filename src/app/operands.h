/* SPDX-License-Identifier: ISC */
/*
 * The files that the operands of in-place stand for.
 */
#ifndef APP_OPERANDS_H
#define APP_OPERANDS_H

#include <stdbool.h>

/* What is done with a file. */
struct operands {
	/* A file ${name} in the directory ${dirfd}, said as ${path}; false: stop. */
	bool (*file)(void *, int, const char *, const char *);
	void *arg;
	bool quiet; /* nothing is said of a pattern that nothing matches */
};

/**
 * operands_each(o, operand):
 * Hand each file that ${operand} stands for to o->file: itself; the rotated
 * logs in it, where it is a directory; or, where there is no such file, those
 * that it matches as a pattern of glob(7), of which there may be none.
 *
 * Returns: 0, or -1, warned, when one could not be looked at, or when o->file
 *          said to stop.
 */
int operands_each(const struct operands *, const char *);

#endif
