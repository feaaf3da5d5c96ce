/* SPDX-License-Identifier: ISC */
/*
 * logfade formats [--for READER] [NAME]: the formats that are known, and how
 * others read them.
 */
#ifndef APP_CMD_FORMATS_H
#define APP_CMD_FORMATS_H

#include "app/exits.h"
#include "app/ready.h"

/**
 * cmd_formats_run(r, name):
 * List all formats, or show the one called ${name} (NULL: all). Where the
 * options name a reader, show how that reads it.
 *
 * Returns: the exit code.
 */
enum exits cmd_formats_run(struct ready *, const char *);

#endif
