/* SPDX-License-Identifier: ISC */
/*
 * Apache's LogFormat strings.
 */
#ifndef MATCH_APACHE_H
#define MATCH_APACHE_H

#include "base/span.h"
#include "match/elements.h"

/**
 * apache_parse(text, es):
 * Take ${text}, the string of a LogFormat directive, apart into ${es}: `%`,
 * modifiers (`!400,501`, `<`, `>`), `{argument}` and a letter (or `^` and
 * two) are a variable; `%%`, `\n`, `\t` and all else are literal. `%t` comes
 * with its brackets.
 *
 * Returns: 0, or -1 with es->why set.
 * Source:  mod_log_config.c, parse_log_item() and parse_log_misc_string().
 */
int apache_parse(struct span, struct elements *);

#endif
