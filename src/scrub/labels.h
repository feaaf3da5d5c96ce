/* SPDX-License-Identifier: ISC */
/*
 * Values with a name before them in running text: `user=jan`, `"email": "..."`.
 */
#ifndef SCRUB_LABELS_H
#define SCRUB_LABELS_H

#include "scrub/detect.h"
#include "scrub/names.h"

/**
 * labels_find(names, text, h):
 * Add to ${h} the values in the decoded text ${text} whose names are in the
 * list ${names}. Without quotes a value ends at a blank.
 */
void labels_find(const struct names *, struct span, struct hits *);

#endif
