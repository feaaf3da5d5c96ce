/* SPDX-License-Identifier: ISC */
/*
 * What a value or a key of a JSON log looks like, one at a time: does it fit
 * the field it is said to be of, and may it stay where nobody said anything.
 */
#ifndef MATCH_JSONVALUE_H
#define MATCH_JSONVALUE_H

#include <stdbool.h>

#include "base/span.h"
#include "model/format.h"

/**
 * jsonvalue_haschecks(f):
 * Does the shape of ${f} leave no room for anything else?
 */
bool jsonvalue_haschecks(const struct field *);

/**
 * jsonvalue_fits(f, value):
 * Has ${value} the shape of ${f}? Always where that has no checks.
 */
bool jsonvalue_fits(const struct field *, struct span);

/**
 * jsonvalue_trim(value):
 * ${value} without brackets around it, which are none of a time.
 */
struct span jsonvalue_trim(struct span);

/**
 * jsonvalue_issmall(number):
 * Does ${number} tell nothing of anybody, whatever it is? It has at most six
 * digits, three of them behind the point: 404 and 0.003, but no telephone
 * number and no coordinate.
 */
bool jsonvalue_issmall(struct span);

/**
 * jsonvalue_isname(key):
 * May ${key}, which has no escape, stay though nobody knows it? It is an
 * identifier of at most 64 bytes, four of them digits.
 */
bool jsonvalue_isname(struct span);

#endif
