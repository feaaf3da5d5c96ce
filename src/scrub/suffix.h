/* SPDX-License-Identifier: ISC */
/* The suffixes of files that are no top-level domains. */
#ifndef SCRUB_SUFFIX_H
#define SCRUB_SUFFIX_H

#include <stdbool.h>

#include "base/span.h"

/**
 * suffix_known(s):
 * Is ${s} such as png or html, in either case?
 */
bool suffix_known(struct span);

/**
 * suffix_isfile(s):
 * Is ${s} a name, a dot and a known suffix?
 */
bool suffix_isfile(struct span);

#endif
