/* SPDX-License-Identifier: ISC */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/unpack.h"
#include "base/warn.h"

enum {
	PIPE_WANTED = 1024 * 1024,
	FLUSH_AFTER_TERM = 50,
	PACKED_SIZE = 64 * 1024
};

enum ending {
	END_OF_FILE, /* regular file, terminal, socket: at end of file */
	END_OF_PIPE, /* at end of file; a TERM does not end it */
	END_DRAINED /* never; a TERM ends it when it is empty */
};

struct source {
	int fd;
	int flush; /* milliseconds */
	const struct stopping *stopping;
	sigset_t open; /* the signal mask while waiting */
	enum ending ending;
	bool isfile;
	uint64_t size;
	char *carry; /* the start of a line whose end was not read yet */
	size_t ncarry;
	bool skipping; /* inside a line that fits in no chunk */
	bool started;
	bool ended;
	bool cut;
	int error; /* errno of the read that failed, or 0 */
	bool known; /* whether the input is compressed */
	const struct unpack_kind *kind; /* NULL: the input is text */
	struct unpack *unpack; /* NULL: it is not to be unpacked */
	char *memory; /* PACKED_SIZE bytes, for what is to be unpacked */
	struct span packed; /* the rest of what was read */
	bool full; /* there may be more to come out */
};

static void
classify(struct source *s)
{
	const int mode = fcntl(s->fd, F_GETFL);
	struct stat st;

	s->ending = END_OF_FILE;
	if (fstat(s->fd, &st) == -1)
		return;
	if (S_ISREG(st.st_mode)) {
		s->isfile = true;
		s->size = (uint64_t)st.st_size;
	} else if (S_ISFIFO(st.st_mode)) {
		s->ending = mode != -1 && (mode & O_ACCMODE) == O_RDWR ?
		    END_DRAINED :
		    END_OF_PIPE;
		/* A larger pipe rides out longer pauses; it need not work. */
		(void)fcntl(s->fd, F_SETPIPE_SZ, PIPE_WANTED);
	}
}

struct source *
source_open(int fd, int flush, const struct stopping *stopping)
{
	struct source *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->fd = fd;
	s->flush = flush;
	s->stopping = stopping;
	if ((s->carry = malloc(CHUNK_SIZE)) == NULL) {
		free(s);
		return (NULL);
	}
	classify(s);
	(void)pthread_sigmask(SIG_BLOCK, NULL, &s->open);
	(void)sigdelset(&s->open, SIGTERM);
	(void)sigdelset(&s->open, SIGINT);
	(void)sigdelset(&s->open, SIGHUP);
	return (s);
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	unpack_free(s->unpack);
	free(s->memory);
	free(s->carry);
	free(s);
}

/* Is there something left of what was read? */
static bool
is_pending(const struct source *s)
{
	return (s->packed.n > 0 || s->full);
}

/* Wait for bytes for at most ${ms} (-1: for ever); is there something? */
static bool
wait_input(const struct source *s, int64_t ms)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	const struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };
	const int n = ppoll(&p, 1, ms < 0 ? NULL : &ts, &s->open);

	return (n == 1);
}

/*
 * A signal that came while nobody waited: ppoll() on a descriptor that is
 * always ready would not let it in.
 */
static void
let_signals_in(const struct source *s)
{
	const struct timespec none = { 0, 0 };

	(void)ppoll(NULL, 0, &none, &s->open);
}

/* Must the wait end although the chunk is not full? ${ms} is what is left. */
static bool
is_due(const struct source *s, bool empty, int64_t since, int64_t *ms)
{
	const int flush = s->stopping->term ? FLUSH_AFTER_TERM : s->flush;

	*ms = -1;
	if (empty || flush == 0)
		return (false);
	*ms = since + flush - clock_ms();
	return (*ms <= 0);
}

enum step { STEP_READ, STEP_FLUSH, STEP_AGAIN, STEP_END };

/* What to do next, when there may be nothing to read yet. */
static enum step
next_step(struct source *s, bool empty, int64_t since)
{
	bool term;
	int64_t ms;

	let_signals_in(s);
	term = s->stopping->term != 0;
	if (s->stopping->stop) {
		s->cut = s->ending != END_DRAINED;
		return (STEP_END);
	}
	if (s->isfile) {
		s->cut = s->stopping->term || s->stopping->stop;
		return (s->cut ? STEP_END : STEP_READ);
	}
	if (term && s->ending != END_OF_PIPE) {
		if (is_pending(s) || wait_input(s, 0))
			return (STEP_READ);
		s->cut = s->ending == END_OF_FILE;
		return (STEP_END);
	}
	if (is_due(s, empty, since, &ms))
		return (STEP_FLUSH);
	if (is_pending(s) || wait_input(s, ms))
		return (STEP_READ);
	/* The first TERM hands on what is there. */
	if (!term && s->stopping->term && !empty)
		return (STEP_FLUSH);
	return (STEP_AGAIN);
}

/* The rest of a line that fits in no chunk: drop it. */
static void
skip(struct source *s, struct chunk *c)
{
	const size_t n = span_index(span_make(c->p, c->n), '\n');

	if (n == c->n) {
		c->n = 0;
		return;
	}
	c->toolong++;
	s->skipping = false;
	c->n -= n + 1;
	memmove(c->p, c->p + n + 1, c->n);
}

/* Read at most ${n} bytes to ${p}; -1 with errno EAGAIN: try again. */
static ssize_t
read_input(const struct source *s, struct chunk *c, char *p, size_t n)
{
	const ssize_t r = fd_read(s->fd, p, n);

	if (r == -1 && errno == EAGAIN) {
		/* The descriptor is non-blocking: somebody else's choice. */
		(void)wait_input(s, 1000);
		errno = EAGAIN;
	}
	c->bytes += r > 0 ? (uint64_t)r : 0;
	return (r);
}

/* The first bytes are all of ${c}: are they text? False without memory. */
static bool
sniff(struct source *s, struct chunk *c)
{
	bool undecided;

	s->kind = unpack_sniff(span_make(c->p, c->n), &undecided);
	s->known = !undecided;
	if (s->kind == NULL)
		return (true);
	if ((s->unpack = unpack_new(s->kind)) == NULL)
		return (errno == ENOTSUP);
	if ((s->memory = malloc(PACKED_SIZE)) == NULL)
		return (false);
	memcpy(s->memory, c->p, c->n);
	s->packed = span_make(s->memory, c->n);
	c->n = 0;
	return (true);
}

/* Read once as text. -1 with errno set; 0 at the end of the input. */
static ssize_t
fill_text(struct source *s, struct chunk *c)
{
	const size_t size = s->known ? CHUNK_SIZE : PACKED_SIZE;
	const ssize_t r = read_input(s, c, c->p + c->n, size - c->n);

	if (r <= 0)
		return (r);
	c->n += (size_t)r;
	return (s->known || sniff(s, c) ? r : -1);
}

/* Unpack, and read once where there is nothing left to unpack. */
static ssize_t
fill_packed(struct source *s, struct chunk *c)
{
	struct buf out = { c->p, c->n, CHUNK_SIZE, CHUNK_SIZE, false };
	int rc;

	if (!is_pending(s)) {
		const ssize_t r = read_input(s, c, s->memory, PACKED_SIZE);

		if (r <= 0)
			return (r);
		s->packed = span_make(s->memory, (size_t)r);
	}
	rc = unpack_step(s->unpack, &s->packed, &out);
	s->full = rc == 1;
	c->n = out.n;
	return (rc == -1 ? -1 : 1);
}

/* Get bytes. False at the end of the input or on error (errno, else 0). */
static bool
fill(struct source *s, struct chunk *c)
{
	const ssize_t r =
	    s->unpack == NULL ? fill_text(s, c) : fill_packed(s, c);
	const int e = errno;

	if (s->skipping)
		skip(s, c);
	errno = r == -1 ? e : 0;
	return (r > 0 || errno == EAGAIN);
}

/* The input is over, and ${step} was the last. */
static void
finish(struct source *s, enum step step)
{
	if (step == STEP_READ)
		s->error = errno;
	if (s->error == 0 && !s->cut && s->unpack != NULL &&
	    unpack_end(s->unpack) == -1)
		s->error = errno;
	s->ended = true;
	/* A TERM that came along with the end counts, too. */
	let_signals_in(s);
}

/* Keep back what follows the last newline, for the next chunk. */
static void
keep_back(struct source *s, struct chunk *c)
{
	const char *nl = c->n == 0 ? NULL : memrchr(c->p, '\n', c->n);
	const size_t whole = nl == NULL ? 0 : (size_t)(nl - c->p) + 1;

	if (whole == 0 && c->n == CHUNK_SIZE) {
		s->skipping = true;
		c->n = 0;
		return;
	}
	s->ncarry = c->n - whole;
	if (s->ncarry > 0)
		memcpy(s->carry, c->p + whole, s->ncarry);
	c->n = whole;
}

static void
begin(struct source *s, struct chunk *c)
{
	c->n = s->ncarry;
	c->bytes = 0;
	c->toolong = 0;
	c->last = false;
	c->torn = false;
	c->first = false;
	if (s->ncarry > 0)
		memcpy(c->p, s->carry, s->ncarry);
	s->ncarry = 0;
}

/* Is there something to hand on in what was read from ${from} on? */
static bool
has_line(const struct chunk *c, size_t from)
{
	return (c->toolong > 0 ||
	    (c->n > from && memchr(c->p + from, '\n', c->n - from) != NULL));
}

/* Collect bytes until the chunk is to be handed on; a failed read ends it. */
static void
collect(struct source *s, struct chunk *c)
{
	int64_t since = clock_ms();
	bool empty = true;

	while (c->n < CHUNK_SIZE && !s->ended) {
		const enum step step = next_step(s, empty, since);
		const size_t before = s->skipping ? 0 : c->n;

		if (step == STEP_AGAIN)
			continue;
		if (step == STEP_FLUSH)
			break;
		if (step == STEP_END || !fill(s, c))
			finish(s, step);
		if (empty && has_line(c, before)) {
			empty = false;
			since = clock_ms();
		}
	}
}

int
source_next(struct source *s, struct chunk *c)
{
	if (s->ended) {
		errno = s->error;
		return (s->error != 0 ? -1 : 0);
	}
	begin(s, c);
	do {
		collect(s, c);
		if (!s->started && c->n > 0) {
			s->started = true;
			/* Of what is unpacked, the start was seen. */
			c->first = !s->isfile && s->unpack == NULL;
		}
		c->binary = s->kind != NULL && s->unpack == NULL;
		if (s->ended) {
			c->toolong += s->skipping;
			s->skipping = false;
		} else
			keep_back(s, c);
	} while (!s->ended && c->n == 0 && c->toolong == 0);
	c->last = s->ended;
	c->torn = s->ended && (s->error != 0 || s->cut);
	if (c->n > 0 || c->toolong > 0 || c->bytes > 0)
		return (1);
	errno = s->error;
	return (s->error != 0 ? -1 : 0);
}

void
source_warn(const struct source *s, const char *name)
{
	const char *fault = s->unpack == NULL ? NULL : unpack_fault(s->unpack);

	errno = s->error;
	if (fault == NULL)
		warn_errno("%s", name);
	else
		warn_msg("%s: %s data %s", name, unpack_name(s->kind), fault);
}

uint64_t
source_size(const struct source *s)
{
	return (s->size);
}

bool
source_is_file(const struct source *s)
{
	return (s->isfile);
}

bool
source_was_cut(const struct source *s)
{
	return (s->cut);
}

const char *
source_compression(const struct source *s)
{
	return (s->kind != NULL && s->unpack == NULL && s->error == 0 ?
		unpack_name(s->kind) :
		NULL);
}
