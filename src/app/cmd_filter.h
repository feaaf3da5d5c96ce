/* SPDX-License-Identifier: ISC */
/*
 * The filter: standard input to standard output or to a directory.
 */
#ifndef APP_CMD_FILTER_H
#define APP_CMD_FILTER_H

#include "app/exits.h"
#include "app/options.h"
#include "app/ready.h"

/**
 * cmd_filter_run(r):
 * Filter standard input. The options of ${r} are parsed, nothing is loaded.
 *
 * Returns: the exit code.
 */
enum exits cmd_filter_run(struct ready *);

/**
 * cmd_filter_refuse(r, code):
 * The set-up is wrong, which was said: where --on-error discard was given,
 * read standard input to its end and forget it.
 *
 * Returns: ${code}.
 */
enum exits cmd_filter_refuse(const struct ready *, enum exits);

#endif
