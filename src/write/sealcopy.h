/* SPDX-License-Identifier: ISC */
/*
 * The content of a live segment, recompressed.
 */
#ifndef WRITE_SEALCOPY_H
#define WRITE_SEALCOPY_H

#include "model/segment.h"
#include "model/segmeta.h"
#include "write/seal.h"

/**
 * sealcopy_run(from, to, s, info):
 * Append to ${to} all that the live segment ${s}, open as ${from}, holds, and
 * the seal.
 *
 * Returns: 0, or -1 with errno set; ECANCELED: ${info}->stop was set.
 */
int sealcopy_run(int, int, const struct segment *, const struct seal_info *);

/**
 * sealcopy_note(fd, m):
 * Append ${m} to ${fd}, in the skippable frame that it stands in.
 *
 * Returns: 0, or -1 with errno set.
 */
int sealcopy_note(int, const struct segmeta *);

#endif
