/* SPDX-License-Identifier: ISC */
/*
 * The fields of a dialect whose lines name them, in a header or one by one.
 * All that a line may hold has to be in the format's table before the first
 * line is read: so all names of the dialect are, and for others there is one
 * field of each class, called `*` and the class; `*` alone is opaque.
 *
 * Invariant: fields of the same name stand one behind the other. They are one
 * field in the ways that it may be spelt, and known_pick() tells them apart.
 */
#ifndef MATCH_KNOWN_H
#define MATCH_KNOWN_H

#include "match/fields.h"

enum knowndialect { KNOWN_W3C, KNOWN_LTSV };

struct known {
	const struct fields *fields;
	enum knowndialect dialect;
	unsigned other[CLASS_COUNT]; /* the field of a name that is not known */
};

/**
 * known_load(k, fs, dialect):
 * Make ${k} the fields of ${dialect}: those ${fs} has, which the format file
 * declared, and all others of the dialect, which are added.
 *
 * Shape:   ${k} borrows ${fs}.
 * Returns: -1 when there is no room.
 */
int known_load(struct known *, struct fields *, enum knowndialect);

/**
 * known_find(k, name):
 * The first of the fields called ${name}, whatever its case, or the one for
 * names that are not known.
 */
unsigned known_find(const struct known *, struct span);

/**
 * known_pick(k, field, value):
 * The one of the fields called as ${field}, the first of them, that ${value}
 * is spelt like.
 *
 * Returns: FIELDS_NONE when ${value} cannot be a value of it.
 */
int known_pick(const struct known *, unsigned, struct span);

#endif
