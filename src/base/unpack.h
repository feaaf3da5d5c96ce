/* SPDX-License-Identifier: ISC */
/*
 * Compressed streams, by what they begin with; gzip and zstd are unpacked as
 * they come. The only user of zlib.
 *
 * A stream is a row of members (gzip) or frames (zstd, some of them
 * skippable), each begun by its magic bytes. Behind the last member of gzip
 * there may be zeros, which fill the block of a tape; anything else there is
 * a fault.
 *
 * Invariants:
 * - What comes out does not depend on how the input is split, also where the
 *   input is damaged: everything before the damage comes out.
 * - Memory is bounded: 32 KiB for gzip, ZFRAME_WINDOW for zstd.
 */
#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/* Of a compression: gzip, zstd, and some that are known but not unpacked. */
struct unpack_kind;

/**
 * unpack_sniff(head, undecided):
 * The compression of a stream that begins with ${head}, or NULL where that is
 * none. ${undecided}: more bytes may turn it into one.
 */
const struct unpack_kind *unpack_sniff(struct span, bool *);

/**
 * unpack_name(kind):
 * What ${kind} is called, such as "gzip".
 */
const char *unpack_name(const struct unpack_kind *);

struct unpack;

/**
 * unpack_new(kind):
 * What unpacks a stream of ${kind} from its first byte on.
 *
 * Returns: NULL with errno set: ENOTSUP (${kind} is not unpacked) or ENOMEM.
 */
struct unpack *unpack_new(const struct unpack_kind *);

/**
 * unpack_free(u):
 * Give ${u} back. NULL is allowed.
 */
void unpack_free(struct unpack *);

/**
 * unpack_step(u, in, out):
 * Take bytes from the start of ${in} and append to ${out} what fits in its
 * capacity, until ${in} is empty or ${out} is full.
 *
 * Returns: 0: all of ${in} was taken and came out. 1: ${out} is full, there
 *          may be more; call again, ${in} may be empty. -1 with errno set:
 *          the stream is over (EBADMSG: unpack_fault() says why).
 */
int unpack_step(struct unpack *, struct span *, struct buf *);

/**
 * unpack_end(u):
 * There is no more input.
 *
 * Returns: 0 when it ended where it may; -1 with errno EBADMSG when it is cut
 *          off.
 */
int unpack_end(struct unpack *);

/**
 * unpack_fault(u):
 * What is wrong with the stream, to be said behind its name, such as "is
 * damaged"; NULL where nothing is.
 */
const char *unpack_fault(const struct unpack *);

#endif
