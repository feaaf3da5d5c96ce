/* SPDX-License-Identifier: ISC */
/*
 * One live segment, open for appending.
 *
 * Locks are flock(2): who appends holds a shared one for as long as the file
 * is open. An exclusive one, never waited for, is held for a moment only: at
 * opening, to see that nobody else has the file and a torn tail is nobody's
 * append in progress; and by who seals, to be sure that nobody appends to
 * what is about to be replaced. On a file system without locks there is
 * neither repair nor sealing, and appends go on.
 */
#ifndef WRITE_SEGFILE_H
#define WRITE_SEGFILE_H

#include <stdbool.h>

#include "base/span.h"
#include "model/segment.h"
#include "write/tails.h"

struct segfile {
	int fd; /* -1: not open */
	bool broken; /* a torn append is in it that could not be undone */
	char name[SEGMENT_NAME_MAX];
};

/**
 * segfile_lock(fd, how):
 * flock(2) without waiting: LOCK_EX, LOCK_SH or LOCK_UN. Changing from one
 * to the other may lose both.
 *
 * Returns: 1, 0 when others hold it, or -1 with errno set (no locks here).
 */
int segfile_lock(int, int);

/**
 * segfile_open(f, dirfd, s, tails):
 * Open the live segment of the period and class of ${s} in ${dirfd}, or create
 * it (0640). A sealed one that was left under the live name gets its own name
 * first. One that ${tails}, which may be NULL, has is not looked at for a torn
 * tail.
 *
 * Returns: 0, or -1 with errno set: ENOENT when ${dirfd} was removed.
 */
int segfile_open(struct segfile *, int, const struct segment *,
    const struct tails *);

/**
 * segfile_append(f, bytes):
 * Append ${bytes}, whole frames, by one write(2). Where the disk takes only
 * a part, that part is undone.
 *
 * Returns: 0, or -1 with errno set: nothing of it will be decoded.
 */
int segfile_append(struct segfile *, struct span);

/**
 * segfile_close(f):
 * Close ${f}, and with it the lock.
 */
void segfile_close(struct segfile *);

/**
 * segfile_publish(dirfd, live, s):
 * Give the sealed file under the name ${live}, that of the live segment
 * ${s}, the first free name of a sealed one. The caller holds its lock.
 *
 * Returns: 0, or -1 with errno set.
 */
int segfile_publish(int, const char *, const struct segment *);

#endif
