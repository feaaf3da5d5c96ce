/* SPDX-License-Identifier: ISC */
/*
 * The part of `logfade sweep` that is about raw logs and the quarantine, and
 * how these are listed.
 */
#ifndef APP_SWEEPRELICS_H
#define APP_SWEEPRELICS_H

#include <stdint.h>

#include "app/exits.h"
#include "app/ready.h"

/**
 * sweeprelics_run(r, last):
 * Sweep and list what the policy of ${r}, which was loaded, names beside its
 * output directory, which must have been swept before; ${last} is when the sweep
 * before that was, INT64_MIN where it is not known.
 */
enum exits sweeprelics_run(struct ready *, int64_t);

#endif
