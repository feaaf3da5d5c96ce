/* SPDX-License-Identifier: ISC */
/*
 * logfade check [LOG]: is the set-up right, and what happens to each field of
 * these lines? Shows what would be written, never what was read.
 */
#ifndef APP_CMD_CHECK_H
#define APP_CMD_CHECK_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_check_run(r, path):
 * Load everything; then explain each line of the log ${path} ("-": standard
 * input; NULL: none).
 *
 * Returns: EXITS_OK, EXITS_FOUND when a line would be withheld, or
 *          EXITS_CONFIG.
 */
enum exits cmd_check_run(struct ready *, const char *);

#endif
