/* SPDX-License-Identifier: ISC */
/*
 * The access logs of nginx, from its configuration.
 *
 * Words, comments and blocks are taken apart as nginx does it. What counts
 * is every log_format, access_log and include, in whatever block, but not
 * those of stream{}, which has logs of another kind, nor in blocks of data
 * such as map{} and types{}. The Lua code of *_by_lua_block is passed over.
 * `combined` is there from the start.
 */
#ifndef MATCH_NGINXCONF_H
#define MATCH_NGINXCONF_H

#include "match/serverlogs.h"

/**
 * nginxconf_read(logs):
 * Fill ${logs} from its main file. Files that are included are looked for
 * from its directory on.
 *
 * Returns: 0, or -1 with logs->files->why set.
 * Source:  ngx_conf_file.c, ngx_conf_read_token() and ngx_conf_include();
 *          ngx_http_log_module.c.
 */
int nginxconf_read(struct serverlogs *);

#endif
