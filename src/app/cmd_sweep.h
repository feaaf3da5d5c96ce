/* SPDX-License-Identifier: ISC */
/*
 * logfade sweep [-n] [--json] [--force] [DIR...]: delete what has outlived its
 * keep. logfade sweep --verify [DIR...]: check the ledgers of that.
 */
#ifndef APP_CMD_SWEEP_H
#define APP_CMD_SWEEP_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_sweep_run(r, dirs, n):
 * Sweep the directories ${dirs}[0..${n}), or without any what the policy names:
 * its output directory, raw logs and the quarantine. Or only list what would
 * go, one line a file on standard output; or check the ledgers of directories.
 *
 * Returns: the exit code; EXITS_FOUND when a ledger is not whole.
 */
enum exits cmd_sweep_run(struct ready *, char *const *, int);

#endif
