/* SPDX-License-Identifier: ISC */
/*
 * zstd frames, made and unpacked: the only user of libzstd. Where the frames
 * of a file are, base/zwalk.h finds out.
 *
 * A file of ours is a row of frames: data frames, with a checksum each, and
 * skippable ones, which every decoder passes over. Of the sixteen skippable
 * magic numbers two are used:
 *
 *     0x184D2A5A  ZFRAME_NOTE  what we say about the file, to ourselves
 *     0x184D2A5D  ZFRAME_VOID  bytes set aside: a write that was cut short,
 *                              or what was damaged
 *
 * Invariant: nothing here believes a length that a file states before it
 * has seen that many bytes.
 *
 * Source: RFC 8878.
 */
#ifndef BASE_ZFRAME_H
#define BASE_ZFRAME_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum {
	ZFRAME_HEADER = 8, /* of a skippable frame: magic and length */
	ZFRAME_WINDOW = 128 /* MiB: what zframe_read() keeps at the most */
};

enum zframe_variant { ZFRAME_NOTE = 0xa, ZFRAME_VOID = 0xd };

/**
 * zframe_emit(arg, bytes):
 * Where bytes go that come piece by piece.
 *
 * Returns: 0 to go on, -1 with errno set to stop.
 */
typedef int zframe_emit(void *, struct span);

/* Makes data frames. */
struct zframe;

/**
 * zframe_new(level):
 * What compresses at ${level} (0: the library's default), with a checksum in
 * each frame.
 *
 * Returns: NULL with errno set when there is no memory.
 */
struct zframe *zframe_new(int);

/**
 * zframe_free(z):
 * Give ${z} back. NULL is allowed.
 */
void zframe_free(struct zframe *);

/**
 * zframe_compress(z, bytes, out):
 * Append ${bytes} to ${out} as one whole frame, which states its size. The
 * same bytes and level always give the same frame.
 *
 * Returns: 0, or -1 with errno set; ${out} is then as it was, or failed.
 */
int zframe_compress(struct zframe *, struct span, struct buf *);

/* Where the output of zframe_stream() goes. */
struct zframe_out {
	zframe_emit *emit;
	void *arg;
};

/**
 * zframe_stream(z, bytes, end, out):
 * Compress ${bytes} into the frame that is open in ${z}, or into a new one;
 * ${end} finishes it.
 *
 * Returns: 0, or -1 with errno set: that frame is lost.
 */
int zframe_stream(struct zframe *, struct span, bool,
    const struct zframe_out *);

/**
 * zframe_skippable(variant, payload, out):
 * Append a skippable frame around ${payload} to ${out}.
 */
void zframe_skippable(enum zframe_variant, struct span, struct buf *);

/**
 * zframe_header(variant, n, header):
 * Write the first bytes of a skippable frame whose payload is ${n} bytes.
 */
void zframe_header(enum zframe_variant, uint32_t,
    uint8_t[static ZFRAME_HEADER]);

/* What stands at [start, end) of a file; base/zwalk.h makes these. */
struct zframe_at {
	enum { ZFRAME_DATA, ZFRAME_SKIP, ZFRAME_DAMAGED } kind;
	int variant; /* ZFRAME_SKIP: 0 to 15 */
	int64_t start;
	int64_t end;
};

/**
 * zframe_payload(fd, at, out):
 * Append the payload of the skippable frame ${at} of ${fd} to ${out}.
 *
 * Returns: 0, or -1 with errno set (EFBIG: ${out} may not hold so much).
 */
int zframe_payload(int, const struct zframe_at *, struct buf *);

/**
 * zframe_decode(fd, at, out):
 * Unpack the data frame ${at} of ${fd} and hand its bytes to ${out}. The
 * checksum comes last: who must not use damaged bytes decodes twice.
 *
 * Returns: 0, or -1 with errno set; EBADMSG says that the frame is damaged.
 */
int zframe_decode(int, const struct zframe_at *, const struct zframe_out *);

/* Unpacks frames, whoever made them, that come piece by piece. */
struct zframe_reader;

/**
 * zframe_reader_new():
 * Returns: NULL with errno set when there is no memory.
 */
struct zframe_reader *zframe_reader_new(void);

/**
 * zframe_reader_free(r):
 * Give ${r} back. NULL is allowed.
 */
void zframe_reader_free(struct zframe_reader *);

/**
 * zframe_read(r, in, out):
 * Take bytes from the start of ${in}, of one frame at most, and append to
 * ${out} what fits in its capacity. What comes out does not depend on how the
 * input is split. A full ${out} means that there may be more.
 *
 * Returns: 1 at the end of a frame, else 0; -1 with errno set: EBADMSG (the
 *          frame is damaged), EFBIG (its window is above ZFRAME_WINDOW),
 *          ENOENT (it wants a dictionary) or ENOMEM.
 */
int zframe_read(struct zframe_reader *, struct span *, struct buf *);

#endif
