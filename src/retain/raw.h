/* SPDX-License-Identifier: ISC */
/*
 * Raw logs that were rotated away, and the clean files that in-place made of
 * some, are deleted when they have outlived their keep.
 *
 * A file is a raw log when its name is one that rotated_is(), never one that a
 * server still writes to; it is a clean one when it is called .zst and its
 * seal says that it was made from a raw file. What else matches is left, and
 * counted.
 *
 * A raw log is as old as its oldest event, and never younger than its last
 * change, be it by the time that anybody can set or by the one that nobody
 * can. Whoever can put a file into a directory can also delete it there, so it
 * does not matter whose it is, but where the directory is sticky.
 */
#ifndef RETAIN_RAW_H
#define RETAIN_RAW_H

#include "model/policy.h"
#include "retain/relic.h"

struct raw_rules {
	const struct rawlogs *logs;
	/* For clean files: */
	struct keep keep;
	bool keep_is_explicit; /* it counts where it ends before their seal's */
	/* When the oldest event of the raw log that is open was; false where
	 * that cannot be told. The number is the present. */
	bool (*oldest)(void *, int, int64_t, int64_t *);
	void *arg;
};

/**
 * raw_sweep(rules, options, count):
 * Delete what has outlived its keep wherever the pattern of ${rules} leads to,
 * and add to ${count}. How many files match that are none is warned of where
 * there is somebody to report to.
 *
 * Returns: 0, or -1 when a directory or a file could not be seen to, warned.
 */
int raw_sweep(const struct raw_rules *, const struct relic_options *,
    struct relic_count *);

#endif
