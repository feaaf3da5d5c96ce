/* SPDX-License-Identifier: ISC */
/*
 * Segments that have outlived their keep are deleted, and nothing else is but
 * the directories of streams that are empty.
 *
 * A file is ours when its name is one that segment_parse() takes, it is a
 * regular file, and it belongs to the owner of the directory, to root or to
 * us; links are not followed, and what else stands in the directory is not
 * even opened. How old it is says retain/age.h.
 *
 * What a hold covers stays. Each deletion is in the ledger before it is made.
 */
#ifndef RETAIN_SWEEP_H
#define RETAIN_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "model/policy.h"

enum sweep_reason {
	SWEEP_YOUNG, /* its time is not over */
	SWEEP_EXPIRED, /* it is, and the file is gone, or would be */
	SWEEP_HELD, /* it is, but a hold covers it */
	SWEEP_STRANGE, /* it is named like ours, but no regular file */
	SWEEP_FOREIGN, /* it belongs to somebody else */
	SWEEP_FAILED /* warned */
};

/* A segment, and what is to become of it. */
struct sweep_item {
	const char *stream; /* the directory it is in; ".": the root */
	const char *name;
	const char *class; /* "": none */
	enum sweep_reason reason;
	/* Not where it is SWEEP_STRANGE or SWEEP_FAILED: */
	int64_t oldest; /* seconds since the epoch */
	struct keep keep;
	int64_t expired; /* the first second at which it is too old */
	const char *hold; /* the name of one that covers it, or NULL */
	uint64_t bytes;
	uint64_t lines;
	bool counted; /* lines is known */
	bool linked; /* the file has other names, which still hold it */
	bool deleted;
	int error; /* 0, or why it failed or is not in the ledger */
};

struct sweep_options {
	int64_t now;
	/* A keep that somebody gave beats what was recorded at sealing. */
	const struct policy *policy;
	bool dry_run;
	bool force; /* the clock is right, whatever it seems */
	bool named; /* warnings name streams: what clients sent, maybe */
	bool all; /* report each item, not only what is expired or held */
	void (*report)(void *, const struct sweep_item *); /* or NULL */
	void *arg;
};

struct sweep_count {
	unsigned deleted; /* or would be */
	unsigned kept;
	unsigned held; /* expired */
	unsigned refused; /* named like ours, but strange or foreign */
	unsigned failed; /* warned */
	uint64_t bytes; /* of the deleted */
	bool stopped; /* nothing was deleted for a reason of its own, warned */
	int64_t last; /* when the sweep before was; INT64_MIN: not known */
};

/**
 * sweep_run(dirfd, options, count):
 * Delete the segments in the root ${dirfd} and in its streams (retain/tree.h)
 * whose oldest event has reached the age that policy_keep() says, or that of
 * the keep in their seal where nobody gave one. A line whose age is exactly
 * that is gone. An error at one file is warned of and does not keep the others.
 * Roots within the root are passed over.
 *
 * What is deleted may still be open for appending: the writer finds out, see
 * dirsink_put(). Who seals is kept away from what is being deleted. Each file
 * is reported after it is gone. So that the names of streams fade too, one that
 * this leaves empty is removed, and one that has been for a day.
 *
 * One stream is listed at a time. All are gone over before anything is deleted.
 *
 * Nothing is deleted when the holds or the ledger cannot be used, where they
 * are those of the directory above, or when the clock seems to have jumped: it
 * is more than 40 days beyond the last sweep, and more than half of the segments
 * of one class of one stream, and more than 45 days of these, would go.
 *
 * Returns: 0, or -1 with errno set when the directory cannot be read, a file
 *          could not be judged or deleted, or nothing was for a reason above.
 */
int sweep_run(int, const struct sweep_options *, struct sweep_count *);

#endif
