/* SPDX-License-Identifier: ISC */
/*
 * The one table of what a server's variable means: (dialect, name) to class,
 * shape and spelling of time. A variable that is not in it is opaque text,
 * which is redacted.
 *
 * Source: https://nginx.org/en/docs/varindex.html;
 *         https://httpd.apache.org/docs/2.4/mod/mod_log_config.html
 */
#ifndef MATCH_VARS_H
#define MATCH_VARS_H

#include "base/span.h"
#include "model/format.h"

/**
 * vars_find(escape, name, f):
 * Fill in class, shape and time of ${f} for the variable ${name}, without
 * nginx's `$`; Apache's with modifiers taken away: `h`, `{Referer}i`.
 */
void vars_find(enum escape, struct span, struct field *);

#endif
