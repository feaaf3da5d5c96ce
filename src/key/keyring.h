/* SPDX-License-Identifier: ISC */
/*
 * The keys of all epochs that can still be had, of one key file, as time goes
 * on.
 *
 * Invariants:
 * - What epoch a line is of is the line's affair; which epochs' keys are gone
 *   is decided by the clock alone, in UTC.
 * - Instances agree, whether they may write the file or not, and whoever of
 *   them steps it first.
 * - Any number of threads may use one keyring; none waits for the disk but the
 *   one that takes a step.
 * - A key that `logfade key new` or, with `epoch never`, `next` makes is used
 *   from the next start on.
 */
#ifndef KEY_KEYRING_H
#define KEY_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

#include "key/crypto.h"
#include "key/keyfile.h"
#include "model/epoch.h"

struct keyring;

/**
 * keyring_open(path, now, why):
 * Load ${path} and take the steps that are due at ${now}, in memory and, where
 * we may write, on disk. That we may not is warned of when it is late: nobody
 * else seems to do it.
 *
 * Units:   ${now}: seconds since 1970-01-01T00:00:00Z.
 * Returns: NULL with one line in ${why}, without ${path}.
 */
struct keyring *keyring_open(const char *, int64_t, char[static KEYFILE_WHY]);

/**
 * keyring_tick(k, now):
 * Time went on: take the steps that are due. Costs nothing when none is. A
 * clock that is more than ten years ahead is warned of once, and not obeyed.
 *
 * Returns: true when a key was forgotten.
 */
bool keyring_tick(struct keyring *, int64_t);

/**
 * keyring_epoch(k, date):
 * The epoch of a line of ${date}, see model/epoch.h. One that lies further
 * ahead than the zones of the Earth explain is of today.
 */
int64_t keyring_epoch(const struct keyring *, int64_t);

/**
 * keyring_key(k, epoch, out):
 * Store the key of ${epoch} in ${out}; wipe it when done.
 *
 * Returns: false when it is gone.
 */
bool keyring_key(struct keyring *, int64_t, uint8_t[static CRYPTO_KEY]);

/**
 * keyring_free(k):
 * Wipe ${k} and give it back. NULL is allowed.
 */
void keyring_free(struct keyring *);

#endif
