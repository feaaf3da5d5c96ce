/* SPDX-License-Identifier: ISC */
/*
 * What the characters of a value may be, for dialects whose delimiters alone
 * say where it ends. The same as the patterns of match/pattern.c say, which
 * have to find the end as well.
 */
#ifndef MATCH_SHAPE_H
#define MATCH_SHAPE_H

#include <stdbool.h>

#include "base/span.h"
#include "model/format.h"

/**
 * shape_fits(f, value):
 * Is ${value}, all of it, of the shape of ${f}? Of a time it is the spelling
 * that counts: whether the date is one of the calendar is not looked at.
 */
bool shape_fits(const struct field *, struct span);

/**
 * shape_layout(layout, value):
 * Is ${value} spelt as strftime(3) writes it for ${layout}? `%f` is a fraction
 * of a second of 1 to 9 digits.
 *
 * Returns: false for a conversion it does not know, too.
 */
bool shape_layout(struct span, struct span);

/**
 * shape_host(value):
 * May ${value} be an address or a host name, perhaps in brackets, with a port
 * or a zone?
 */
bool shape_host(struct span);

#endif
