/* SPDX-License-Identifier: ISC */
/*
 * Deleting files for good by a ledger: what is asked before any goes, how one
 * goes, and the end of it. Which files these are, and that each still is what
 * was judged, knows the caller.
 */
#ifndef RETAIN_DELETION_H
#define RETAIN_DELETION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "retain/ledger.h"

/* What is about to be done. */
struct deletion_case {
	const char *path; /* of the directory, for warnings; NULL: not said */
	int64_t now;
	int64_t last; /* when the sweep before was; INT64_MIN: not known */
	size_t due; /* so many files */
	size_t total; /* of so many */
	/* Of how much time what is due is, in seconds, where it is most of what
	 * there is; else 0. */
	int64_t worth;
	bool force; /* the clock is right, whatever it seems */
};

/**
 * deletion_ask(l, c):
 * May ${c} be done? Not when the clock seems to have jumped: it is more than
 * 40 days beyond the last sweep, and more than 45 days would go. Force is
 * entered into ${l}.
 *
 * Returns: 0, or -1 with errno set, ECANCELED for the clock; warned.
 */
int deletion_ask(struct ledger *, const struct deletion_case *);

/**
 * deletion_make(l, e, dirfd, name, gone):
 * Enter ${e} into ${l} and delete ${name} in ${dirfd}. What is due must go all
 * the more where the disk is full: then it is deleted first. ${gone} says
 * whether it is deleted; that it is so already is fine.
 *
 * Returns: 0, or -1 with errno set.
 */
int deletion_make(struct ledger *, const struct ledgerline_entry *, int,
    const char *, bool *);

/**
 * deletion_end(l, rc):
 * Close ${l} after what ended in ${rc}, 0 or -1 with errno set.
 *
 * Returns: ${rc} and its errno; or -1 with errno set where that was 0 and the
 *          head of ${l} could not be written, warned.
 */
int deletion_end(struct ledger *, int);

#endif
