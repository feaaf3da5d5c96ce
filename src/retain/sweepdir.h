/* SPDX-License-Identifier: ISC */
/*
 * One directory that a sweep goes over: the root, or a stream of it.
 */
#ifndef RETAIN_SWEEPDIR_H
#define RETAIN_SWEEPDIR_H

#include <sys/types.h>

#include "model/segscan.h"
#include "retain/hold.h"
#include "retain/ledger.h"
#include "retain/sweep.h"

/* What goes for all directories of a sweep. */
struct sweepdir_rule {
	const struct sweep_options *options;
	const struct hold_list *holds;
	uid_t owner; /* of the root */
};

struct sweepdir {
	const struct sweepdir_rule *rule;
	int dirfd;
	const char *stream; /* its name, or TREE_ROOT */
	struct segscan_list list;
	struct sweep_item *item; /* one for each in list */
	/* The last class that was asked for, and what it has. */
	const char *class;
	struct kept kept;
};

/**
 * sweepdir_list(d, rule, dirfd, stream):
 * List what is in the directory ${dirfd} of ${stream}.
 *
 * Returns: 0, or -1 with errno set; sweepdir_release() is due in both cases.
 */
int sweepdir_list(struct sweepdir *, const struct sweepdir_rule *, int,
    const char *);

/**
 * sweepdir_release(d):
 * Give the memory of ${d} back.
 */
void sweepdir_release(struct sweepdir *);

/**
 * sweepdir_look(d):
 * Judge each segment of ${d}.
 */
void sweepdir_look(struct sweepdir *);

/**
 * sweepdir_delete(d, ledger):
 * Judge each segment of ${d}, and delete it when it is due.
 *
 * Returns: how many were deleted.
 */
size_t sweepdir_delete(struct sweepdir *, struct ledger *);

/**
 * sweepdir_count(d, reason):
 * Of how many segments of ${d} ${reason} was found.
 */
size_t sweepdir_count(const struct sweepdir *, enum sweep_reason);

/**
 * sweepdir_worth(d):
 * How long the periods are that are due, each counted once; of the class for
 * which that is longest.
 */
int64_t sweepdir_worth(const struct sweepdir *);

/**
 * sweepdir_tell(d, count):
 * Warn of what has to be, report what is to be, and add all to ${count}.
 *
 * Returns: 0, or -1 with errno set when something failed.
 */
int sweepdir_tell(const struct sweepdir *, struct sweep_count *);

#endif
