/* SPDX-License-Identifier: ISC */
/*
 * The file that a key is in.
 *
 * Invariants:
 * - It is never written to: a new one takes its place, after it was synced,
 *   and the old one's bytes are overwritten then. Whoever reads it at any
 *   moment, killed writers or not, reads a whole one.
 * - It never goes back to an earlier epoch, however many write it at once, and
 *   never becomes a key that it does not lead to.
 * - It is a regular file of ours or of root's that nobody else may read.
 */
#ifndef KEY_KEYSTORE_H
#define KEY_KEYSTORE_H

#include "key/keyfile.h"

enum { KEYSTORE_MAX = 4096 }; /* bytes */

/**
 * keystore_load(path, k, why):
 * Read the file ${path}. Those of $CREDENTIALS_DIRECTORY may be readable for
 * their group, as systemd(1) makes them.
 *
 * Returns: 0, or -1 with one line in ${why}, without ${path}, and ${k} wiped.
 */
int keystore_load(const char *, struct keyfile *, char[static KEYFILE_WHY]);

/**
 * keystore_create(path, k, why):
 * Write ${k} to ${path}, mode 0600, durably. There must be no such file yet.
 *
 * Returns: 0, or -1 with one line in ${why}, without ${path}.
 */
int keystore_create(const char *, const struct keyfile *,
    char[static KEYFILE_WHY]);

/**
 * keystore_advance(path, k, why):
 * Let a file with ${k} take the place of ${path}, durably, unless that one is
 * of the same epoch or a later one by now. What it was is overwritten.
 *
 * Returns: 0, or -1 with one line in ${why}, without ${path}, also when no
 *          steps lead from what is there to ${k}.
 */
int keystore_advance(const char *, const struct keyfile *,
    char[static KEYFILE_WHY]);

#endif
