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
	bool tidywarned;
	int64_t tidywarned_at;
	bool lostfirst; /* of the last batch */
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

/* Is there something to be said again? Not more than once a minute. */
static bool
is_time(bool *warned, int64_t *at)
{
	const int64_t now = clock_now();

	if (*warned && now >= *at && now - *at < WARN_EVERY)
		return (false);
	*warned = true;
	*at = now;
	return (true);
}

/* Say that ${lines} were lost, with errno; not more than once a minute. */
static void
complain(struct sink *s, uint64_t lines)
{
	const int e = errno;

	s->unsaid += lines;
	if (!is_time(&s->warned, &s->warned_at))
		return;
	errno = e;
	warn_errno("output: %llu lines could not be written",
	    (unsigned long long)s->unsaid);
	s->unsaid = 0;
}

static uint64_t
put_part(struct sink *s, const struct part *p, int64_t now)
{
	if (s->dir == NULL)
		return (pipesink_put(&s->out, p));
	return (dirsink_put(s->dir, p, now) == 0 ? 0 : p->lines);
}

static int
follow(struct sink *s)
{
	return (s->dir == NULL ? 0 : dirsink_follow(s->dir));
}

uint64_t
sink_put(struct sink *s, const struct batch *b)
{
	const int64_t now = clock_now();
	const bool there = follow(s) == 0;
	uint64_t lost = 0;
	size_t n;
	const struct part *p = batch_parts(b, &n);
	int e = errno;

	for (size_t i = 0; i < n; i++) {
		const uint64_t lines =
		    there ? put_part(s, &p[i], now) : p[i].lines;

		if (lines > 0 && there)
			e = errno;
		lost += lines;
		if (i == 0)
			s->lostfirst = lines > 0;
	}
	if (lost > 0) {
		errno = e;
		complain(s, lost);
	}
	return (lost);
}

bool
sink_lost_first(const struct sink *s)
{
	return (s->lostfirst);
}

uint64_t
sink_put_until(struct sink *s, const struct batch *b, struct sink_stop *at)
{
	const int64_t now = clock_now();
	const bool there = follow(s) == 0;
	uint64_t lost = 0;
	size_t n;
	const struct part *p = batch_parts(b, &n);

	*at = (struct sink_stop){ 0 };
	while (at->part < n && lost == 0) {
		const size_t lines = p[at->part].lines;

		lost = there ? put_part(s, &p[at->part], now) : lines;
		at->lines = lines - (size_t)lost;
		at->written += at->lines;
		at->part += lost == 0;
	}
	for (size_t i = at->part + 1; i < n; i++)
		lost += p[i].lines;
	return (lost);
}

void
sink_tidy(struct sink *s, int64_t now)
{
	if (s->dir == NULL || dirsink_tidy(s->dir, now) == 0)
		return;
	s->failed = errno;
	if (!is_time(&s->tidywarned, &s->tidywarned_at))
		return;
	errno = s->failed;
	warn_errno("output: what was written may not be on the disk");
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
		warn_errno("output: what was written may not be on the disk");
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
