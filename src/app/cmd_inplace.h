/* SPDX-License-Identifier: ISC */
/*
 * logfade in-place FILE...: raw rotated files become clean ones.
 */
#ifndef APP_CMD_INPLACE_H
#define APP_CMD_INPLACE_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_inplace_run(r, operands, n):
 * Clean the files ${operands}[0..${n}): names, directories, which stand for
 * the rotated logs in them, and patterns. What fails does not stop the rest.
 *
 * Returns: the exit code.
 */
enum exits cmd_inplace_run(struct ready *, char *const *, int);

#endif
