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
 * Is ${value}, all of it, of the shape of ${f}?
 */
bool shape_fits(const struct field *, struct span);

/**
 * shape_time(f, value):
 * Is ${value} a time, spelt as ${f} says, and of the calendar? A layout must
 * be compiled, see fields_compile().
 */
bool shape_time(const struct field *, struct span);

/**
 * shape_host(value):
 * May ${value} be an address or a host name, perhaps in brackets, with a port
 * or a zone?
 */
bool shape_host(struct span);

#endif
