/* SPDX-License-Identifier: ISC */
#include "write/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/warn.h"
#include "model/stream.h"
#include "model/streamdir.h"

/* Others make and remove streams too: after so many seconds count again. */
enum { STREAM_MODE = 0750, COUNT_EVERY = 60, TRIES = 8 };

void
streams_init(struct streams *s, const struct output *o)
{
	*s = (struct streams){ .output = o };
}

/* How many there are, but for the one that is always allowed. */
static int
count(int dirfd, size_t *n)
{
	struct dirnames found;
	const int rc = streamdir_list(dirfd, &found);

	*n = 0;
	for (size_t i = 0; i < found.n; i++)
		*n += strcmp(found.name[i], STREAM_OTHER) != 0;
	dirnames_release(&found);
	return (rc);
}

/* May there be one more? */
static int
has_room(struct streams *s, int dirfd)
{
	const int64_t now = clock_now();

	if (!s->counted || now < s->counted_at ||
	    now - s->counted_at >= COUNT_EVERY) {
		if (count(dirfd, &s->n) == -1)
			return (-1);
		s->counted = true;
		s->counted_at = now;
	}
	return (s->n < s->output->streams_max);
}

static int
by_name(const void *p, const void *q)
{
	const struct span *a = p, *b = q;
	const size_t n = a->n < b->n ? a->n : b->n;
	const int rc = n == 0 ? 0 : memcmp(a->p, b->p, n);

	return (rc != 0 ? rc : (a->n > b->n) - (a->n < b->n));
}

static bool
is_known(const struct output *o, const char *name)
{
	const struct span key = span_str(name);

	return (o->vhosts == NULL ||
	    bsearch(&key, o->vhosts, o->nvhosts, sizeof(key), by_name) != NULL);
}

/* The directory ${name}, which was not there a moment ago. */
static int
make(int dirfd, const char *name)
{
	const bool made = mkdirat(dirfd, name, STREAM_MODE) == 0;
	struct stat st;
	int fd;

	if (!made && errno != EEXIST)
		return (-1);
	fd = streamdir_open(dirfd, name);
	if (fd == -1 || !made)
		return (fd);
	/* That root may not (it lacks the capability) is no reason to fail. */
	if (geteuid() == 0 && fstat(dirfd, &st) == 0 &&
	    fchown(fd, st.st_uid, st.st_gid) == -1)
		errno = 0;
	if (fchmod(fd, STREAM_MODE) == 0)
		return (fd);
	file_close(fd);
	return (-1);
}

/* Is what stands there, by errno, no directory? */
static bool
is_obstacle(void)
{
	return (errno == ENOTDIR || errno == ELOOP);
}

/* The directory ${name}; with ${making} one that is not there is made. */
static int
enter(int dirfd, const char *name, bool making)
{
	int fd = streamdir_open(dirfd, name);

	/* Empty ones are removed at any moment; then they are made again. */
	for (int i = 0; making && fd == -1 && errno == ENOENT && i < TRIES; i++)
		fd = make(dirfd, name);
	return (fd);
}

/* The stream's own directory; -1 with errno 0: the other one is to be used. */
static int
enter_own(struct streams *s, int dirfd, const char *name)
{
	int fd = enter(dirfd, name, false);
	int room;

	if (fd == -1 && errno == ENOENT) {
		if ((room = has_room(s, dirfd)) == -1)
			return (-1);
		if (room == 0) {
			if (!s->told_full)
				warn_msg("there are %zu streams: lines of "
					 "further vhosts go to " STREAM_OTHER,
				    s->n);
			s->told_full = true;
			errno = 0;
			return (-1);
		}
		fd = enter(dirfd, name, true);
		s->n += fd != -1;
	}
	if (fd == -1 && is_obstacle()) {
		if (!s->told_obstacle)
			warn_msg("a vhost's directory is none: its lines go "
				 "to " STREAM_OTHER);
		s->told_obstacle = true;
		errno = 0;
	}
	return (fd);
}

int
streams_open(struct streams *s, int dirfd, const char **name)
{
	int fd;

	if (strcmp(*name, STREAM_OTHER) != 0 && is_known(s->output, *name)) {
		fd = enter_own(s, dirfd, *name);
		if (fd != -1 || errno != 0)
			return (fd);
	}
	*name = STREAM_OTHER;
	return (enter(dirfd, *name, true));
}
