/* SPDX-License-Identifier: ISC */
/*
 * The parameter names that mean personal data, by kind. Read once from
 * formats/personal.names; afterwards immutable, shared by all workers.
 *
 * A line of the text is a `# comment`, a `source` with where the next names
 * come from, or a kind (model/hit.h) or `harmless` with names, separated by
 * blanks. Harmless names say that a value is no personal data although it may
 * look like it: a number, for the most part.
 *
 * A name matches without regard to case and to `-`, `_`, `.`, `:`, brackets
 * and blanks; as a whole or by its last components, where a component starts
 * after one of these bytes or at a camelCase hump: `email` stands for
 * `user[email]`, `billing_email`, `customerEmail`, `email2` and `E-Mail` too.
 * A name written as `=name` matches as a whole only.
 */
#ifndef SCRUB_NAMES_H
#define SCRUB_NAMES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "model/hit.h"

enum { NAMES_WORD_MAX = 48 };

struct names;

/**
 * names_load(a, text, names):
 * Read the list ${text} into ${names}, which lives in ${a}.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *names_load(struct arena *, struct span, const struct names **);

/**
 * names_find(names, name, k):
 * Does ${name} (decoded) mean personal data? Its kind is stored in ${k}.
 *
 * Returns: false when it does not; ${k} is untouched.
 */
bool names_find(const struct names *, struct span, enum kind *);

/**
 * names_harmless(names, name):
 * Does ${name} (decoded) say that its value is harmless?
 */
bool names_harmless(const struct names *, struct span);

#endif
