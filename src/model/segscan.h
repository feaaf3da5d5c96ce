/* SPDX-License-Identifier: ISC */
/*
 * What the notes in a segment's file add up to, and which segments a
 * directory holds.
 */
#ifndef MODEL_SEGSCAN_H
#define MODEL_SEGSCAN_H

#include <stddef.h>

#include "base/zframe.h"
#include "model/segment.h"
#include "model/segmeta.h"

struct segscan_entry {
	char name[SEGMENT_NAME_MAX];
	struct segment segment;
};

/* Sorted by name. */
struct segscan_list {
	struct segscan_entry *entry;
	size_t n;
};

/**
 * segscan_list(dirfd, list):
 * Which names in the directory ${dirfd} are those of segments. The files
 * themselves are not looked at: they may be anything.
 *
 * Returns: 0, or -1 with errno set; segscan_release() is due in both cases.
 */
int segscan_list(int, struct segscan_list *);

/**
 * segscan_release(list):
 * Give the memory of ${list} back.
 */
void segscan_release(struct segscan_list *);

/**
 * segscan_note(fd, at, m):
 * Read the note that the frame ${at} of ${fd} is.
 *
 * Returns: 1, 0 when it is none, or -1 with errno set.
 */
int segscan_note(int, const struct zframe_at *, struct segmeta *);

/**
 * segscan_seal(fd, m):
 * Read the seal that ends ${fd}.
 *
 * Returns: 1, 0 when there is none, or -1 with errno set.
 */
int segscan_seal(int, struct segmeta *);

/**
 * segscan_appends(fd, m):
 * Add up the notes of all appends in ${fd} that has no seal.
 *
 * Returns: 1; 0 when there are data whose lines no note counts; or -1 with
 *          errno set.
 */
int segscan_appends(int, struct segmeta *);

/**
 * segscan_oldest(p, m):
 * When the oldest line of a segment of the period ${p} was, if ${m} is right
 * about it; the start of ${p} where ${m} is not believable.
 */
int64_t segscan_oldest(const struct period *, const struct segmeta *);

#endif
