/* SPDX-License-Identifier: ISC */
#include "base/unpack.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

/* "one\ntwo\n" as one member without a name, and as a frame with checksum. */
#define GZIP \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5" \
	"\x2a\x29\xcf\xe7\x02\x00\xe6\x0b\xba\x12\x08\x00\x00\x00"
#define ZSTD \
	"\x28\xb5\x2f\xfd\x24\x08\x41\x00\x00\x6f\x6e\x65" \
	"\x0a\x74\x77\x6f\x0a\xe6\xa6\x0e\x40"
#define SKIP "\x5f\x2a\x4d\x18\x03\x00\x00\x00\x1f\x8b\x00"
#define TEXT "one\ntwo\n"

/* What comes out of ${s} in pieces of ${step} bytes, ${room} at a time. */
static const char *
unpack(struct span s, size_t step, size_t room, struct buf *all)
{
	bool undecided;
	struct unpack *u = unpack_new(unpack_sniff(s, &undecided));
	const char *fault;
	char memory[64];
	int rc = 0;

	cr_assert(u != NULL && room <= sizeof(memory));
	buf_init(all, 1 << 20);
	while (rc >= 0 && (s.n > 0 || rc == 1)) {
		struct span in = span_make(s.p, s.n < step ? s.n : step);
		const size_t before = in.n;
		struct buf out = { memory, 0, room, room, false };

		rc = unpack_step(u, &in, &out);
		cr_assert(rc != 0 || in.n == 0);
		cr_assert(rc != 1 || out.n == room);
		s = span_from(s, before - in.n);
		buf_addspan(all, buf_span(&out));
	}
	if (rc == -1)
		cr_assert_eq(errno, EBADMSG);
	else if (unpack_end(u) == -1)
		cr_assert_eq(errno, EBADMSG);
	fault = unpack_fault(u);
	unpack_free(u);
	return (fault == NULL ? "" : fault);
}

Test(unpack, streams)
{
	static const struct {
		struct span in;
		struct span out;
		const char *fault;
	} cases[] = {
		{ SPAN(GZIP), SPAN(TEXT), "" },
		{ SPAN(GZIP GZIP GZIP), SPAN(TEXT TEXT TEXT), "" },
		{ SPAN(GZIP "\0\0\0\0"), SPAN(TEXT), "" },
		{ SPAN(GZIP "\0\0\0" GZIP), SPAN(TEXT),
		    "is followed by something else" },
		{ SPAN(GZIP "more"), SPAN(TEXT),
		    "is followed by something else" },
		{ SPAN(GZIP ZSTD), SPAN(TEXT),
		    "is followed by something else" },
		{ SPAN(GZIP "\x1f"), SPAN(TEXT), "is cut off" },
		{ SPAN(GZIP "\x1f\x8b"), SPAN(TEXT), "is cut off" },
		{ SPAN(GZIP "\x1f\x8b\x09\x00"), SPAN(TEXT), "is damaged" },
		{ SPAN("\x1f\x8b\x08\0\0\0\0\0\0\x03\x07"), SPAN(""),
		    "is damaged" },
		{ SPAN(SKIP), SPAN(""), "" },
		{ SPAN(SKIP ZSTD SKIP ZSTD), SPAN(TEXT TEXT), "" },
		{ SPAN(ZSTD "\0"), SPAN(TEXT),
		    "is followed by something else" },
		{ SPAN(ZSTD GZIP), SPAN(TEXT),
		    "is followed by something else" },
		{ SPAN(ZSTD "\x28\xb5"), SPAN(TEXT), "is cut off" },
		{ SPAN("\x28\xb5\x2f\xfd\x28\x00\x01\x00\x00"), SPAN(""),
		    "is damaged" },
		/* A window of 2^28 bytes; of 2^27, and it is empty. */
		{ SPAN("\x28\xb5\x2f\xfd\x00\x90\x01\x00\x00"), SPAN(""),
		    "has a window above 128 MiB" },
		{ SPAN("\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00"), SPAN(""), "" },
		{ SPAN("\x28\xb5\x2f\xfd\x21\x07\x00\x01\x00\x00"), SPAN(""),
		    "needs a dictionary" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t step = 1; step < 100; step = step * 2 + 1)
			for (size_t room = 1; room <= 64; room *= 4) {
				struct buf out;

				cr_expect_str_eq(unpack(cases[i].in, step, room,
						     &out),
				    cases[i].fault, "%zu", i);
				cr_expect(span_eq(buf_span(&out), cases[i].out),
				    "%zu %zu %zu", i, step, room);
				buf_release(&out);
			}
}

/* Any cut of a stream is told, and what was whole comes out before. */
Test(unpack, every_cut)
{
	static const struct span streams[] = { SPAN(GZIP), SPAN(ZSTD) };

	for (size_t i = 0; i < 2; i++)
		for (size_t n = 4; n < streams[i].n; n++) {
			struct buf out;

			cr_expect_str_eq(unpack(span_make(streams[i].p, n), 100,
					     64, &out),
			    "is cut off", "%zu %zu", i, n);
			cr_expect(span_starts(SPAN(TEXT), buf_span(&out)));
			cr_expect(n < streams[i].n - 4 || out.n == 8);
			buf_release(&out);
		}
}

/* The checksum is wrong, and everything else comes out. */
Test(unpack, checksum)
{
	static const struct span streams[] = { SPAN(GZIP), SPAN(ZSTD) };
	char copy[sizeof(GZIP)];
	struct buf out;

	for (size_t i = 0; i < 2; i++) {
		memcpy(copy, streams[i].p, streams[i].n);
		copy[streams[i].n - (i == 0 ? 8 : 4)] ^= 1;
		cr_expect_str_eq(unpack(span_make(copy, streams[i].n), 100, 64,
				     &out),
		    "is damaged");
		cr_expect(span_eq(buf_span(&out), SPAN(TEXT)));
		buf_release(&out);
	}
}

Test(unpack, sniffs)
{
	static const struct {
		struct span head;
		const char *name; /* "?": it may become one */
	} cases[] = {
		{ SPAN(""), "?" },
		{ SPAN("\x1f"), "?" },
		{ SPAN("\x1f\x8b"), "gzip" },
		{ SPAN("\x28\xb5\x2f"), "?" },
		{ SPAN("\x28\xb5\x2f\xfd"), "zstd" },
		{ SPAN("\x50\x2a\x4d\x18"), "zstd" },
		{ SPAN("\x5f\x2a\x4d\x18"), "zstd" },
		{ SPAN("\x60\x2a\x4d\x18"), NULL },
		{ SPAN("BZ"), "?" },
		{ SPAN("BZh"), "bzip2" },
		{ SPAN("BZip"), NULL },
		{ SPAN("\xfd"
		       "7zXZ"),
		    "xz" },
		{ SPAN("192.0.2.7"), NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *want = cases[i].name;
		bool undecided;
		const struct unpack_kind *kind =
		    unpack_sniff(cases[i].head, &undecided);

		cr_expect_eq(undecided, want != NULL && want[0] == '?');
		if (want == NULL || want[0] == '?')
			cr_expect_null(kind);
		else
			cr_expect_str_eq(unpack_name(kind), want);
		if (want != NULL && (want[0] == 'b' || want[0] == 'x')) {
			cr_expect_null(unpack_new(kind));
			cr_expect_eq(errno, ENOTSUP);
		}
	}
	unpack_free(NULL);
}
