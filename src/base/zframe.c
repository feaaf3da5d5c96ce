/* SPDX-License-Identifier: ISC */
#include "base/zframe.h"

#include <errno.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/file.h"

enum {
	STREAM_SIZE = 128 * 1024,
	INPUT_SIZE = 64 * 1024,
	WINDOW_LOG = 27, /* ZFRAME_WINDOW MiB */
	HEADER_MAX = 18, /* bytes before the first block: RFC 8878 3.1.1.1 */
	BLOCK_HEADER = 3
};

struct zframe {
	ZSTD_CCtx *cctx;
	char *stream; /* STREAM_SIZE bytes, from the first zframe_stream() on */
};

static bool
set(ZSTD_CCtx *c, ZSTD_cParameter what, int value)
{
	return (!ZSTD_isError(ZSTD_CCtx_setParameter(c, what, value)));
}

struct zframe *
zframe_new(int level)
{
	struct zframe *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return (NULL);
	z->cctx = ZSTD_createCCtx();
	if (z->cctx == NULL || !set(z->cctx, ZSTD_c_compressionLevel, level) ||
	    !set(z->cctx, ZSTD_c_checksumFlag, 1) ||
	    !set(z->cctx, ZSTD_c_contentSizeFlag, 1)) {
		zframe_free(z);
		errno = ENOMEM;
		return (NULL);
	}
	return (z);
}

void
zframe_free(struct zframe *z)
{
	if (z == NULL)
		return;
	(void)ZSTD_freeCCtx(z->cctx);
	free(z->stream);
	free(z);
}

int
zframe_compress(struct zframe *z, struct span bytes, struct buf *out)
{
	const size_t room = ZSTD_compressBound(bytes.n);
	size_t n;

	if (ZSTD_isError(room) || !buf_reserve(out, room)) {
		errno = ENOMEM;
		return (-1);
	}
	n = ZSTD_compress2(z->cctx, out->p + out->n, room, bytes.p, bytes.n);
	if (ZSTD_isError(n)) {
		errno = ENOMEM;
		return (-1);
	}
	out->n += n;
	return (0);
}

/* One step of zframe_stream(): how much is left to do, or -1. */
static int
stream_step(struct zframe *z, ZSTD_inBuffer *in, ZSTD_EndDirective how,
    const struct zframe_out *out)
{
	ZSTD_outBuffer o = { z->stream, STREAM_SIZE, 0 };
	const size_t left = ZSTD_compressStream2(z->cctx, &o, in, how);

	if (ZSTD_isError(left)) {
		errno = ENOMEM;
		return (-1);
	}
	if (o.pos > 0 && out->emit(out->arg, span_make(z->stream, o.pos)) == -1)
		return (-1);
	return (how == ZSTD_e_end ? left > 0 : in->pos < in->size);
}

int
zframe_stream(struct zframe *z, struct span bytes, bool end,
    const struct zframe_out *out)
{
	ZSTD_inBuffer in = { bytes.p, bytes.n, 0 };
	int more;

	if (z->stream == NULL && (z->stream = malloc(STREAM_SIZE)) == NULL)
		return (-1);
	do {
		more = stream_step(z, &in, end ? ZSTD_e_end : ZSTD_e_continue,
		    out);
	} while (more > 0);
	if (more == -1)
		(void)ZSTD_CCtx_reset(z->cctx, ZSTD_reset_session_only);
	return (more);
}

static void
put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void
zframe_header(enum zframe_variant variant, uint32_t n,
    uint8_t header[static ZFRAME_HEADER])
{
	put32(header, ZSTD_MAGIC_SKIPPABLE_START + (uint32_t)variant);
	put32(header + 4, n);
}

void
zframe_skippable(enum zframe_variant variant, struct span payload,
    struct buf *out)
{
	uint8_t header[ZFRAME_HEADER];

	if (payload.n > UINT32_MAX) {
		out->failed = true;
		return;
	}
	zframe_header(variant, (uint32_t)payload.n, header);
	buf_add(out, (const char *)header, sizeof(header));
	buf_addspan(out, payload);
}

int
zframe_payload(int fd, const struct zframe_at *at, struct buf *out)
{
	const size_t n = (size_t)(at->end - at->start - ZFRAME_HEADER);
	ssize_t r;

	if (!buf_reserve(out, n)) {
		errno = EFBIG;
		return (-1);
	}
	if (n == 0)
		return (0);
	r = file_pread(fd, out->p + out->n, n, at->start + ZFRAME_HEADER);
	if (r == -1)
		return (-1);
	if ((size_t)r < n) {
		errno = EBADMSG;
		return (-1);
	}
	out->n += n;
	return (0);
}

/* A data frame on its way out of a file. */
struct decoding {
	ZSTD_DCtx *dctx;
	const struct zframe_out *out;
	size_t left; /* what the decoder still wants: 0 at the frame's end */
	char input[INPUT_SIZE];
	char output[STREAM_SIZE];
};

/* Decode the ${n} bytes of input. */
static int
decode_input(struct decoding *d, size_t n)
{
	ZSTD_inBuffer in = { d->input, n, 0 };
	ZSTD_outBuffer o;

	do {
		o = (ZSTD_outBuffer){ d->output, sizeof(d->output), 0 };
		d->left = ZSTD_decompressStream(d->dctx, &o, &in);
		if (ZSTD_isError(d->left) || (d->left == 0 && in.pos < n)) {
			errno = EBADMSG;
			return (-1);
		}
		if (o.pos > 0 &&
		    d->out->emit(d->out->arg, span_make(d->output, o.pos)) ==
			-1)
			return (-1);
	} while (in.pos < n || (d->left > 0 && o.pos == o.size));
	return (0);
}

static int
decode(struct decoding *d, int fd, const struct zframe_at *at)
{
	int64_t pos = at->start;

	d->left = 1;
	while (pos < at->end) {
		const size_t want = at->end - pos < INPUT_SIZE ?
		    (size_t)(at->end - pos) :
		    INPUT_SIZE;
		const ssize_t r = file_pread(fd, d->input, want, pos);

		if (r == -1)
			return (-1);
		if (r == 0)
			break;
		if (decode_input(d, (size_t)r) == -1)
			return (-1);
		pos += r;
	}
	if (d->left == 0 && pos == at->end)
		return (0);
	errno = EBADMSG;
	return (-1);
}

int
zframe_decode(int fd, const struct zframe_at *at, const struct zframe_out *out)
{
	struct decoding *d = malloc(sizeof(*d));
	int rc = -1, e;

	if (d == NULL)
		return (-1);
	d->out = out;
	d->dctx = ZSTD_createDCtx();
	if (d->dctx == NULL)
		errno = ENOMEM;
	else
		rc = decode(d, fd, at);
	e = errno;
	(void)ZSTD_freeDCtx(d->dctx);
	free(d);
	errno = e;
	return (rc);
}

struct zframe_reader {
	ZSTD_DCtx *dctx;
	size_t header; /* bytes taken one by one at the start of a frame */
	size_t wanted; /* by libzstd, when it was last called */
	bool full; /* it may hold output back */
};

struct zframe_reader *
zframe_reader_new(void)
{
	struct zframe_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return (NULL);
	r->dctx = ZSTD_createDCtx();
	if (r->dctx == NULL ||
	    ZSTD_isError(ZSTD_DCtx_setParameter(r->dctx, ZSTD_d_windowLogMax,
		WINDOW_LOG))) {
		zframe_reader_free(r);
		errno = ENOMEM;
		return (NULL);
	}
	return (r);
}

void
zframe_reader_free(struct zframe_reader *r)
{
	if (r == NULL)
		return;
	(void)ZSTD_freeDCtx(r->dctx);
	free(r);
}

static int
reader_errno(size_t code)
{
	switch (ZSTD_getErrorCode(code)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return (EFBIG);
	case ZSTD_error_dictionary_wrong:
		return (ENOENT);
	case ZSTD_error_memory_allocation:
		return (ENOMEM);
	default:
		return (EBADMSG);
	}
}

/*
 * How much of ${in} to hand over. When libzstd finds damage it gives back
 * nothing of what that call unpacked, so no call may reach beyond the header,
 * the block or the checksum it is in. What it says it wants may be more by the
 * header of the next block. The first bytes go one by one, for it unpacks in
 * one call a frame that seems to be there as a whole.
 */
static size_t
portion(const struct zframe_reader *r, struct span in)
{
	size_t most = 1;

	if (r->full)
		return (0);
	if (r->header >= HEADER_MAX && r->wanted > BLOCK_HEADER)
		most = r->wanted - BLOCK_HEADER;
	return (in.n < most ? in.n : most);
}

int
zframe_read(struct zframe_reader *r, struct span *in, struct buf *out)
{
	ZSTD_inBuffer i = { in->p, portion(r, *in), 0 };
	ZSTD_outBuffer o = { out->p, out->cap, out->n };

	r->wanted = ZSTD_decompressStream(r->dctx, &o, &i);
	if (ZSTD_isError(r->wanted)) {
		errno = reader_errno(r->wanted);
		return (-1);
	}
	*in = span_from(*in, i.pos);
	out->n = o.pos;
	r->full = o.pos == o.size;
	if (r->header < HEADER_MAX)
		r->header += i.pos;
	if (r->wanted > 0)
		return (0);
	r->header = 0;
	r->full = false;
	return (1);
}
