/* SPDX-License-Identifier: ISC */
/*
 * The key of an operator, as text and in memory. There is one: that of the
 * oldest epoch whose pseudonyms can still be made. Those of later epochs are
 * derived from it, one step (HKDF-SHA256) an epoch, so that whoever has the
 * text of one day agrees with everybody else who had it; and nobody can undo a
 * step.
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
 * - There is one text for a key: nothing else is read, nothing else written.
 * - No byte of a key is in any message.
 */
#ifndef KEY_KEYFILE_H
#define KEY_KEYFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "key/crypto.h"
#include "model/epoch.h"

enum {
	KEYFILE_TEXT = 160, /* bytes that hold any text, and a NUL */
	KEYFILE_PAST_MAX = 1000,
	KEYFILE_WHY = 200
};

/* To be held in crypto_pages(), or on the stack and wiped, alone. */
struct keyfile {
	enum epoch_unit unit;
	unsigned past;
	int64_t
	    epoch; /* of key; with EPOCH_NEVER the steps since it was read */
	uint8_t key[CRYPTO_KEY];
};

/**
 * keyfile_parse(text, k, why):
 * Read all of ${text}.
 *
 * Returns: 0, or -1 with one line in ${why}, also for a key that is short, all
 *          zero or otherwise no random one; ${k} is then wiped.
 */
int keyfile_parse(struct span, struct keyfile *, char[static KEYFILE_WHY]);

/**
 * keyfile_write(k, text):
 * Store ${k} in ${text}, as keyfile_parse() reads it; wipe it when done.
 *
 * Returns: how many bytes it has, without a NUL; 0 when ${k} is none that
 *          keyfile_parse() would take.
 */
size_t keyfile_write(const struct keyfile *, char[static KEYFILE_TEXT]);

/**
 * keyfile_due(k, now, epoch, why):
 * Store in ${epoch} the one that ${k} should be of at ${now}: by UTC, `past`
 * before the current one, but never one before its own.
 *
 * Units:   ${now}: seconds since 1970-01-01T00:00:00Z.
 * Returns: 0, or -1 with one line in ${why} when it is more than 3700 days
 *          ahead: the clock is not to be believed.
 */
int keyfile_due(const struct keyfile *, int64_t, int64_t *,
    char[static KEYFILE_WHY]);

/**
 * keyfile_step(k, epoch):
 * Make ${k} the key of the later ${epoch}; an earlier one, and the one it is
 * of, leave it as it is. With EPOCH_NEVER an epoch is a step.
 *
 * Returns: 0, or -1 when the library fails; ${k} is then wiped.
 */
int keyfile_step(struct keyfile *, int64_t);

#endif
