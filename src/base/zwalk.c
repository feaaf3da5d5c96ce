/* SPDX-License-Identifier: ISC */
#include "base/zwalk.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"

#define DATA_MAGIC 0xfd2fb528u
#define SKIP_MAGIC 0x184d2a50u

enum {
	BLOCK_MAX = 128 * 1024,
	NOTE_MAX = 64 * 1024,
	HEADER_MAX = 18,
	/* What a step costs of the budget that finding frames has. */
	COST_BLOCK = 8,
	COST_FRAME = 64,
	DECODED_MAX = 64 * 1024 * 1024
};

int
zwalk_start(struct zwalk *w, int fd)
{
	w->fd = fd;
	w->at = 0;
	w->size = file_size(fd);
	w->window_at = 0;
	w->window_n = 0;
	w->tired = false;
	w->budget = 16 * w->size + 4 * (int64_t)DECODED_MAX;
	return (w->size == -1 ? -1 : 0);
}

/* The ${n} bytes at ${at}; NULL with errno 0 where the file ends before. */
static const uint8_t *
bytes(struct zwalk *w, int64_t at, size_t n)
{
	ssize_t r;

	errno = 0;
	if (at < 0 || at > w->size || w->size - at < (int64_t)n)
		return (NULL);
	if (at < w->window_at ||
	    at + (int64_t)n > w->window_at + (int64_t)w->window_n) {
		r = file_pread(w->fd, w->window, sizeof(w->window), at);
		w->window_at = at;
		w->window_n = r == -1 ? 0 : (size_t)r;
		if (r == -1 || (size_t)r < n)
			return (NULL);
	}
	return (w->window + (at - w->window_at));
}

static uint32_t
get32(const uint8_t *p)
{
	return ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24);
}

/* What bytes() and those below return when they return nothing. */
static int
nothing(void)
{
	return (errno == 0 ? 0 : -1);
}

static int
skip_frame(struct zwalk *w, struct zframe_at *f)
{
	const uint8_t *p = bytes(w, f->start, ZFRAME_HEADER);

	if (p == NULL)
		return (nothing());
	f->kind = ZFRAME_SKIP;
	f->variant = (int)(get32(p) & 0xf);
	f->end = f->start + ZFRAME_HEADER + (int64_t)get32(p + 4);
	return (f->end <= w->size);
}

/* The length of a data frame's header, from its descriptor byte; 0: none. */
static int
header_length(uint8_t d)
{
	static const int dictionary[4] = { 0, 1, 2, 4 };
	static const int content[4] = { 0, 2, 4, 8 };
	const bool single = (d & 0x20) != 0;

	if ((d & 0x08) != 0)
		return (0);
	return (5 + !single + dictionary[d & 3] + content[d >> 6] +
	    (d >> 6 == 0 && single));
}

/* Step over the block at ${at}: 1, 0 when there is none, -1; 2: the last. */
static int
block(struct zwalk *w, int64_t *at)
{
	const uint8_t *p = bytes(w, *at, 3);
	uint32_t head, type, n;

	if (p == NULL)
		return (nothing());
	head = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
	type = head >> 1 & 3;
	n = head >> 3;
	if (type == 3 || n > BLOCK_MAX)
		return (0);
	*at += 3 + (type == 1 ? 1 : (int64_t)n);
	w->budget -= COST_BLOCK;
	return ((head & 1) != 0 ? 2 : 1);
}

static int
data_frame(struct zwalk *w, struct zframe_at *f)
{
	const uint8_t *p = bytes(w, f->start, 5);
	int64_t at;
	uint8_t descriptor;
	int rc;

	if (p == NULL)
		return (nothing());
	descriptor = p[4];
	if (header_length(descriptor) == 0)
		return (0);
	at = f->start + header_length(descriptor);
	do {
		rc = block(w, &at);
	} while (rc == 1);
	if (rc != 2)
		return (rc);
	f->kind = ZFRAME_DATA;
	f->end = at + ((descriptor & 4) != 0 ? 4 : 0);
	return (f->end <= w->size);
}

/* Is there a whole frame at ${at}? 1, 0, or -1 with errno set. */
static int
frame(struct zwalk *w, int64_t at, struct zframe_at *f)
{
	const uint8_t *p = bytes(w, at, 4);

	if (p == NULL)
		return (nothing());
	f->start = at;
	if (get32(p) == DATA_MAGIC)
		return (data_frame(w, f));
	if ((get32(p) & 0xfffffff0u) == SKIP_MAGIC)
		return (skip_frame(w, f));
	return (0);
}

/* A zframe_emit that only bounds how much may come out of a frame. */
static int
discard(void *arg, struct span s)
{
	int64_t *left = arg;

	*left -= (int64_t)s.n;
	if (*left >= 0)
		return (0);
	errno = EBADMSG;
	return (-1);
}

static int
decodes(struct zwalk *w, const struct zframe_at *f)
{
	int64_t left = w->budget < DECODED_MAX ? w->budget : DECODED_MAX;
	const int64_t had = left;
	const struct zframe_out out = { discard, &left };
	const int rc = zframe_decode(w->fd, f, &out);

	w->budget -= COST_FRAME + (f->end - f->start) + (had - left);
	if (rc == 0)
		return (1);
	return (errno == EBADMSG ? 0 : -1);
}

/*
 * Does the file go on at ${at}? Damaged bytes can look like a frame, so only
 * data that decodes counts, or a note of ours right before such data.
 */
static int
resumes(struct zwalk *w, int64_t at)
{
	struct zframe_at f = { 0 };
	int rc = frame(w, at, &f);

	if (rc == 1 && f.kind == ZFRAME_SKIP) {
		if (f.variant != ZFRAME_NOTE || f.end - f.start > NOTE_MAX)
			return (0);
		rc = frame(w, f.end, &f);
	}
	if (rc != 1)
		return (rc);
	return (f.kind == ZFRAME_DATA ? decodes(w, &f) : 0);
}

static bool
may_start(const uint8_t *p)
{
	return (get32(p) == DATA_MAGIC || get32(p) == SKIP_MAGIC + ZFRAME_NOTE);
}

/* The bytes from ${from} on are damaged: up to where? */
static int
damage(struct zwalk *w, int64_t from, struct zframe_at *f)
{
	int64_t at;
	int rc = 0;

	for (at = from + 1; w->size - at >= 4 && !w->tired; at++) {
		const uint8_t *p = bytes(w, at, 4);

		if (p == NULL) {
			errno = errno == 0 ? EIO : errno;
			return (-1);
		}
		if (may_start(p) && (rc = resumes(w, at)) != 0)
			break;
		w->tired = w->budget < 0;
	}
	if (rc == -1)
		return (-1);
	f->kind = ZFRAME_DAMAGED;
	f->start = from;
	f->end = w->at = rc == 1 ? at : w->size;
	return (1);
}

int
zwalk_next(struct zwalk *w, struct zframe_at *f)
{
	int rc;

	*f = (struct zframe_at){ 0 };
	if (w->at >= w->size)
		return (0);
	rc = frame(w, w->at, f);
	if (rc == 0)
		return (damage(w, w->at, f));
	if (rc == 1)
		w->at = f->end;
	return (rc);
}

int
zwalk_reject(struct zwalk *w, struct zframe_at *f)
{
	return (damage(w, f->start, f));
}

/* A note in the ${n} bytes at ${p} that ends with them: its start, or n. */
static size_t
note_at_end(const uint8_t *p, size_t n)
{
	for (size_t i = n; i-- > 0;) {
		if (n - i < ZFRAME_HEADER)
			continue;
		if (get32(p + i) == SKIP_MAGIC + ZFRAME_NOTE &&
		    get32(p + i + 4) == n - i - ZFRAME_HEADER)
			return (i);
	}
	return (n);
}

int
zwalk_last(int fd, size_t max, struct zframe_at *f)
{
	const int64_t size = file_size(fd);
	const size_t n = size < (int64_t)max ? (size_t)size : max;
	uint8_t *p;
	ssize_t r;
	size_t i;

	if (size < ZFRAME_HEADER || max > NOTE_MAX)
		return (size == -1 ? -1 : 0);
	if ((p = malloc(n)) == NULL)
		return (-1);
	r = file_pread(fd, p, n, size - (int64_t)n);
	i = r == (ssize_t)n ? note_at_end(p, n) : n;
	free(p);
	if (i == n)
		return (r == -1 ? -1 : 0);
	*f = (struct zframe_at){ ZFRAME_SKIP, ZFRAME_NOTE,
		size - (int64_t)(n - i), size };
	return (1);
}
