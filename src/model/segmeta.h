/* SPDX-License-Identifier: ISC */
/*
 * What a segment says about itself: JSON in ZFRAME_NOTE skippable frames,
 * written without blanks, a few hundred bytes at most. The first name is
 * always "logfade"; its value tells the four notes apart.
 *
 *     {"logfade":"append","lines":9,"oldest":"2026-11-21T13:00:00Z",
 *      "newest":"...","withheld":{"unmatched":3}}    before what it counts
 *     {"logfade":"repair","repaired":true,"cut":512} a torn tail was cut off
 *     {"logfade":"damage","damaged":true,"cut":512}  ZFRAME_VOIDs follow
 *     {"logfade":"0.1.0","policy":"0123456789abcdef","lines":9,"oldest":...,
 *      "newest":...,"withheld":{},"cut":0,"keep":"14 months",
 *      "expires":"2028-01-21T13:00:00Z"}             seal, at the very end
 *
 * The seal of a file that was made from one raw file says which one that was,
 * behind the policy:
 *
 *     "raw":"131077 4096 1763812345.000000000"       see write/inplace.h
 *
 * Counts of 0 stand neither in "withheld" nor as "cut" of a seal; without
 * lines there is no "oldest" and no "newest".
 */
#ifndef MODEL_SEGMETA_H
#define MODEL_SEGMETA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "model/period.h"
#include "model/verdict.h"

/* The bytes of a note, and of the frame around it, never are more. */
enum {
	SEGMETA_MAX = 2048,
	SEGMETA_VERSION_MAX = 32,
	SEGMETA_POLICY_MAX = 65,
	SEGMETA_RAW_MAX = 80
};

enum segmeta_kind {
	SEGMETA_APPEND,
	SEGMETA_REPAIR,
	SEGMETA_DAMAGE,
	SEGMETA_SEAL
};

struct segmeta {
	enum segmeta_kind kind;
	uint64_t lines;
	int64_t oldest; /* seconds since the epoch; without lines */
	int64_t newest; /* oldest is INT64_MAX and newest INT64_MIN */
	uint64_t withheld[VERDICT_COUNT]; /* [VERDICT_CLEAN] is not used */
	uint64_t cut; /* bytes that hold no lines any more */
	/* SEGMETA_SEAL alone: */
	char version[SEGMETA_VERSION_MAX];
	char policy[SEGMETA_POLICY_MAX];
	char raw[SEGMETA_RAW_MAX]; /* "": it was not made from one file */
	struct keep keep;
	int64_t expires; /* INT64_MAX: never */
};

/**
 * segmeta_init(m, kind):
 * A note of ${kind} in which all counts are 0.
 */
void segmeta_init(struct segmeta *, enum segmeta_kind);

/**
 * segmeta_write(m, out):
 * Append ${m} as JSON.
 */
void segmeta_write(const struct segmeta *, struct buf *);

/**
 * segmeta_frame(m, out):
 * Append ${m} as the skippable frame that it stands in.
 */
void segmeta_frame(const struct segmeta *, struct buf *);

/**
 * segmeta_read(s, m):
 * Read the JSON ${s}. Names that are not known are passed over where their
 * value is a string, a number, true or false.
 *
 * Returns: false when it is none of ours; ${m} is then unspecified.
 */
bool segmeta_read(struct span, struct segmeta *);

/**
 * segmeta_add(m, more):
 * Add the counts and times of ${more} to ${m}.
 */
void segmeta_add(struct segmeta *, const struct segmeta *);

#endif
