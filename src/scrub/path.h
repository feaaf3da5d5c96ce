/* SPDX-License-Identifier: ISC */
/*
 * Paths: what a detector hits in them, and the values of parameters in them
 * (`;jsessionid=...`, `/email=...`) whose names are in the list.
 */
#ifndef SCRUB_PATH_H
#define SCRUB_PATH_H

#include "scrub/scrub.h"

/**
 * path_put(s, rule, place, in, out):
 * Append what ${rule} leaves of the path ${in}; hits count for ${place}.
 */
void path_put(struct scrub *, const struct rule *, enum place, struct span,
    struct buf *);

/**
 * path_scrub(s, rule, in, out):
 * The action of a field that is a path.
 */
void path_scrub(struct scrub *, const struct rule *, struct span, struct buf *);

#endif
