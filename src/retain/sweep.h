/* SPDX-License-Identifier: ISC */
/*
 * Segments that have outlived their keep are deleted, and nothing else is.
 *
 * A file is ours when its name is one that segment_parse() takes and it is a
 * regular file; links are not followed, and what else stands in the directory
 * is not even opened. How old it is says retain/age.h.
 */
#ifndef RETAIN_SWEEP_H
#define RETAIN_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "model/period.h"

/* A segment that is deleted, or that a dry run would delete. */
struct sweep_gone {
	const char *name;
	int64_t oldest; /* seconds since the epoch */
	int64_t expired; /* the first second at which it was too old */
	uint64_t bytes;
	bool linked; /* the file has other names, which still hold it */
};

struct sweep_options {
	int64_t now;
	struct keep keep;
	bool keep_is_explicit; /* it beats what was recorded at sealing */
	bool dry_run;
	void (*report)(void *, const struct sweep_gone *); /* or NULL */
	void *arg;
};

struct sweep_count {
	unsigned deleted; /* or would be */
	unsigned kept;
	unsigned refused; /* named like ours, but no regular files */
	unsigned failed; /* warned */
	uint64_t bytes; /* of the deleted */
};

/**
 * sweep_run(dirfd, options, count):
 * Delete the segments in ${dirfd} whose oldest event has reached the age of
 * ${options}->keep, or of the keep in their seal where ours is not explicit.
 * A line whose age is exactly that is gone. An error at one file is warned of
 * and does not keep the others.
 *
 * What is deleted may still be open for appending: the writer finds out
 * before its next append. Each file is reported after it is gone.
 *
 * Returns: 0, or -1 with errno set when the directory cannot be read or a
 *          file could not be judged or deleted.
 */
int sweep_run(int, const struct sweep_options *, struct sweep_count *);

#endif
