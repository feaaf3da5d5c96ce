/* SPDX-License-Identifier: ISC */
/*
 * Paths: what a detector hits in them, the values of parameters in them
 * (`;jsessionid=...`, `/email=...`) whose names are in the list, and what
 * stands behind a segment that says what it is (`/reset/TOKEN`).
 */
#ifndef SCRUB_PATH_H
#define SCRUB_PATH_H

#include "scrub/text.h"

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

/**
 * path_labels(s, t, from):
 * Add to the hits of ${t}, a path or URL, at offset ${from} or later the ids in
 * place of cookies (`/(S(ID))/`) and the segments behind a label that look like
 * a token, or like personal data in a lone text. A label is a segment with a word of personal.names or one such
 * as `reset` in it; it stands for two segments.
 *
 * Source:  ASP.NET, SessionStateSection.Cookieless.
 */
void path_labels(const struct scrub *, struct text *, size_t);

#endif
