/* SPDX-License-Identifier: ISC */
#include "retain/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/probe.h"

#define HEAD_TMP ".logfade-ledger.head.tmp"

enum {
	MODE = 0640,
	TAIL = 256 * 1024, /* of the end that is looked at */
	HEAD_MAX = 128,
	TURNS = 100, /* to wait for a lock, a tenth of a second each */
	TENTH = 100000000
};

/* Whoever may read the file can lock it: do not wait for ever. */
static int
lock(int fd, int how)
{
	static const struct timespec tenth = { .tv_nsec = TENTH };

	for (int i = 0; i < TURNS; i++) {
		if (flock(fd, how | LOCK_NB) == 0)
			return (0);
		if (errno != EWOULDBLOCK && errno != EINTR)
			return (-1);
		(void)nanosleep(&tenth, NULL);
	}
	return (-1);
}

/* Read `N HASH` from the head; without one it is as if for no line. */
static int
read_head(int dirfd, struct ledgerline *head)
{
	char text[HEAD_MAX];
	const int fd = file_open(dirfd, LEDGER_HEAD, O_RDONLY);
	unsigned long long number;
	struct span s;
	size_t blank;
	ssize_t n;

	ledgerline_first(head);
	if (fd == -1)
		return (errno == ENOENT ? 0 : -1);
	n = file_pread(fd, text, sizeof(text), 0);
	file_close(fd);
	if (n == -1)
		return (-1);
	s = span_make(text, (size_t)n);
	blank = span_index(s, ' ');
	/* One that says nothing is of no line that there is. */
	head->n = UINT64_MAX;
	if (blank + 1 + LEDGERLINE_HASH + 1 == s.n && text[n - 1] == '\n' &&
	    span_number(span_make(s.p, blank), INT64_MAX, &number)) {
		head->n = number;
		memcpy(head->hash, s.p + blank + 1, LEDGERLINE_HASH);
	}
	return (0);
}

static int
write_head(int dirfd, const struct ledgerline *last)
{
	char text[HEAD_MAX];
	const int n = snprintf(text, sizeof(text), "%" PRIu64 " %s\n", last->n,
	    last->hash);
	int fd, rc;

	if (unlinkat(dirfd, HEAD_TMP, 0) == -1 && errno != ENOENT)
		return (-1);
	fd = file_create(dirfd, HEAD_TMP, MODE);
	if (fd == -1)
		return (-1);
	rc = fd_write(fd, text, (size_t)n) == -1 ? -1 : file_sync(fd);
	file_close(fd);
	PROBE("ledger.head");
	if (rc == -1 || renameat(dirfd, HEAD_TMP, dirfd, LEDGER_HEAD) == -1)
		return (-1);
	PROBE("ledger.headed");
	return (file_sync(dirfd));
}

/* How many lines the file has, where they do not say so themselves. */
static int
count_lines(int fd, uint64_t *lines)
{
	char part[8192];
	int64_t at = 0;
	ssize_t n;

	*lines = 0;
	while ((n = file_pread(fd, part, sizeof(part), at)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			*lines += part[i] == '\n';
		at += n;
	}
	return (n == -1 ? -1 : 0);
}

/* Find the last line in the tail; NULL: all is well with it. */
static const char *
read_last(struct ledger *l)
{
	struct span s = buf_span(&l->tail);
	size_t start;

	ledgerline_first(&l->last);
	if (s.n == 0)
		return (NULL);
	s.n--;
	for (start = s.n; start > 0 && s.p[start - 1] != '\n'; start--)
		continue;
	return (ledgerline_read(span_from(s, start), &l->last));
}

/* Cut off what a crash has left of a line; how much that was. */
static int
cut_torn(struct ledger *l, uint64_t *torn)
{
	const size_t had = l->tail.n;

	while (l->tail.n > 0 && l->tail.p[l->tail.n - 1] != '\n')
		l->tail.n--;
	*torn = had - l->tail.n;
	if (*torn == 0)
		return (0);
	l->size -= (int64_t)*torn;
	if (ftruncate(l->fd, (off_t)l->size) == -1)
		return (-1);
	PROBE("ledger.cut");
	return (0);
}

static int
read_tail(struct ledger *l)
{
	ssize_t n;
	int64_t at;

	if ((l->size = file_size(l->fd)) == -1 || !buf_reserve(&l->tail, TAIL))
		return (-1);
	at = l->size > TAIL ? l->size - TAIL : 0;
	n = file_pread(l->fd, l->tail.p, (size_t)(l->size - at), at);
	if (n == -1)
		return (-1);
	l->tail.n = (size_t)n;
	return (0);
}

/*
 * What was taken away at the end is lost, but that it was is not: a line
 * before the head is brought up to date says so for good.
 */
static int
settle(struct ledger *l, int64_t now)
{
	struct ledgerline_entry e = { .at = now };
	struct ledgerline head;
	uint64_t torn;

	if (read_tail(l) == -1 || cut_torn(l, &torn) == -1 ||
	    read_head(l->dirfd, &head) == -1)
		return (-1);
	if (read_last(l) != NULL) {
		ledgerline_first(&l->last);
		if (count_lines(l->fd, &l->last.n) == -1)
			return (-1);
		e.op = LEDGERLINE_BROKEN;
		if (ledger_add(l, &e) == -1)
			return (-1);
	} else if (head.n > l->last.n ||
	    (head.n == l->last.n && strcmp(head.hash, l->last.hash) != 0)) {
		e.op = LEDGERLINE_BROKEN;
		e.lost = head.n == UINT64_MAX ? 0 : head.n - l->last.n;
		if (ledger_add(l, &e) == -1)
			return (-1);
	}
	e.op = LEDGERLINE_CUT;
	e.lost = torn;
	return (torn > 0 ? ledger_add(l, &e) : 0);
}

/* Open it, or make it; in the end it is the one of that name, and locked. */
static int
open_locked(struct ledger *l)
{
	for (int i = 0; i < TURNS; i++) {
		l->fd = file_open(l->dirfd, LEDGER_NAME, O_RDWR | O_APPEND);
		if (l->fd == -1 && errno == ENOENT)
			l->fd = file_create(l->dirfd, LEDGER_NAME, MODE);
		if (l->fd == -1 && errno == EEXIST)
			continue;
		if (l->fd == -1)
			return (-1);
		PROBE("ledger.created");
		if (lock(l->fd, LOCK_EX) == 0 &&
		    file_is(l->dirfd, LEDGER_NAME, l->fd))
			return (file_sync(l->dirfd));
		if (errno == EWOULDBLOCK)
			return (-1);
		file_close(l->fd);
	}
	errno = EAGAIN;
	return (l->fd = -1);
}

int
ledger_open(struct ledger *l, int dirfd, int64_t now)
{
	*l = (struct ledger){ .dirfd = dirfd, .fd = -1 };
	buf_init(&l->tail, TAIL);
	if (open_locked(l) == 0 && settle(l, now) == 0)
		return (0);
	file_close(l->fd);
	buf_release(&l->tail);
	return (-1);
}

bool
ledger_has(const struct ledger *l, const struct ledgerline_entry *e)
{
	struct buf b;
	bool has;

	buf_init(&b, LEDGERLINE_MAX);
	ledgerline_same(e, &b);
	has = !b.failed &&
	    span_find(buf_span(&l->tail), buf_span(&b)) < l->tail.n;
	buf_release(&b);
	return (has);
}

int64_t
ledger_swept(const struct ledger *l)
{
	struct span s = buf_span(&l->tail);

	while (s.n > 0) {
		struct ledgerline line;
		size_t start = --s.n;

		while (start > 0 && s.p[start - 1] != '\n')
			start--;
		if (ledgerline_read(span_from(s, start), &line) == NULL &&
		    line.swept)
			return (line.at);
		s.n = start;
	}
	return (INT64_MIN);
}

int
ledger_add(struct ledger *l, const struct ledgerline_entry *e)
{
	struct ledgerline next = l->last;
	struct buf b;
	int rc, error;

	buf_init(&b, LEDGERLINE_MAX + 1);
	rc = ledgerline_write(e, &next, &b);
	if (rc == 0) {
		PROBE("ledger.add");
		rc = fd_write(l->fd, b.p, b.n);
		PROBE("ledger.added");
		if (rc == 0)
			rc = file_sync(l->fd);
		error = errno;
		/* No half of a line, and none that may not last. */
		if (rc == -1 && ftruncate(l->fd, (off_t)l->size) == -1)
			error = errno;
		errno = error;
	}
	if (rc == 0) {
		PROBE("ledger.synced");
		l->last = next;
		l->size += (int64_t)b.n;
		l->added = true;
	}
	error = errno;
	buf_release(&b);
	errno = error;
	return (rc);
}

int
ledger_close(struct ledger *l)
{
	struct ledgerline head;
	int rc = read_head(l->dirfd, &head);

	if (rc == 0 && (l->added || head.n != l->last.n) && l->last.n > 0)
		rc = write_head(l->dirfd, &l->last);
	file_close(l->fd);
	buf_release(&l->tail);
	return (rc);
}

/* A check under way. */
struct check {
	struct ledger_check *found;
	struct ledgerline last, head;
	void (*line)(void *, struct span); /* or NULL */
	void *arg;
};

static void
blame(struct check *c, const char *why)
{
	c->found->bad = c->found->lines + 1;
	c->found->why = why;
}

static void
check_line(struct check *c, struct span s)
{
	struct ledgerline next;
	const char *why = ledgerline_read(s, &next);

	if (why == NULL)
		why = ledgerline_follows(&next, &c->last);
	if (why == NULL && next.broken)
		why = "lines before it were missing or damaged";
	if (why == NULL && next.n == c->head.n &&
	    strcmp(next.hash, c->head.hash) != 0)
		why = "it is not the one that the head names";
	if (why != NULL) {
		blame(c, why);
		return;
	}
	c->last = next;
	c->found->lines++;
	if (c->line != NULL)
		c->line(c->arg, s);
}

/* Check the whole lines of ${b}, and leave the rest in it. */
static void
check_part(struct check *c, struct buf *b)
{
	struct span s = buf_span(b);
	size_t end;

	while (c->found->bad == 0 && (end = span_index(s, '\n')) < s.n) {
		check_line(c, span_make(s.p, end));
		s = span_from(s, end + 1);
	}
	if (s.n > LEDGERLINE_MAX && c->found->bad == 0)
		blame(c, "it is no entry");
	if (s.n > 0)
		memmove(b->p, s.p, s.n);
	b->n = s.n;
}

static int
check_file(struct check *c, int fd)
{
	struct buf b;
	int64_t at = 0;
	ssize_t n = -1;

	buf_init(&b, 1 << 16);
	if (buf_reserve(&b, 1 << 16)) {
		while (c->found->bad == 0 &&
		    (n = file_pread(fd, b.p + b.n, b.cap - b.n, at)) > 0) {
			at += n;
			b.n += (size_t)n;
			check_part(c, &b);
		}
	}
	if (c->found->bad != 0)
		n = 0;
	else if (b.n > 0)
		blame(c, "it is cut off");
	else if (c->head.n > c->last.n)
		blame(c, "it is missing, and the head names it");
	buf_release(&b);
	return (n == -1 ? -1 : 0);
}

int
ledger_read(int dirfd, struct ledger_check *found,
    void (*line)(void *, struct span), void *arg)
{
	struct check c = { .found = found, .line = line, .arg = arg };
	int fd, rc;

	*found = (struct ledger_check){ .lines = 0 };
	ledgerline_first(&c.last);
	fd = file_open(dirfd, LEDGER_NAME, O_RDONLY);
	if (fd == -1 && errno != ENOENT)
		return (-1);
	/* Where locks are refused, a line being written may look cut off. */
	if (fd != -1)
		(void)lock(fd, LOCK_SH);
	rc = read_head(dirfd, &c.head);
	if (rc == 0 && fd != -1)
		rc = check_file(&c, fd);
	else if (rc == 0 && c.head.n > 0)
		blame(&c, "it is missing, and the head names it");
	file_close(fd);
	memcpy(found->hash, c.last.hash, sizeof(found->hash));
	return (rc == -1 ? -1 : found->bad != 0);
}

int
ledger_verify(int dirfd, struct ledger_check *found)
{
	return (ledger_read(dirfd, found, NULL, NULL));
}
