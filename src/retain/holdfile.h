/* SPDX-License-Identifier: ISC */
/*
 * The file of the holds of a directory, replaced as a whole. Who changes it has
 * the ledger open, as a sweep has while it deletes: a hold that was added is in
 * force.
 */
#ifndef RETAIN_HOLDFILE_H
#define RETAIN_HOLDFILE_H

#include "retain/hold.h"

#define HOLDFILE_NAME ".logfade-holds"

/**
 * holdfile_load(dirfd, list):
 * Read the holds of ${dirfd}; without the file there are none.
 *
 * Returns: 0, or -1, warned: nothing may be deleted then.
 */
int holdfile_load(int, struct hold_list *);

/**
 * holdfile_add(dirfd, h, now):
 * Add ${h}, and enter it into the ledger.
 *
 * Returns: 0, 1 when there is one of that name or there are too many, or -1,
 *          all warned.
 */
int holdfile_add(int, const struct hold *, int64_t);

/**
 * holdfile_release(dirfd, name, now):
 * Take the hold ${name} away, and enter that into the ledger.
 *
 * Returns: 0, 1 when there is none, or -1, all warned.
 */
int holdfile_release(int, struct span, int64_t);

#endif
