/* SPDX-License-Identifier: ISC */
/* Character references of HTML, as far as they stand for ASCII. */
#ifndef SCRUB_ENTITY_H
#define SCRUB_ENTITY_H

#include <stddef.h>

#include "base/span.h"

/**
 * entity_read(s, c):
 * Store in ${c} the character that `&` and the start of ${s}, which is behind
 * the `&`, stand for. Numbers need no semicolon, names do: `&amp` may be a
 * parameter.
 *
 * Returns: the bytes that were read, 0 when this is no reference.
 * Source:  HTML Living Standard, sections 13.2.5.72 and 13.5.
 */
size_t entity_read(struct span, unsigned *);

/**
 * entity_hides(s):
 * Is the start of ${s}, which is behind a `&`, a reference to anything but a
 * `&`, however often its own `&` was written as `&amp;`? Then this `&` parts
 * no parameters.
 *
 * Returns: the bytes that were read, or 0.
 */
size_t entity_hides(struct span);

#endif
