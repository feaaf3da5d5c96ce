/* SPDX-License-Identifier: ISC */
/*
 * nginx's log_format strings.
 */
#ifndef MATCH_NGINX_H
#define MATCH_NGINX_H

#include "base/span.h"
#include "match/elements.h"

/**
 * nginx_parse(text, es):
 * Take ${text}, the strings of a log_format directive joined together, apart
 * into ${es}: `$name` and `${name}` are variables, all else is literal.
 *
 * Returns: 0, or -1 with es->why set.
 * Source:  ngx_http_log_module, ngx_http_log_compile_format().
 */
int nginx_parse(struct span, struct elements *);

#endif
