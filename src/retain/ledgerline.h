/* SPDX-License-Identifier: ISC */
/*
 * One line of the ledger: an object of JSON that is chained to the one before
 * it.
 *
 *     {"n":1,"at":"2026-11-22T10:00:00Z","op":"delete",
 *      "file":"access-2025-09-21.log.zst","oldest":"2025-09-21T00:00:00Z",
 *      "bytes":123,"lines":9,"keep":"14 months",
 *      "expired":"2026-11-21T00:00:00Z","prev":"...","hash":"..."}
 *
 * without the blanks and in one line. The hash is the SHA-256 of the line
 * without its newline and without the member `,"hash":"..."`; prev is the hash
 * of the line before, 64 zeros in the first.
 */
#ifndef RETAIN_LEDGERLINE_H
#define RETAIN_LEDGERLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/period.h"

enum { LEDGERLINE_MAX = 1024, LEDGERLINE_HASH = 64 };

enum ledgerline_op {
	LEDGERLINE_DELETE, /* the deletion of a file was begun */
	LEDGERLINE_SWEEP, /* there was a sweep; at most one a day */
	LEDGERLINE_FORCE, /* one that was told not to mind the clock */
	LEDGERLINE_HOLD,
	LEDGERLINE_RELEASE,
	LEDGERLINE_CUT, /* the torn end of a write was cut off */
	LEDGERLINE_BROKEN /* what stood here before was no longer whole */
};

struct ledgerline_entry {
	enum ledgerline_op op;
	int64_t at;
	/* LEDGERLINE_DELETE: */
	const char *file;
	int64_t oldest;
	int64_t expired;
	struct keep keep;
	uint64_t bytes;
	uint64_t lines;
	bool counted; /* lines is known */
	/* LEDGERLINE_HOLD and LEDGERLINE_RELEASE: */
	const char *name;
	const char *vhost; /* NULL or "": all of them */
	const char *class; /* the same */
	/* LEDGERLINE_CUT: bytes; LEDGERLINE_BROKEN: lines that are missing */
	uint64_t lost;
};

/* What chains a line to others. */
struct ledgerline {
	uint64_t n;
	int64_t at;
	bool broken; /* it is a LEDGERLINE_BROKEN */
	bool swept; /* it is of a sweep */
	char prev[LEDGERLINE_HASH + 1];
	char hash[LEDGERLINE_HASH + 1];
};

/**
 * ledgerline_first(l):
 * Make ${l} what stands before the first line: number 0, with 64 zeros.
 */
void ledgerline_first(struct ledgerline *);

/**
 * ledgerline_write(e, l, out):
 * Append ${e}, with its newline, as the line behind ${l}, which is then that
 * line.
 *
 * Returns: 0, or -1 with errno set and ${l} unchanged.
 */
int ledgerline_write(const struct ledgerline_entry *, struct ledgerline *,
    struct buf *);

/**
 * ledgerline_same(e, out):
 * Append the part of the line of ${e}, a LEDGERLINE_DELETE, by which an entry
 * of the same file is known.
 */
void ledgerline_same(const struct ledgerline_entry *, struct buf *);

/**
 * ledgerline_read(s, l):
 * Read ${s}, a line without its newline, into ${l}.
 *
 * Returns: NULL, or one line (static) that says what is wrong with it.
 */
const char *ledgerline_read(struct span, struct ledgerline *);

/**
 * ledgerline_follows(l, before):
 * Is ${l} the line behind ${before}?
 *
 * Returns: NULL, or one line (static) that says why not.
 */
const char *ledgerline_follows(const struct ledgerline *,
    const struct ledgerline *);

#endif
