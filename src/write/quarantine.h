/* SPDX-License-Identifier: ISC */
/*
 * A directory in which withheld lines stay for a while, as they came, so that
 * an operator can see what was wrong with them. It holds raw personal data:
 * nobody but its owner may look into it, and it is never a part of the output.
 *
 * A day, local time, has one file; each append is one whole zstd frame, written
 * by one write(2). Several processes may append at once.
 *
 * Invariant: nothing here stops the filter. What cannot be written is warned
 * of, once a minute at most, and forgotten; it has been counted before.
 */
#ifndef WRITE_QUARANTINE_H
#define WRITE_QUARANTINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "model/policy.h"

struct quarantine;

/**
 * quarantine_open(how):
 * The quarantine that ${how} names, whose directory is made (0700) when it is
 * not there.
 *
 * Returns: NULL, warned, when it must not be used: others than its owner may
 *          look into it, or it is in the output. One that cannot be made or
 *          written to is warned of, and tried again later.
 */
struct quarantine *quarantine_open(const struct withholding *);

/**
 * quarantine_put(q, lines, now):
 * Append ${lines}, whole ones, to the file of the day that ${now} is of, unless
 * that is full. The directory is the one the path names now; one that was taken
 * away or renamed is made anew, and one that must not be used gets nothing.
 *
 * Returns: whether they are in it.
 */
bool quarantine_put(struct quarantine *, struct span, int64_t);

/**
 * quarantine_close(q):
 * Sync what is open, and give ${q} back. NULL is allowed.
 */
void quarantine_close(struct quarantine *);

#endif
