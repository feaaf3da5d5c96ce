/* SPDX-License-Identifier: ISC */
#include "write/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/probe.h"
#include "base/zwalk.h"
#include "model/segscan.h"

/* A zframe_emit that only wants to know. */
static int
ignore(void *arg, struct span s)
{
	(void)arg;
	(void)s;
	return (0);
}

/* The end of a file as it is walked. */
struct tail {
	struct zframe_at note; /* right before ${last}, or all 0 */
	struct zframe_at last;
};

/* Walk all of ${fd}; 1 when what is at its end could be told. */
static int
find_tail(int fd, struct tail *t)
{
	struct zframe_at at;
	struct zwalk w;
	int rc;

	*t = (struct tail){ .last = { .kind = ZFRAME_SKIP } };
	if (zwalk_start(&w, fd) == -1)
		return (-1);
	while ((rc = zwalk_next(&w, &at)) == 1) {
		t->note = (struct zframe_at){ 0 };
		if (t->last.kind == ZFRAME_SKIP)
			t->note = t->last;
		t->last = at;
	}
	if (rc == -1)
		return (-1);
	t->last.end = w.size;
	return (!w.tired);
}

/*
 * Does the last append of ${fd} stand there as it was written? One that was
 * cut right behind its note does not.
 */
static int
is_good(int fd, const struct zframe_at *last)
{
	static const struct zframe_out nowhere = { ignore, NULL };
	struct segmeta m;
	int rc;

	if (last->kind == ZFRAME_DAMAGED)
		return (0);
	if (last->kind == ZFRAME_SKIP) {
		rc = segscan_note(fd, last, &m);
		return (rc == -1 ? -1 : rc == 0 || m.kind != SEGMETA_APPEND);
	}
	if (zframe_decode(fd, last, &nowhere) == 0)
		return (1);
	return (errno == EBADMSG ? 0 : -1);
}

/* Where the good part of ${fd} ends. */
static int64_t
find_end(int fd)
{
	struct tail t;
	struct segmeta m;
	int rc = find_tail(fd, &t);

	if (rc == -1)
		return (-1);
	/* Where it cannot be told (0) the file is left alone. */
	if (rc == 1)
		rc = is_good(fd, &t.last);
	else
		rc = 1;
	if (rc != 0)
		return (rc == -1 ? -1 : t.last.end);
	if (t.last.kind == ZFRAME_SKIP)
		return (t.last.start);
	rc = segscan_note(fd, &t.note, &m);
	if (rc == 1 && m.kind == SEGMETA_APPEND)
		return (t.note.start);
	return (rc == -1 ? -1 : t.last.start);
}

static int
leave_note(int fd, int64_t cut)
{
	struct segmeta m;
	struct buf b;
	int rc = -1;

	segmeta_init(&m, SEGMETA_REPAIR);
	m.cut = (uint64_t)cut;
	buf_init(&b, SEGMETA_MAX);
	segmeta_frame(&m, &b);
	if (b.failed)
		errno = ENOMEM;
	else if (write(fd, b.p, b.n) == (ssize_t)b.n)
		rc = 0;
	buf_release(&b);
	return (rc);
}

int64_t
repair_tail(int fd)
{
	const int64_t size = file_size(fd);
	const int64_t end = size == -1 ? -1 : find_end(fd);

	if (end == -1 || end == size)
		return (end == -1 ? -1 : 0);
	if (ftruncate(fd, (off_t)end) == -1)
		return (-1);
	PROBE("repair.cut");
	/* A disk so full that the note is torn: rather none than that. */
	if (leave_note(fd, size - end) == -1 && ftruncate(fd, (off_t)end) == -1)
		return (-1);
	PROBE("repair.noted");
	return (size - end);
}

int
repair_void(int fd, int64_t start, int64_t end)
{
	const int flags = fcntl(fd, F_GETFL);
	uint8_t header[ZFRAME_HEADER];
	ssize_t w = -1;

	if (end - start < ZFRAME_HEADER || end - start > UINT32_MAX) {
		errno = EINVAL;
		return (-1);
	}
	zframe_header(ZFRAME_VOID, (uint32_t)(end - start - ZFRAME_HEADER),
	    header);
	/* Linux appends in pwrite(2) too for as long as O_APPEND is set. */
	if (flags == -1 || fcntl(fd, F_SETFL, flags & ~O_APPEND) == -1)
		return (-1);
	w = pwrite(fd, header, sizeof(header), (off_t)start);
	if (fcntl(fd, F_SETFL, flags) == -1)
		return (-1);
	if (w == (ssize_t)sizeof(header))
		return (0);
	errno = w == -1 ? errno : EIO;
	return (-1);
}
