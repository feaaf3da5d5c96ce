/* SPDX-License-Identifier: ISC */
/*
 * Where finished batches go: standard output or a directory of segments.
 *
 * A directory's segments are opened at the first line that belongs to them,
 * O_APPEND, and each part is appended by one write(2): the file decodes at
 * every instant and several processes may append to it at once. A writer
 * holds a shared flock on the live segment for as long as it has it open, so
 * that the one who seals (exclusive, non-blocking) leaves it alone.
 *
 * An append is in the page cache when it is done: kill -9 costs nothing of
 * it, a power cut may. Files are synced when they are closed, unless the
 * output says otherwise. A directory that was removed is made again, and one
 * that took its place is written to. A write that
 * went past a file size limit raises SIGXFSZ, one to a closed pipe SIGPIPE:
 * who wants to see their errors here ignores those signals.
 */
#ifndef WRITE_SINK_H
#define WRITE_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "model/policy.h"
#include "write/batch.h"

struct sink;

/**
 * sink_open(output):
 * A sink for ${output}, which must outlive it. The directory is created (0750, and its missing
 * parents) when it is not there, and must be writable; no file is opened yet.
 *
 * Returns: NULL with errno set, warned.
 */
struct sink *sink_open(const struct output *);

/**
 * sink_stream(fd, frames):
 * A sink for one stream of lines, or of zstd ${frames}, to ${fd}, which stays
 * the caller's.
 *
 * Returns: NULL with errno set, warned.
 */
struct sink *sink_stream(int, bool);

/**
 * sink_put(s, b):
 * Append every part of the finished batch ${b}.
 *
 * Returns: the number of lines that could not be written: 0, or more with
 *          errno set, warned (at most once a minute). No torn frame is left;
 *          on standard output the rest of a torn line or frame comes first
 *          when writing succeeds again, though its lines are counted here.
 */
uint64_t sink_put(struct sink *, const struct batch *);

/**
 * sink_lost_first(s):
 * Is the first part of the last batch, with its note, among what could not be
 * written?
 */
bool sink_lost_first(const struct sink *);

/* How far sink_put_until() came. */
struct sink_stop {
	size_t part; /* that could not be written */
	size_t lines; /* of it that are out, from its first on */
	uint64_t written; /* lines in all */
};

/**
 * sink_put_until(s, b, at):
 * Append the parts of the finished batch ${b} in their order, and nothing
 * behind the first write that fails.
 *
 * Returns: the number of lines that are not out: 0, or more with errno set and
 *          ${at} filled in, and nothing warned. Nothing is to be put any more.
 */
uint64_t sink_put_until(struct sink *, const struct batch *,
    struct sink_stop *);

/**
 * sink_tidy(s, now):
 * Close segments that ${now} needs no longer: their period is over and
 * nothing was written to them for five minutes.
 *
 * Units:   ${now} in seconds since the epoch.
 */
void sink_tidy(struct sink *, int64_t);

/**
 * sink_dirfd(s):
 * The descriptor of the output directory, for who seals and sweeps; it stays
 * the sink's. -1 for standard output.
 */
int sink_dirfd(const struct sink *);

/**
 * sink_close(s):
 * Close all. Plain standard output is not synced; files are.
 *
 * Returns: 0, or -1 with errno set, warned, when a write came to light as
 *          failed only now.
 */
int sink_close(struct sink *);

#endif
