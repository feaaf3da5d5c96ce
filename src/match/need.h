/* SPDX-License-Identifier: ISC */
/*
 * What a line must have to be one of a format, where the dialect itself takes
 * lines with any names: `need time host|remote_addr`. Each argument is a group
 * of names; a line needs one of each group.
 */
#ifndef MATCH_NEED_H
#define MATCH_NEED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { NEED_GROUPS_MAX = 32, NEED_NAMES_MAX = 64 };

struct need {
	size_t ngroups;
	size_t n;
	struct {
		struct span name;
		uint32_t group; /* one bit */
	} name[NEED_NAMES_MAX];
};

/**
 * need_add(need, args, n):
 * Add the groups ${args}[0..${n}), names with `|` between; they are borrowed.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *need_add(struct need *, const struct span *, size_t);

/**
 * need_of(need, name):
 * The groups, one bit each, that ${name} is of. Case makes no difference.
 */
uint32_t need_of(const struct need *, struct span);

/**
 * need_met(need, seen):
 * Is each group among those of ${seen}, which need_of() gave?
 */
bool need_met(const struct need *, uint32_t);

/**
 * need_missing(need, seen):
 * The first group that is not among those of ${seen}, as it was written:
 * NAME|NAME. Empty: none is missing.
 */
struct span need_missing(const struct need *, uint32_t);

#endif
