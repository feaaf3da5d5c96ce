/* SPDX-License-Identifier: ISC */
#include "base/unpack.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

/* Lets zlib take input that it must not write to. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/zframe.h"

enum { MAGIC_MAX = 6, WINDOW_BITS = 15, ONLY_GZIP = 16 };

/* How the members of a stream are unpacked. */
struct codec {
	void *(*make)(void);
	void (*release)(void *);
	/* As zframe_read(). */
	int (*step)(void *, struct span *, struct buf *);
	bool padded; /* zeros may follow the last member */
};

struct unpack_kind {
	const char *name;
	const struct codec *codec; /* NULL: recognised only */
};

struct unpack {
	const struct unpack_kind *kind;
	void *state; /* of the codec */
	enum { AT_MAGIC, AT_MEMBER, AT_PADDING } at;
	char magic[MAGIC_MAX]; /* as much as was seen of it */
	size_t nmagic;
	bool full; /* the codec may hold output back */
	const char *fault;
};

static void *
gzip_make(void)
{
	z_stream *z = calloc(1, sizeof(*z));

	if (z != NULL && inflateInit2(z, WINDOW_BITS + ONLY_GZIP) == Z_OK)
		return (z);
	free(z);
	errno = ENOMEM;
	return (NULL);
}

static void
gzip_release(void *state)
{
	(void)inflateEnd(state);
	free(state);
}

static int
gzip_step(void *state, struct span *in, struct buf *out)
{
	z_stream *z = state;
	const size_t room = out->cap - out->n;
	const uInt nin = in->n < INT_MAX ? (uInt)in->n : INT_MAX;
	const uInt nout = room < INT_MAX ? (uInt)room : INT_MAX;
	int rc;

	z->next_in = (const Bytef *)in->p;
	z->avail_in = nin;
	z->next_out = (Bytef *)out->p + out->n;
	z->avail_out = nout;
	rc = inflate(z, Z_NO_FLUSH);
	*in = span_from(*in, nin - z->avail_in);
	out->n += nout - z->avail_out;
	if (rc == Z_OK || rc == Z_BUF_ERROR)
		return (0);
	if (rc == Z_STREAM_END && inflateReset(z) == Z_OK)
		return (1);
	errno = rc == Z_MEM_ERROR ? ENOMEM : EBADMSG;
	return (-1);
}

static void *
zstd_make(void)
{
	return (zframe_reader_new());
}

static void
zstd_release(void *state)
{
	zframe_reader_free(state);
}

static int
zstd_step(void *state, struct span *in, struct buf *out)
{
	return (zframe_read(state, in, out));
}

static const struct codec codec_gzip = { gzip_make, gzip_release, gzip_step,
	true };
static const struct codec codec_zstd = { zstd_make, zstd_release, zstd_step,
	false };

static const struct unpack_kind kind_gzip = { "gzip", &codec_gzip };
static const struct unpack_kind kind_zstd = { "zstd", &codec_zstd };
static const struct unpack_kind kind_bzip2 = { "bzip2", NULL };
static const struct unpack_kind kind_xz = { "xz", NULL };

/* Source: RFC 1952 2.3.1, RFC 8878 3.1.1 and 3.1.2. */
static const struct {
	const struct unpack_kind *kind;
	struct span magic;
	unsigned char mask; /* of the first byte */
} table[] = {
	{ &kind_gzip, { "\x1f\x8b", 2 }, 0xff },
	{ &kind_zstd, { "\x28\xb5\x2f\xfd", 4 }, 0xff },
	{ &kind_zstd, { "\x50\x2a\x4d\x18", 4 }, 0xf0 },
	{ &kind_bzip2, { "BZh", 3 }, 0xff },
	{ &kind_xz,
	    { "\xfd"
	      "7zXZ",
		5 },
	    0xff },
};

const struct unpack_kind *
unpack_sniff(struct span head, bool *undecided)
{
	*undecided = false;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct span m = table[i].magic;
		const size_t n = head.n < m.n ? head.n : m.n;

		if (n > 0 &&
		    ((head.p[0] & table[i].mask) != (m.p[0] & table[i].mask) ||
			memcmp(head.p + 1, m.p + 1, n - 1) != 0))
			continue;
		if (n == m.n)
			return (table[i].kind);
		*undecided = true;
	}
	return (NULL);
}

const char *
unpack_name(const struct unpack_kind *kind)
{
	return (kind->name);
}

struct unpack *
unpack_new(const struct unpack_kind *kind)
{
	struct unpack *u;

	if (kind->codec == NULL) {
		errno = ENOTSUP;
		return (NULL);
	}
	if ((u = calloc(1, sizeof(*u))) == NULL)
		return (NULL);
	u->kind = kind;
	if ((u->state = kind->codec->make()) == NULL) {
		free(u);
		errno = ENOMEM;
		return (NULL);
	}
	return (u);
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	u->kind->codec->release(u->state);
	free(u);
}

static int
fail(struct unpack *u, const char *fault)
{
	u->fault = fault;
	errno = EBADMSG;
	return (-1);
}

/* Take bytes of a member. */
static int
member(struct unpack *u, struct span *in, struct buf *out)
{
	const int rc = u->kind->codec->step(u->state, in, out);

	u->full = rc == 0 && out->n == out->cap;
	if (rc == 1) {
		u->at = AT_MAGIC;
		u->nmagic = 0;
	}
	if (rc != -1)
		return (0);
	if (errno == ENOMEM)
		return (-1);
	return (fail(u,
	    errno == EFBIG	? "has a window above 128 MiB" :
		errno == ENOENT ? "needs a dictionary" :
				  "is damaged"));
}

/* Take one byte that is of no member yet. */
static int
between(struct unpack *u, struct span *in, struct buf *out)
{
	const char byte = in->p[0];
	const struct unpack_kind *kind;
	struct span magic;
	bool undecided;

	*in = span_from(*in, 1);
	if (byte == '\0' && u->nmagic == 0 && u->kind->codec->padded)
		u->at = AT_PADDING;
	if (u->at == AT_PADDING && byte == '\0')
		return (0);
	u->magic[u->nmagic++] = byte;
	magic = span_make(u->magic, u->nmagic);
	kind = unpack_sniff(magic, &undecided);
	if (u->at == AT_PADDING || (kind != u->kind && !undecided))
		return (fail(u, "is followed by something else"));
	if (kind != u->kind)
		return (0);
	u->at = AT_MEMBER;
	while (magic.n > 0)
		if (member(u, &magic, out) == -1)
			return (-1);
	return (0);
}

int
unpack_step(struct unpack *u, struct span *in, struct buf *out)
{
	while (in->n > 0 || u->full) {
		const int rc = u->at == AT_MEMBER ? member(u, in, out) :
						    between(u, in, out);

		if (rc == -1)
			return (-1);
		if (u->full)
			return (1);
	}
	return (0);
}

int
unpack_end(struct unpack *u)
{
	if (u->at == AT_MEMBER || u->nmagic > 0)
		return (fail(u, "is cut off"));
	return (0);
}

const char *
unpack_fault(const struct unpack *u)
{
	return (u->fault);
}
