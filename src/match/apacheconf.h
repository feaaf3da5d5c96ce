/* SPDX-License-Identifier: ISC */
/*
 * The access logs of Apache 2.4, from its configuration.
 *
 * Lines, words and ${variables} are taken apart as Apache does it. What
 * counts is LogFormat, CustomLog, GlobalLog, TransferLog, Define, UnDefine,
 * ServerRoot, Include and IncludeOptional, in whatever section. Conditions
 * (<IfModule>, <IfDefine> and the like) are not evaluated, both sides are
 * read; a name that a conditional section gives another format is not
 * certain any more, and an error when it is asked for. So is a ${variable}
 * in a format that is neither defined nor in the environment; in the target
 * of a log it may stand for anything. `CLF` is there from the start.
 */
#ifndef MATCH_APACHECONF_H
#define MATCH_APACHECONF_H

#include "match/serverlogs.h"

/**
 * apacheconf_read(logs):
 * Fill ${logs} from its main file. Paths are looked for from ServerRoot on,
 * which is the directory of the main file until it is set.
 *
 * Returns: 0, or -1 with logs->files->why set.
 * Source:  server/util.c, ap_getword_conf() and ap_cfg_getline();
 *          server/core.c, ap_resolve_env(); mod_log_config.c.
 */
int apacheconf_read(struct serverlogs *);

#endif
