/* SPDX-License-Identifier: ISC */
/*
 * logfade hold add|list|release: what is not to be swept, see retain/hold.h.
 */
#ifndef APP_CMD_HOLD_H
#define APP_CMD_HOLD_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_hold_run(r, operand, n):
 * Do what ${operand}[0] says with the operands behind it, ${n} of them in all.
 * Holds are listed on standard output, one a line.
 *
 * Returns: the exit code; EXITS_FOUND where a hold is there already, or is
 *          not there.
 */
enum exits cmd_hold_run(struct ready *, char *const *, int);

#endif
