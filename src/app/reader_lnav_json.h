/* SPDX-License-Identifier: ISC */
/*
 * lnav, where lines are JSON.
 */
#ifndef APP_READER_LNAV_JSON_H
#define APP_READER_LNAV_JSON_H

#include "app/reader.h"

/**
 * reader_lnav_json(file, place, out):
 * Append what stands in lnav's definition of ${file}, behind its title; the
 * fields are those of its sample.
 *
 * Returns: NULL, or one line (static) that says why there is none.
 */
const char *reader_lnav_json(const struct formatfile *, enum geo, struct buf *);

#endif
