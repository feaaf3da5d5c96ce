/* SPDX-License-Identifier: ISC */
/*
 * The detector of e-mail addresses that were written so that no program would
 * find them; see scrub/detect.h for its shape.
 */
#ifndef SCRUB_SPELT_H
#define SCRUB_SPELT_H

#include "scrub/detect.h"

/**
 * spelt_find(text, from, f):
 * A local part, ` at `, `(at)`, `[at]` or the same with `@`, and a domain with
 * dots or ` dot `, `(dot)` and `[dot]` that ends in a top-level domain known
 * from addresses. `+` is a blank. Where blanks alone part it, the local part
 * must begin the text or stand behind a mark, and must be no word that prose
 * has before `at`.
 */
bool spelt_find(struct span, size_t, struct found *);

#endif
