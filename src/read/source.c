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

enum { PIPE_WANTED = 1024 * 1024, FLUSH_AFTER_TERM = 50 };

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
	const char *compression;
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
	free(s->carry);
	free(s);
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
		if (wait_input(s, 0))
			return (STEP_READ);
		s->cut = s->ending == END_OF_FILE;
		return (STEP_END);
	}
	if (is_due(s, empty, since, &ms))
		return (STEP_FLUSH);
	if (wait_input(s, ms))
		return (STEP_READ);
	/* The first TERM hands on what is there. */
	if (!term && s->stopping->term && !empty)
		return (STEP_FLUSH);
	return (STEP_AGAIN);
}

static const char *
compression(struct span head)
{
	static const struct {
		const char *name;
		struct span magic;
	} table[] = {
		{ "gzip", { "\x1f\x8b", 2 } },
		{ "zstd", { "\x28\xb5\x2f\xfd", 4 } },
		{ "bzip2", { "BZh", 3 } },
		{ "xz",
		    { "\xfd"
		      "7zXZ",
			5 } },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_starts(head, table[i].magic))
			return (table[i].name);
	return (NULL);
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

/* Read once. False at the end of the input or on error (errno, else 0). */
static bool
fill(struct source *s, struct chunk *c)
{
	const ssize_t r = fd_read(s->fd, c->p + c->n, CHUNK_SIZE - c->n);

	errno = r < 0 ? errno : 0;
	if (r < 0 && errno == EAGAIN) {
		/* The descriptor is non-blocking: somebody else's choice. */
		(void)wait_input(s, 1000);
		return (true);
	}
	if (r <= 0)
		return (false);
	c->n += (size_t)r;
	c->bytes += (uint64_t)r;
	if (s->skipping)
		skip(s, c);
	return (true);
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
		if (step == STEP_END || !fill(s, c)) {
			if (step == STEP_READ)
				s->error = errno;
			s->ended = true;
			/* A TERM that came along with the end counts, too. */
			let_signals_in(s);
		}
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
			c->first = !s->isfile;
			s->compression = compression(span_make(c->p, c->n));
		}
		c->binary = s->compression != NULL;
		if (s->ended) {
			c->toolong += s->skipping;
			s->skipping = false;
		} else
			keep_back(s, c);
	} while (!s->ended && c->n == 0 && c->toolong == 0);
	c->last = s->ended;
	if (c->n > 0 || c->toolong > 0 || c->bytes > 0)
		return (1);
	errno = s->error;
	return (s->error != 0 ? -1 : 0);
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
	return (s->compression);
}
