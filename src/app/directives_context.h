/* SPDX-License-Identifier: ISC */
/*
 * What the files that the table of directives is spread over share.
 */
#ifndef APP_DIRECTIVES_CONTEXT_H
#define APP_DIRECTIVES_CONTEXT_H

#include "app/config.h"
#include "base/directive.h"

/* Where a statement came from, for errors. */
struct context {
	struct config *config;
	const char *file; /* or "--name" */
	const struct directive *at;
};

/**
 * directives_fail(x, what):
 * Warn that the statement of ${x} is wrong, and where it stands.
 *
 * Returns: -1.
 */
int directives_fail(const struct context *, const char *);

#endif
