/* SPDX-License-Identifier: ISC */
/* Values that are personal by the name in front of them. */
#ifndef SCRUB_NAMED_H
#define SCRUB_NAMED_H

#include <stdbool.h>

#include "scrub/names.h"

/**
 * named_value(names, name, value, k):
 * Is ${value} personal because it is called ${name}, which is decoded? Its
 * kind is stored in ${k}. A value that says no more than yes, no or nothing
 * (true, off, null) is not, whatever its name; nor is a file's name behind
 * `name`, such as name=photo.jpg.
 */
bool named_value(const struct names *, struct span, struct span, enum kind *);

#endif
