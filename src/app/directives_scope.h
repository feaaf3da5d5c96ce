/* SPDX-License-Identifier: ISC */
/*
 * The directives `vhost NAME { ... }` and `class NAME { ... }`, which stand in
 * the file alone: as options these names mean something else.
 */
#ifndef APP_DIRECTIVES_SCOPE_H
#define APP_DIRECTIVES_SCOPE_H

#include <stdbool.h>

#include "app/directives_context.h"

/**
 * directives_scope_is(name):
 * Is ${name} one of the two?
 */
bool directives_scope_is(struct span);

/**
 * directives_scope(x):
 * Apply the statement ${x}, which is one of the two.
 *
 * Returns: 0, or -1, warned.
 */
int directives_scope(const struct context *);

/**
 * directives_scope_finish(c):
 * All of the file and the options were applied to ${c}: make its policy's
 * scopes what they are to be.
 *
 * Returns: 0, or -1, warned: a vhost is there twice, no memory.
 */
int directives_scope_finish(struct config *);

#endif
