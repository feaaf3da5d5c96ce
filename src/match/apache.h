/* SPDX-License-Identifier: ISC */
/*
 * Apache's LogFormat strings.
 */
#ifndef MATCH_APACHE_H
#define MATCH_APACHE_H

#include "base/span.h"
#include "match/elements.h"

enum { APACHE_NAME_MAX = 1024 }; /* bytes of a directive */

/**
 * apache_parse(text, es):
 * Take ${text}, the string of a LogFormat directive, apart into ${es}: `%`,
 * modifiers (`!400,501`, `<`, `>`), `{argument}` and a letter (or `^` and
 * two) are a variable; `%%`, `\n`, `\r`, `\t`, `\\` and all else are literal.
 * `%t` comes with its brackets. One with a status may be a `-`.
 *
 * Returns: 0, or -1 with es->why set.
 * Source:  mod_log_config.c, parse_log_item() and parse_log_misc_string().
 */

int apache_parse(struct span, struct elements *);

#endif
