/* SPDX-License-Identifier: ISC */
/*
 * The file that holds the key. It holds one: that of the oldest epoch whose
 * pseudonyms can still be made. Those of later epochs are derived from it, one
 * step (HKDF-SHA256) an epoch, so that whoever has the file of one day agrees
 * with everybody else who had it; and once a step was written back, nobody can
 * undo it.
 *
 *	logfade-key 1
 *	epoch day
 *	past 2
 *	from 2026-11-20
 *	key 64 hex digits
 *
 * `past` epochs before the current one are kept for lines that come late.
 * `from` is the first day of the epoch whose key it is; with `epoch never` it
 * is missing, and the key only changes by `logfade key next`.
 *
 * Invariants:
 * - A key file is never written to: a new one takes its place, after it was
 *   synced, and the old one's bytes are overwritten then. Whoever reads it at
 *   any moment reads a whole one.
 * - It never goes back to an earlier epoch, however many write it at once.
 * - No byte of a key is in any message.
 */
#ifndef KEY_KEYFILE_H
#define KEY_KEYFILE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "key/crypto.h"
#include "model/epoch.h"

enum { KEYFILE_MAX = 4096, KEYFILE_PAST_MAX = 1000, KEYFILE_WHY = 200 };

/* To be held in crypto_pages() alone. */
struct keyfile {
	enum epoch_unit unit;
	unsigned past;
	int64_t epoch; /* of key */
	uint8_t key[CRYPTO_KEY];
};

/**
 * keyfile_parse(text, k, why):
 * Read all of ${text}.
 *
 * Returns: 0, or -1 with one line in ${why}, also for a key that is short, all
 *          zero or otherwise no random one.
 */
int keyfile_parse(struct span, struct keyfile *, char[static KEYFILE_WHY]);

/**
 * keyfile_load(path, k, why):
 * The same for the file ${path}, which has to be a regular file of ours or of
 * root's that nobody else may read.
 *
 * Returns: 0, or -1 with one line in ${why}.
 */
int keyfile_load(const char *, struct keyfile *, char[static KEYFILE_WHY]);

/**
 * keyfile_create(path, k, why):
 * Write ${k} to ${path}, mode 0600, durably. There must be no such file yet.
 *
 * Returns: 0, or -1 with one line in ${why}.
 */
int keyfile_create(const char *, const struct keyfile *,
    char[static KEYFILE_WHY]);

/**
 * keyfile_step(k, epoch):
 * Make ${k}, in memory, the key of the later ${epoch}; an earlier one, and the
 * one it is of, leave it as it is.
 *
 * Returns: 0, or -1 when the library fails; ${k} is then wiped.
 */
int keyfile_step(struct keyfile *, int64_t);

/**
 * keyfile_advance(path, k, why):
 * Let a file with ${k} take the place of ${path}, durably, unless that one is
 * of the same epoch or a later one by now. What it was is overwritten.
 *
 * Returns: 0, or -1 with one line in ${why}.
 */
int keyfile_advance(const char *, const struct keyfile *,
    char[static KEYFILE_WHY]);

#endif
