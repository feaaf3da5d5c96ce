/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>

#include "base/zframe.h"
#include "base/zwalk.h"

/* Compressible and yet different everywhere, so that frames are damaged by
 * any change and have several blocks. */
static void
fill(struct buf *b, size_t n, unsigned seed)
{
	while (b->n < n) {
		seed = seed * 1103515245 + 12345;
		buf_addf(b, "192.0.%u.%u - - \"GET /%u\"\n", seed >> 24,
		    seed >> 16 & 255, seed >> 8);
	}
}

static int
collect(void *arg, struct span s)
{
	buf_addspan(arg, s);
	return (0);
}

static int
refuse(void *arg, struct span s)
{
	(void)arg;
	(void)s;
	errno = ECANCELED;
	return (-1);
}

struct file {
	struct scratch dir;
	struct zframe *z;
	struct buf raw; /* what went in */
	struct buf bytes; /* of the file */
	int fd;
};

static void
file_make(struct file *f)
{
	scratch_make(&f->dir);
	f->z = zframe_new(3);
	cr_assert(f->z != NULL);
	buf_init(&f->raw, 1 << 26);
	buf_init(&f->bytes, 1 << 26);
	f->fd = -1;
}

static void
file_add(struct file *f, size_t n, unsigned seed)
{
	struct buf one;

	buf_init(&one, 1 << 26);
	fill(&one, n, seed);
	buf_addspan(&f->raw, buf_span(&one));
	cr_assert(zframe_compress(f->z, buf_span(&one), &f->bytes) == 0);
	buf_release(&one);
}

static void
file_store(struct file *f, struct span bytes)
{
	if (f->fd != -1)
		close(f->fd);
	scratch_put(&f->dir, "file", bytes.p, bytes.n);
	f->fd = openat(f->dir.fd, "file", O_RDONLY);
	cr_assert(f->fd != -1);
}

static void
file_remove(struct file *f)
{
	close(f->fd);
	zframe_free(f->z);
	buf_release(&f->raw);
	buf_release(&f->bytes);
	scratch_remove(&f->dir);
}

/* What a whole walk finds, as one letter a piece: n and v are our notes and
 * voids, s another skippable frame, d data, X damage; good data goes to out. */
static const char *
walk(struct file *f, struct buf *out)
{
	static char found[256];
	const struct zframe_out o = { collect, out };
	struct zframe_at at;
	struct zwalk w;
	size_t n = 0;
	int64_t end = 0;
	int rc;

	cr_assert(zwalk_start(&w, f->fd) == 0);
	while ((rc = zwalk_next(&w, &at)) == 1 && n < sizeof(found) - 1) {
		cr_assert(at.start == end && at.end > at.start);
		end = at.end;
		if (at.kind == ZFRAME_DATA)
			cr_assert(zframe_decode(f->fd, &at, &o) == 0);
		found[n++] = at.kind == ZFRAME_DATA ? 'd' :
		    at.kind == ZFRAME_DAMAGED	    ? 'X' :
		    at.variant == ZFRAME_NOTE	    ? 'n' :
		    at.variant == ZFRAME_VOID	    ? 'v' :
						      's';
	}
	cr_assert(rc == 0 && !w.tired);
	cr_assert_eq(end, w.size);
	found[n] = '\0';
	return (found);
}

Test(zframe, what_goes_in_comes_out)
{
	static const size_t sizes[] = { 0, 1, 100, 131072, 131073, 3000000 };
	struct file f;
	struct buf out;

	file_make(&f);
	buf_init(&out, 1 << 26);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		file_add(&f, sizes[i], (unsigned)i);
		zframe_skippable(ZFRAME_NOTE, SPAN("hello"), &f.bytes);
	}
	zframe_skippable(ZFRAME_VOID, SPAN(""), &f.bytes);
	buf_add(&f.bytes, "\x50\x2a\x4d\x18\x01\0\0\0x", 9);
	file_store(&f, buf_span(&f.bytes));
	cr_expect_str_eq(walk(&f, &out), "dndndndndndnvs");
	cr_expect(span_eq(buf_span(&out), buf_span(&f.raw)));
	buf_reset(&out);
	cr_expect(scratch_zstdcat(&f.dir, "file", &out));
	cr_expect(span_eq(buf_span(&out), buf_span(&f.raw)));
	buf_release(&out);
	file_remove(&f);
}

Test(zframe, the_same_bytes_give_the_same_frame)
{
	struct zframe *z = zframe_new(3), *y = zframe_new(3);
	struct buf raw, one, two;

	buf_init(&raw, 1 << 24);
	buf_init(&one, 1 << 24);
	buf_init(&two, 1 << 24);
	fill(&raw, 1000000, 9);
	cr_assert(zframe_compress(z, span_make(raw.p, 5000), &one) == 0);
	buf_reset(&one);
	cr_assert(zframe_compress(z, buf_span(&raw), &one) == 0);
	cr_assert(zframe_compress(y, buf_span(&raw), &two) == 0);
	cr_expect(span_eq(buf_span(&one), buf_span(&two)));
	buf_release(&raw);
	buf_release(&one);
	buf_release(&two);
	zframe_free(z);
	zframe_free(y);
	zframe_free(NULL);
}

Test(zframe, streams)
{
	const struct zframe_out out = { collect, NULL };
	struct zframe_out to = out;
	struct file f;
	struct buf got;

	file_make(&f);
	buf_init(&got, 1 << 26);
	fill(&f.raw, 2000000, 4);
	to.arg = &f.bytes;
	for (size_t at = 0; at < f.raw.n; at += 300000)
		cr_assert(
		    zframe_stream(f.z,
			span_make(f.raw.p + at,
			    f.raw.n - at < 300000 ? f.raw.n - at : 300000),
			at >= 900000 && at < 1200000, &to) == 0);
	cr_assert(zframe_stream(f.z, SPAN(""), true, &to) == 0);
	file_store(&f, buf_span(&f.bytes));
	cr_expect_str_eq(walk(&f, &got), "dd");
	cr_expect(span_eq(buf_span(&got), buf_span(&f.raw)));
	to.emit = refuse;
	cr_expect(zframe_stream(f.z, buf_span(&f.raw), true, &to) == -1);
	cr_expect_eq(errno, ECANCELED);
	/* and the next frame is none the worse for it */
	buf_reset(&f.bytes);
	cr_expect(zframe_compress(f.z, buf_span(&f.raw), &f.bytes) == 0);
	buf_release(&got);
	file_remove(&f);
}

/* Cut anywhere: the frames before the cut, and one torn tail. */
Test(zframe, every_cut)
{
	struct file f;
	struct buf out;
	size_t first, raw;

	file_make(&f);
	buf_init(&out, 1 << 20);
	file_add(&f, 300, 1);
	first = f.bytes.n;
	raw = f.raw.n;
	zframe_skippable(ZFRAME_NOTE, SPAN("a note"), &f.bytes);
	file_add(&f, 500, 2);
	for (size_t n = first + 1; n < f.bytes.n; n++) {
		file_store(&f, span_make(f.bytes.p, n));
		buf_reset(&out);
		cr_assert_str_eq(walk(&f, &out),
		    n == first + 14    ? "dn" :
			n < first + 14 ? "dX" :
					 "dnX",
		    "%zu", n - first);
		cr_assert_eq(out.n, raw);
	}
	buf_release(&out);
	file_remove(&f);
}

/* Any byte of the middle frame's header or block head damaged: the walk finds
 * the frame behind it. */
Test(zframe, damage_in_the_middle)
{
	struct file f;
	struct zframe_at at;
	struct zwalk w;
	struct buf out;
	size_t from, to;

	file_make(&f);
	buf_init(&out, 1 << 22);
	file_add(&f, 3000, 1);
	from = f.bytes.n;
	file_add(&f, 3000, 2);
	to = f.bytes.n;
	zframe_skippable(ZFRAME_NOTE, SPAN("n"), &f.bytes);
	file_add(&f, 3000, 3);
	for (size_t i = from; i < to; i += i < from + 16 ? 1 : 37) {
		const struct zframe_out o = { collect, &out };

		f.bytes.p[i] ^= 0x55;
		file_store(&f, buf_span(&f.bytes));
		cr_assert(zwalk_start(&w, f.fd) == 0);
		cr_assert(zwalk_next(&w, &at) == 1 && at.kind == ZFRAME_DATA);
		cr_assert(zwalk_next(&w, &at) == 1);
		buf_reset(&out);
		if (at.kind == ZFRAME_DATA) {
			cr_assert(zframe_decode(f.fd, &at, &o) == -1);
			cr_assert_eq(errno, EBADMSG);
			cr_assert(zwalk_reject(&w, &at) == 1);
		}
		cr_assert_eq(at.kind, ZFRAME_DAMAGED);
		cr_assert(at.start == (int64_t)from && at.end == (int64_t)to);
		cr_assert(zwalk_next(&w, &at) == 1 && at.kind == ZFRAME_SKIP);
		cr_assert(zwalk_next(&w, &at) == 1 && at.kind == ZFRAME_DATA);
		cr_assert(zwalk_next(&w, &at) == 0);
		f.bytes.p[i] ^= 0x55;
	}
	buf_release(&out);
	file_remove(&f);
}

/* Magic numbers wherever one looks, none with a frame behind it. */
Test(zframe, rubbish_takes_no_time)
{
	static const char *const unit[] = {
		"\x28\xb5\x2f\xfd",
		"\x28\xb5\x2f\xfd\x04\x58\x02\0\0\x02\0",
		"\x5a\x2a\x4d\x18\x0c\0\0\0\x28\xb5\x2f\xfd",
		"\0\0\0",
	};
	static const size_t size[] = { 4, 11, 12, 3 };
	const struct timespec zero = { 0, 0 };
	struct timespec was = zero, is = zero;
	struct file f;
	struct buf out;

	file_make(&f);
	buf_init(&out, 1 << 20);
	for (size_t k = 0; k < 4; k++) {
		struct zframe_at at;
		struct zwalk w;

		buf_reset(&f.bytes);
		while (f.bytes.n < 600000)
			buf_add(&f.bytes, unit[k], size[k]);
		file_store(&f, buf_span(&f.bytes));
		clock_gettime(CLOCK_MONOTONIC, &was);
		cr_assert(zwalk_start(&w, f.fd) == 0);
		while (zwalk_next(&w, &at) == 1)
			cr_assert(at.end > at.start);
		clock_gettime(CLOCK_MONOTONIC, &is);
		cr_expect(is.tv_sec - was.tv_sec < 20, "%zu", k);
	}
	buf_release(&out);
	file_remove(&f);
}

Test(zframe, the_last_note)
{
	static char big[3000];
	struct file f;
	struct zframe_at at;
	struct buf b;

	file_make(&f);
	buf_init(&b, 100);
	file_store(&f, SPAN(""));
	cr_expect(zwalk_last(f.fd, 2048, &at) == 0);
	file_add(&f, 5000, 1);
	file_store(&f, buf_span(&f.bytes));
	cr_expect(zwalk_last(f.fd, 2048, &at) == 0);
	zframe_skippable(ZFRAME_NOTE, SPAN("the end"), &f.bytes);
	file_store(&f, buf_span(&f.bytes));
	cr_expect(zwalk_last(f.fd, 2048, &at) == 1);
	cr_expect(zframe_payload(f.fd, &at, &b) == 0);
	cr_expect(span_eq(buf_span(&b), SPAN("the end")));
	zframe_skippable(ZFRAME_NOTE, span_make(big, sizeof(big)), &f.bytes);
	file_store(&f, buf_span(&f.bytes));
	cr_expect(zwalk_last(f.fd, 2048, &at) == 0);
	cr_expect(zwalk_last(f.fd, 4096, &at) == 1);
	cr_expect(zframe_payload(f.fd, &at, &b) == -1);
	cr_expect_eq(errno, EFBIG);
	buf_release(&b);
	file_remove(&f);
}
