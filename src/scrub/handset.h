/* SPDX-License-Identifier: ISC */
/*
 * Agents of handsets (telephones, tablets, televisions, consoles), and the
 * names of models in them that stand outside of comments, as in
 * `Nokia6230i/2.0` or `Android 12/samsung SM-A125F`.
 */
#ifndef SCRUB_HANDSET_H
#define SCRUB_HANDSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * handset_is(agent):
 * Does ${agent} name a system or a maker of handsets?
 */
bool handset_is(struct span);

/**
 * handset_word(text, at, end):
 * Store in ${end} the offset behind the word that begins at ${at} in ${text}.
 *
 * Returns: the offset from which on the word names a model and goes, ${end}
 *          where it stays as it is.
 */
size_t handset_word(struct span, size_t, size_t *);

#endif
