/* SPDX-License-Identifier: ISC */
/*
 * Apache's LogFormat strings.
 *
 * Quotes have two levels. Apache's configuration takes `\"` and `\\` of a
 * quoted argument apart, which base/directive.h does alike; what is left comes
 * here and is taken apart once more: `\\`, `\n`, `\r` and `\t` mean what they
 * say, any other backslash is written into the log as it is.
 */
#ifndef MATCH_APACHE_H
#define MATCH_APACHE_H

#include "base/span.h"
#include "match/elements.h"

/**
 * apache_parse(text, es):
 * Take ${text}, the string of a LogFormat directive, apart into ${es}. A `%`,
 * then modifiers (`!`, `<`, `>`, `,`, status codes) and `{argument}` in any
 * order, then a letter, or `^` and two, are a variable; of several arguments
 * the last counts. `%%` directly is a `%`. A time in Apache's own form comes
 * with its brackets; one under a condition on the status is opaque, since it
 * may be a mere `-`.
 *
 * Returns: 0, or -1 with es->why set.
 * Source:  mod_log_config.c of 2.4, parse_log_item(), parse_log_misc_string();
 *          ap_getword() for an argument that ends in several `}`.
 */
int apache_parse(struct span, struct elements *);

#endif
