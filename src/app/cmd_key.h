/* SPDX-License-Identifier: ISC */
/*
 * logfade key new|show|next [FILE]: the key that pseudonyms are made with.
 * Nothing shows it.
 */
#ifndef APP_CMD_KEY_H
#define APP_CMD_KEY_H

#include "app/exits.h"
#include "app/ready.h"

#define CMD_KEY_FILE "/etc/logfade/key"

/**
 * cmd_key_run(r, what, file):
 * Do ${what} with the key in ${file}; NULL: the one of the policy, or else
 * CMD_KEY_FILE. One line, or what there is to know, on standard output.
 *
 * Returns: the exit code; EXITS_FOUND when `show` finds a step that is due.
 */
enum exits cmd_key_run(struct ready *, const char *, const char *);

#endif
