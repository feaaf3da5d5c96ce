/* SPDX-License-Identifier: ISC */
/*
 * Files that are no segments and have to go all the same: raw logs, and
 * quarantined lines. Whoever knows what they are says how old; what is due is
 * told, entered into a ledger and deleted here.
 *
 * A directory is worked on through its descriptor. Nothing but regular files
 * is opened, links are not followed, and what was judged is deleted only if
 * its name still stands for it, unchanged.
 */
#ifndef RETAIN_RELIC_H
#define RETAIN_RELIC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "model/period.h"
#include "retain/hold.h"

/* Of a path, written as in JSON: what a line of the ledger has room for. */
enum { RELIC_PATH_MAX = 500 };

enum relic_kind {
	RELIC_RAW, /* a raw log */
	RELIC_CLEAN, /* that in-place made of one */
	RELIC_QUARANTINE
};

enum relic_reason {
	RELIC_YOUNG, /* its time is not over */
	RELIC_EXPIRED, /* it is */
	RELIC_HELD, /* it is, but a hold covers it */
	RELIC_BUSY, /* it is, but somebody may still write to it */
	RELIC_STRANGE, /* it is no regular file */
	RELIC_FOREIGN, /* it belongs to somebody else */
	RELIC_FAILED, /* warned */
	RELIC_NONE /* it is none */
};

struct relic {
	const char *name;
	enum relic_kind kind;
	enum relic_reason reason;
	/* These not where it is RELIC_STRANGE or RELIC_FAILED: */
	int64_t oldest; /* seconds since the epoch */
	int64_t first; /* what it holds happened from here on, */
	int64_t end; /* and before this */
	struct keep keep;
	int64_t expires; /* the first second at which it is too old */
	char hold[HOLD_NAME_MAX + 1]; /* one that covers it, or "" */
	struct stat st; /* as it was when it was judged */
	bool gone; /* deleted, or it would be */
};

struct relic_options {
	int64_t now;
	bool dry_run;
	bool force; /* the clock is right, whatever it seems */
	bool all; /* report each, not only what is expired, held or busy */
	/* The directory of the ledger, and of holds besides those of the files'
	 * own; -1: that one. */
	int ledger;
	/* When the sweep was that came before the one now under way, where that
	 * has entered itself into the ledger; INT64_MIN: not known. */
	int64_t last;
	const atomic_bool *stop; /* true: leave the rest; or NULL */
	/* The string is the path of the directory. Or NULL. */
	void (*report)(void *, const char *, const struct relic *);
	void *arg;
};

/* What relics there are in a directory. */
struct relic_place {
	int fd;
	const char *path;
	enum relic_kind kind; /* of what cannot be judged */
	/* Is a file of this name worth a look? */
	bool (*takes)(void *, const char *);
	/* Set the kind, oldest, first, end and keep of the file that is open,
	 * and expires where that may be earlier than by these.
	 * Returns 1, 0 when it is none, or -1 with errno set. */
	int (*judge)(void *, int, struct relic *);
	void *arg;
	/* Others may be about to write to them. */
	bool shared;
	/* Whoever may put a file there may delete any other file. */
	bool common;
};

struct relic_count {
	unsigned deleted; /* or would be */
	unsigned kept;
	unsigned held; /* expired */
	unsigned busy; /* expired */
	unsigned refused; /* strange or foreign */
	unsigned failed; /* warned */
	uint64_t bytes; /* of the deleted */
	bool stopped; /* nothing was deleted for a reason of its own, warned */
	bool opened; /* the ledger was, and */
	int64_t last; /* when the sweep before was, by what it said then */
};

/**
 * relic_sweep(place, options, count):
 * Delete the relics of ${place} whose oldest event has reached the age of
 * their keep, and add to ${count}. Holds, ledger and the guard against a clock
 * that jumped are as with sweep_run(); what this sweep has entered itself, of
 * other files, does not count as the last one.
 *
 * Returns: 0, or -1 with errno set when one could not be judged or deleted, or
 *          nothing was deleted for a reason of its own; all warned.
 */
int relic_sweep(const struct relic_place *, const struct relic_options *,
    struct relic_count *);

#endif
