/* SPDX-License-Identifier: ISC */
/*
 * logfade cat [--from TIME] [--to TIME] [--vhost NAME] DIR: the clean lines
 * that are held, for a log analyser.
 */
#ifndef APP_CMD_CAT_H
#define APP_CMD_CAT_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_cat_run(r, dir):
 * Write the lines that the segments in ${dir} hold to standard output. When
 * nobody reads them any more it ends at once, and all is well.
 *
 * Returns: the exit code.
 */
enum exits cmd_cat_run(struct ready *, const char *);

#endif
