/* SPDX-License-Identifier: ISC */
/*
 * Names of raw logs that were rotated away, as logrotate gives them:
 *
 *     access.log.1               a number from 1 to 9999
 *     access.log-20261121        a day
 *     access.log-2026112113      an hour, or seconds since 1970
 *     access.log.1.gz            any of these compressed: .gz, .bz2, .xz
 *
 * Invariant: no name that logfade writes is one, and none that a server writes
 * to unless somebody told it a name of this kind.
 */
#ifndef MODEL_ROTATED_H
#define MODEL_ROTATED_H

#include <stdbool.h>

#include "base/span.h"

/**
 * rotated_is(name):
 * Is the file name ${name} that of a rotated log?
 */
bool rotated_is(struct span);

/**
 * rotated_plain(name):
 * The file name ${name} without the .gz of a compressed file.
 *
 * Shape:   borrowed from ${name}.
 */
struct span rotated_plain(struct span);

#endif
