/* SPDX-License-Identifier: ISC */
/*
 * A line that the leak check has passed: the only thing the writer takes.
 *
 * The type is opaque here. Its inside stands in model/clean_make.h, which
 * only scrub/leak.c (it makes them) and model/clean.c may include; the lint
 * checks it. So the compiler proves that no byte is written that the leak
 * check has not seen.
 */
#ifndef MODEL_CLEAN_H
#define MODEL_CLEAN_H

#include <stdint.h>

#include "base/span.h"

struct clean;

/**
 * clean_text(c):
 * The bytes to write, line ending included.
 *
 * Shape:   borrowed from ${c}; the leak check's next line ends its life.
 */
struct span clean_text(const struct clean *);

/**
 * clean_time(c):
 * When the event was, as generalised by the policy.
 *
 * Units:   seconds since 1970-01-01T00:00:00Z.
 */
int64_t clean_time(const struct clean *);

#endif
