/* SPDX-License-Identifier: ISC */
/*
 * The ledger of a directory: which segments were deleted, and when; which
 * holds there were. A file that only grows, each line chained to the one
 * before; beside it, in the head, stand the number and the hash of the last
 * line, so that missing last lines are noticed too.
 *
 * Invariants:
 * - There is one writer at a time: the file is locked from ledger_open() to
 *   ledger_close().
 * - What ledger_add() returned 0 for is on the disk. The head may be behind
 *   after a crash, never ahead.
 */
#ifndef RETAIN_LEDGER_H
#define RETAIN_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "retain/ledgerline.h"

#define LEDGER_NAME ".logfade-ledger"
#define LEDGER_HEAD ".logfade-ledger.head"

struct ledger {
	int dirfd;
	int fd;
	int64_t size;
	struct ledgerline last;
	struct buf tail; /* what it ended in when it was opened */
	bool added;
};

/* What a check of a ledger has found. */
struct ledger_check {
	uint64_t lines; /* that are right, from the first on */
	char hash[LEDGERLINE_HASH + 1]; /* of the last of those */
	uint64_t bad; /* the number of the first line that is not, or 0 */
	const char *why; /* static */
};

/**
 * ledger_open(l, dirfd, now):
 * Open the ledger of ${dirfd}, which is made when it is not there, for adding
 * to it. Another process that has it open is waited for, ten seconds at most.
 * An end that was torn by a crash is cut off. That, and an end that is not the
 * one it should be, is noted in it.
 *
 * Returns: 0, or -1 with errno set (EINVAL, EMLINK, ELOOP: there is something
 *          else of that name).
 */
int ledger_open(struct ledger *, int, int64_t);

/**
 * ledger_has(l, e):
 * Was ${e}, a deletion, begun before, as one of the last few hundred entries?
 */
bool ledger_has(const struct ledger *, const struct ledgerline_entry *);

/**
 * ledger_swept(l):
 * When the last sweep before ledger_open() was; INT64_MIN where none is among
 * the last few hundred entries.
 */
int64_t ledger_swept(const struct ledger *);

/**
 * ledger_add(l, e):
 * Add ${e}, and see it to the disk.
 *
 * Returns: 0, or -1 with errno set, and then the ledger is as it was.
 */
int ledger_add(struct ledger *, const struct ledgerline_entry *);

/**
 * ledger_close(l):
 * Bring the head up to date, and let others in.
 *
 * Returns: 0, or -1 with errno set.
 */
int ledger_close(struct ledger *);

/**
 * ledger_verify(dirfd, c):
 * Check each line of the ledger in ${dirfd}, that they follow each other, and
 * that the last is the one in the head. A directory without either is fine.
 *
 * Returns: 0, 1 when something is wrong, or -1 with errno set.
 */
int ledger_verify(int, struct ledger_check *);

/**
 * ledger_read(dirfd, c, line, arg):
 * The same, and call ${line}(${arg}) with each line that is right, without
 * its newline.
 */
int ledger_read(int, struct ledger_check *, void (*)(void *, struct span),
    void *);

#endif
