/* SPDX-License-Identifier: ISC */
/*
 * Formats out of a server's own configuration: FILE or FILE:NAME, such as
 * /etc/nginx/nginx.conf:main.
 *
 * The first line that starts with a word only one of the servers knows (http,
 * log_format; LogFormat, CustomLog, a section in <>) says whose FILE is. Where
 * there is none, it is nginx's when at least half of its lines end in `;`,
 * `{` or `}`. NAME is that of a format, or the path of an access log; without
 * one, it is the only format in use. The longest FILE that is there counts,
 * so that both may hold a `:`.
 */
#ifndef MATCH_SERVERCONF_H
#define MATCH_SERVERCONF_H

#include "match/formatfile.h"
#include "match/serverfiles.h"

/**
 * serverconf_is(arg):
 * Is ${arg} meant as a file: does it start with `/`, `./` or `../`?
 */
bool serverconf_is(struct span);

/**
 * serverconf_load(a, source, arg, file, why):
 * Read the format that ${arg} means, with the files of ${source}, into
 * ${file}, which is called ${arg} and lives in ${a}. ${why} gets one line,
 * mostly `path:line:column: reason`.
 *
 * Returns: 0, or -1 with ${why} set.
 */
int serverconf_load(struct arena *, const struct serverfiles_source *,
    struct span, struct formatfile *, char[static FORMATFILE_WHY]);

#endif
