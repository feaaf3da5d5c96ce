/* SPDX-License-Identifier: ISC */
#include "write/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/warn.h"
#include "write/dirsink.h"
#include "write/pipesink.h"

enum { WARN_EVERY = 60 };

struct sink {
	struct dirsink *dir; /* NULL: standard output */
	struct pipesink out;
	bool warned;
	int64_t warned_at;
	uint64_t unsaid; /* lines lost since the last warning */
	int failed; /* the errno of a sync that failed before the end */
};

struct sink *
sink_stream(int fd, bool frames)
{
	struct sink *s = calloc(1, sizeof(*s));

	if (s == NULL)
		warn_errno("output");
	else
		pipesink_init(&s->out, fd, frames);
	return (s);
}

struct sink *
sink_open(const struct output *o)
{
	struct sink *s = sink_stream(STDOUT_FILENO, o->zstd);

	if (s == NULL)
		return (NULL);
	if (o->dir == NULL || (s->dir = dirsink_open(o)) != NULL)
		return (s);
	free(s);
	return (NULL);
}

/* Say that ${lines} were lost, with errno; not more than once a minute. */
static void
complain(struct sink *s, uint64_t lines)
{
	const int e = errno;
	const int64_t now = clock_now();

	s->unsaid += lines;
	errno = e;
	if (s->warned && now >= s->warned_at && now - s->warned_at < WARN_EVERY)
		return;
	warn_errno("output: %llu lines could not be written",
	    (unsigned long long)s->unsaid);
	s->warned = true;
	s->warned_at = now;
	s->unsaid = 0;
}

static uint64_t
put_part(struct sink *s, const struct part *p, int64_t now)
{
	if (s->dir == NULL)
		return (pipesink_put(&s->out, p));
	return (dirsink_put(s->dir, p, now) == 0 ? 0 : p->lines);
}

uint64_t
sink_put(struct sink *s, const struct batch *b)
{
	const int64_t now = clock_now();
	uint64_t lost = 0;
	size_t n;
	const struct part *p = batch_parts(b, &n);
	int e = 0;

	for (size_t i = 0; i < n; i++) {
		const uint64_t lines = put_part(s, &p[i], now);

		if (lines > 0)
			e = errno;
		lost += lines;
	}
	if (lost > 0) {
		errno = e;
		complain(s, lost);
	}
	return (lost);
}

void
sink_tidy(struct sink *s, int64_t now)
{
	if (s->dir == NULL || dirsink_tidy(s->dir, now) == 0)
		return;
	s->failed = errno;
	warn_errno("output");
}

int
sink_dirfd(const struct sink *s)
{
	return (s->dir == NULL ? -1 : dirsink_fd(s->dir));
}

int
sink_close(struct sink *s)
{
	int rc =
	    s->dir == NULL ? pipesink_close(&s->out) : dirsink_close(s->dir);

	if (rc == -1)
		warn_errno("output");
	if (rc == 0 && s->failed != 0) {
		errno = s->failed;
		rc = -1;
	}
	if (s->unsaid > 0)
		warn_msg("output: %llu more lines could not be written",
		    (unsigned long long)s->unsaid);
	buf_release(&s->out.rest);
	free(s);
	return (rc);
}
