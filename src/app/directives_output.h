/* SPDX-License-Identifier: ISC */
/*
 * The directives that say where the output goes, and how: `output` and what
 * stands in its block.
 */
#ifndef APP_DIRECTIVES_OUTPUT_H
#define APP_DIRECTIVES_OUTPUT_H

#include "app/directives_context.h"

/**
 * directives_output_dir(c, dir):
 * Let the output of ${c} be the directory ${dir}, or a stream for each vhost
 * where ${dir} ends in `{vhost}`.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *directives_output_dir(struct config *, struct span);

/**
 * directives_output_rotate(x):
 * `rotate UNIT`. As the next ones: 0, or -1, warned.
 */
int directives_output_rotate(const struct context *);

/**
 * directives_output_level(x):
 * `level N`.
 */
int directives_output_level(const struct context *);

/**
 * directives_output_seal_level(x):
 * `seal_level N`.
 */
int directives_output_seal_level(const struct context *);

/**
 * directives_output_sync(x):
 * `sync WHEN`.
 */
int directives_output_sync(const struct context *);

/**
 * directives_output_streams(x):
 * `streams N`.
 */
int directives_output_streams(const struct context *);

/**
 * directives_output_vhosts(x):
 * `vhosts FILE`, which is read at once.
 */
int directives_output_vhosts(const struct context *);

#endif
