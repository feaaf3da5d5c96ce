/* SPDX-License-Identifier: ISC */
/*
 * logfade sweep [-n] DIR...: delete what has outlived its keep.
 */
#ifndef APP_CMD_SWEEP_H
#define APP_CMD_SWEEP_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_sweep_run(r, dirs, n):
 * Sweep the directories ${dirs}[0..${n}), or only list what would go, one
 * line a file on standard output.
 *
 * Returns: the exit code.
 */
enum exits cmd_sweep_run(struct ready *, char *const *, int);

#endif
