/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/progress.h"
#include "base/fd.h"
#include "flow/queue.h"

Test(queue, hands_chunks_on_in_order)
{
	struct queue *q = queue_new();
	struct chunk *a = queue_take(q, true), *b = queue_take(q, true);
	struct chunk *c;

	a->n = 1;
	b->n = 2;
	queue_put(q, a);
	queue_put(q, b);
	queue_end(q);
	cr_assert(queue_next(q, &c) && c == a);
	queue_done(q, c);
	cr_assert(queue_next(q, &c) && c == b);
	queue_done(q, c);
	cr_assert(!queue_next(q, &c) && c == NULL);
	queue_free(q);
	queue_free(NULL);
}

/* Who reads a live pipe is told once that nothing moves, then at once. */
Test(queue, tells_the_reader_of_a_stall)
{
	struct queue *q = queue_new();
	struct chunk *c;

	for (int i = 0; i < QUEUE_CHUNKS; i++) {
		cr_assert((c = queue_take(q, false)) != NULL);
		queue_put(q, c);
	}
	for (int i = 0; i < 1000; i++)
		cr_assert(queue_take(q, false) == NULL);
	cr_assert(queue_next(q, &c) && c != NULL);
	queue_done(q, c);
	cr_assert(queue_take(q, false) == c);
	queue_free(q);
}

static const struct stopping nobody = { 0, 0 };

/* A source over a file that holds ${text}. */
static struct source *
source_of(struct span text, char path[static 32])
{
	int fd;

	(void)snprintf(path, 32, "/tmp/logfade-flow-XXXXXX");
	fd = mkstemp(path);
	cr_assert(fd != -1 && fd_write(fd, text.p, text.n) == 0);
	cr_assert(lseek(fd, 0, SEEK_SET) == 0);
	cr_assert(unlink(path) == 0);
	return (source_open(fd, 0, &nobody));
}

/* Lines that fit in no chunk are counted, what is around them stays. */
Test(source, leaves_out_what_fits_in_no_chunk)
{
	const size_t n = 3 * CHUNK_SIZE;
	char *text = malloc(n), path[32];
	struct chunk c = { .p = malloc(CHUNK_SIZE) };
	uint64_t toolong = 0, lines = 0, bytes = 0;
	struct source *s;

	memset(text, 'x', n);
	memcpy(text, "one\ntwo\n", 8);
	memcpy(text + n - 7, "\nthree\n", 7);
	s = source_of(span_make(text, n), path);
	cr_assert(source_is_file(s) && source_size(s) == n);
	while (source_next(s, &c) == 1) {
		for (size_t i = 0; i < c.n; i++)
			lines += c.p[i] == '\n';
		cr_assert(c.n == 0 || c.p[c.n - 1] == '\n');
		toolong += c.toolong;
		bytes += c.bytes;
	}
	cr_assert(lines == 3 && toolong == 1 && bytes == n);
	cr_assert(source_next(s, &c) == 0);
	source_close(s);
	free(text);
	free(c.p);
}

Test(source, knows_what_it_cannot_unpack)
{
	static const struct {
		struct span head;
		const char *name;
	} cases[] = {
		{ SPAN("BZh9"), "bzip2" },
		{ SPAN("\xfd"
		       "7zXZ\x00"),
		    "xz" },
		{ SPAN("plain"), NULL },
		{ SPAN("\x1f"), NULL },
		{ SPAN("BZ"), NULL },
	};
	struct chunk c = { .p = malloc(CHUNK_SIZE) };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[32];
		struct source *s = source_of(cases[i].head, path);

		cr_assert(source_next(s, &c) == 1);
		cr_assert(c.last && !c.first && !c.torn);
		cr_assert(c.binary == (cases[i].name != NULL));
		if (cases[i].name == NULL)
			cr_assert_null(source_compression(s));
		else
			cr_assert_str_eq(source_compression(s), cases[i].name);
		source_close(s);
	}
	free(c.p);
}

/* "one\ntwo\n" compressed by gzip. */
#define GZIP \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5" \
	"\x2a\x29\xcf\xe7\x02\x00\xe6\x0b\xba\x12\x08\x00\x00\x00"

Test(source, unpacks)
{
	static const struct span whole = SPAN(GZIP GZIP);
	struct chunk c = { .p = malloc(CHUNK_SIZE) };
	char path[32];

	for (size_t n = 12; n <= whole.n; n++) {
		struct source *s = source_of(span_make(whole.p, n), path);
		const bool good = n == whole.n / 2 || n == whole.n;

		cr_assert(source_next(s, &c) == 1);
		cr_assert(c.last && !c.first && !c.binary);
		cr_assert_eq(c.torn, !good);
		cr_assert_eq(c.bytes, n);
		cr_assert(source_size(s) == n && source_compression(s) == NULL);
		cr_assert(span_starts(SPAN("one\ntwo\none\ntwo\n"),
		    span_make(c.p, c.n)));
		cr_assert(c.n >= n / 28 * 8);
		cr_assert_eq(source_next(s, &c), good ? 0 : -1);
		cr_assert(good || errno == EBADMSG);
		source_close(s);
	}
	free(c.p);
}

Test(progress, says_how_far_and_how_long)
{
	char text[80];

	progress_text(50000000, 200000000, 1000, text);
	cr_assert_str_eq(text, "50 of 200 MB,  25 %, 50 MB/s, 0:03 left");
	progress_text(0, 200000000, 0, text);
	cr_assert_str_eq(text, "0 of 200 MB,   0 %, 0 MB/s, 0:00 left");
	progress_text(200000000, 100000000, 1000, text);
	cr_assert_str_eq(text, "200 of 100 MB, 200 %, 200 MB/s, 0:00 left");
}
