/* SPDX-License-Identifier: ISC */
/*
 * logfade ls [--json] DIR: what is held, and until when.
 */
#ifndef APP_CMD_LS_H
#define APP_CMD_LS_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_ls_run(r, dir):
 * List the segments in ${dir}, one line each, and their sum on standard
 * output, or all of that as JSON. When they expire is what a sweep with the
 * same options would go by.
 *
 * Returns: the exit code.
 */
enum exits cmd_ls_run(struct ready *, const char *);

#endif
