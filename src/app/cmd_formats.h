/* SPDX-License-Identifier: ISC */
/*
 * logfade formats [NAME]: the formats that are known.
 */
#ifndef APP_CMD_FORMATS_H
#define APP_CMD_FORMATS_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_formats_run(r, name):
 * List all formats, or show the one called ${name} (NULL: all).
 *
 * Returns: the exit code.
 */
enum exits cmd_formats_run(struct ready *, const char *);

#endif
