/* SPDX-License-Identifier: ISC */
/*
 * Live segments whose period is over become sealed ones: recompressed into
 * large frames, with a note at the end that says what they hold and for how
 * long it is kept.
 *
 * At every moment exactly one file holds the lines. The steps, each of which
 * the next run can follow where the one before was killed:
 *
 *   1. the live file is unpacked into a hidden one, `.access-...seal.tmp`,
 *      which ends in the seal and is synced; a stale one is thrown away;
 *   2. it is renamed over the live file, if that is still as it was and
 *      nobody has it open: this is when it happens;
 *   3. it is renamed to the first free name of a sealed file. A live name
 *      whose file ends in a seal only needs this step.
 *
 * While it is being read (1) the live file may still be appended to: then
 * the work was in vain, and the next run does it again. Writers are kept out
 * for the two renames alone.
 *
 * What is damaged is never thrown away here. All frames that decode are kept,
 * and the bytes between and behind them are set aside in the sealed file, as they are, in
 * ZFRAME_VOID frames behind a note with their number: decoders pass over
 * them, and they fade when the file does. Parts of appends that failed, which
 * were reported as unwritten at the time, are left out.
 */
#ifndef WRITE_SEAL_H
#define WRITE_SEAL_H

#include <stdatomic.h>
#include <stdint.h>

#include "model/policy.h"

struct seal_info {
	const char *version; /* of this program */
	const struct policy *policy; /* digest, seal_level and keeps */
	const char *stream; /* whose directory it is; "": no vhost's */
	const atomic_bool *stop; /* set: give up soon; NULL: never */
};

struct seal_count {
	unsigned sealed;
	unsigned busy; /* somebody has the file; next time */
	unsigned failed; /* warned */
};

/**
 * seal_run(dirfd, now, info, count):
 * Seal every live segment in ${dirfd} whose period was over a minute before
 * ${now} and which nobody has open. Other processes may do the same.
 *
 * Returns: 0, or -1 with errno set when the directory cannot be read or a
 *          segment could not be sealed (it stays as it is), warned.
 */
int seal_run(int, int64_t, const struct seal_info *, struct seal_count *);

#endif
