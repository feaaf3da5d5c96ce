/* SPDX-License-Identifier: ISC */
/*
 * The parameter names that mean personal data, by kind. Read once from the
 * built-in lists (formats/NAME.names) and those of the operator; afterwards
 * immutable, shared by all workers.
 *
 * A line of a list is a `# comment`, a `source` with where the next names
 * come from, or one of these words with names, separated by blanks:
 *
 *	a kind		(model/hit.h) what the values are
 *	harmless	they are no personal data although they may look like it:
 *			a number, a date or the id of a thing, for the most part
 *	not		nothing is known of them, whatever other lines say
 *	qualifier	as the last component of a name it says nothing: what
 *			stands before it counts (email_confirm, phone_value)
 *
 * Names are compared without regard to case, to accents and to `-`, `_`, `.`,
 * `:`, brackets and blanks; numbers at the end are left out where nothing is
 * known of the name with them. How a name is written says where it matches:
 *
 *	name	as a whole or as the last components, where a component starts
 *		after one of these bytes or at a camelCase hump: `email` stands
 *		for user[email], billing_email, customerEmail and email2
 *	*name	the same, and glued to anything before it: useremail
 *	=name	as a whole only; `=_name` where it begins with `_`
 *
 * Of several that match, the one as a whole counts, else the longest. A name
 * of a later list takes the place of the same name in an earlier one.
 */
#ifndef SCRUB_NAMES_H
#define SCRUB_NAMES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "model/hit.h"

enum { NAMES_WORD_MAX = 48, NAMES_LISTS_MAX = 200 };

struct names;

/**
 * names_new(a):
 * No names yet, in ${a}.
 *
 * Returns: NULL when there is no memory.
 */
struct names *names_new(struct arena *);

/**
 * names_builtin(a):
 * The names of the built-in lists, in ${a}.
 *
 * Returns: NULL, warned, when something is wrong with them.
 */
struct names *names_builtin(struct arena *);

/**
 * names_add(names, text, line):
 * Add the list ${text} to ${names}.
 *
 * Returns: NULL, or one line (static) that says what is wrong, with the number
 *          of its line in ${line}; ${names} is of no use then.
 */
const char *names_add(struct names *, struct span, unsigned *);

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
