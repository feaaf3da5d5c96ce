/* SPDX-License-Identifier: ISC */
/*
 * What the functions that apply a directive share.
 */
#ifndef APP_CONTEXT_H
#define APP_CONTEXT_H

#include "app/config.h"
#include "base/directive.h"
#include "base/warn.h"

/* Where a statement came from, for errors. */
struct context {
	struct config *config;
	const char *file; /* or "--name" */
	const struct directive *at;
};

/**
 * context_fail(x, what):
 * Say that the statement ${x} is wrong, and why.
 *
 * Returns: -1.
 */
static inline int
context_fail(const struct context *x, const char *what)
{
	warn_msg("%s:%u:%u: %.*s: %s", x->file, x->at->line, x->at->column,
	    (int)x->at->name.n, x->at->name.p, what);
	return (-1);
}

#endif
