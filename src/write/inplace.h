/* SPDX-License-Identifier: ISC */
/*
 * A raw file becomes a clean .zst beside it. At every moment the raw file is
 * there, or the clean one is, whole and on the disk. The steps, each of which
 * the next run can follow where the one before was killed:
 *
 *   1. the clean lines go into a hidden file, `.NAME.zst.tmp`, with the owner
 *      of the raw one; a stale one is thrown away;
 *   2. it gets a seal that says which raw file it was made from (inode, size,
 *      time of the last change), mode and time of that file, and is synced;
 *   3. it is renamed to NAME.zst, which must not be there, unless the raw file
 *      changed meanwhile; the directory is synced;
 *   4. the raw file is overwritten where that is wished, and removed. A clean
 *      file whose seal names the raw file beside it only needs this step.
 *
 * Where the kernel gives us a lease on the raw file, which it does when nobody
 * has it open for writing, it is held from the last look at the file until
 * that is gone: who would open it then waits for a moment.
 */
#ifndef WRITE_INPLACE_H
#define WRITE_INPLACE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "model/segmeta.h"

struct inplace {
	int dirfd; /* stays the caller's */
	const char *name; /* of the raw file; borrowed */
	char target[NAME_MAX + 1];
	char tmp[NAME_MAX + 1];
	int raw;
	int out; /* -1: nothing was begun */
	bool published;
	struct stat was; /* of the raw file */
};

enum inplace_step {
	INPLACE_CLEAN, /* there is a raw log to be cleaned */
	INPLACE_REMOVE, /* it was cleaned, and only has to be removed */
	INPLACE_NOTHING, /* there is nothing to do */
	INPLACE_REFUSED /* warned */
};

/**
 * inplace_open(j, dirfd, name):
 * Open the raw file ${name}; inplace_release() is due in any case. An empty
 * file, and one that logfade wrote, is left as it is.
 *
 * Returns: INPLACE_CLEAN, INPLACE_NOTHING or INPLACE_REFUSED.
 */
enum inplace_step inplace_open(struct inplace *, int, const char *);

/**
 * inplace_is_held(j, settle):
 * May somebody still write to the raw file? Where the kernel does not tell:
 * was it written to less than ${settle} seconds ago?
 */
bool inplace_is_held(const struct inplace *, unsigned);

/**
 * inplace_begin(j):
 * See what is to be done, and make the hidden file, j->out.
 *
 * Returns: INPLACE_CLEAN, INPLACE_REMOVE or INPLACE_REFUSED.
 */
enum inplace_step inplace_begin(struct inplace *);

/**
 * inplace_publish(j, seal):
 * All clean lines are in j->out: finish it with ${seal}, in which the raw
 * file is named here, and put it in its place.
 *
 * Returns: 0, or -1, warned: there is no clean file.
 */
int inplace_publish(struct inplace *, struct segmeta *);

/**
 * inplace_remove(j, shred):
 * Remove the raw file, which is overwritten with zeros before where ${shred}.
 *
 * Returns: 0, or -1, warned: it is still there.
 */
int inplace_remove(struct inplace *, bool);

/**
 * inplace_release(j):
 * Give back what ${j} holds; what was begun and not published is thrown away.
 */
void inplace_release(struct inplace *);

#endif
