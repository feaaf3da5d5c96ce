/* SPDX-License-Identifier: ISC */
/*
 * A directory for one test, what is in it, and numbered lines to fill it
 * with. Each test that includes this gets its own copy of everything.
 */
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "model/clean_make.h"
#include "model/stamp.h"
#include "write/batch.h"
#include "write/sink.h"

struct scratch {
	char path[96];
	int fd;
};

enum { SCRATCH_NUMBERS = 4096 };

static inline void
scratch_make(struct scratch *s)
{
	(void)snprintf(s->path, 64, "/tmp/logfade-unit-XXXXXX");
	cr_assert(mkdtemp(s->path) != NULL);
	s->fd = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert(s->fd != -1);
	setenv("TZ", "UTC", 1);
	tzset();
}

/* What is going to be warned of is meant to be. */
static inline void
scratch_hush(void)
{
	cr_assert(freopen("/dev/null", "w", stderr) != NULL);
}

/* Call ${f} with each name in ${s} but . and .. */
static inline void
scratch_each(const struct scratch *s,
    void (*f)(const struct scratch *, const char *, void *), void *arg)
{
	DIR *d = opendir(s->path);
	const struct dirent *e;

	cr_assert(d != NULL);
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			f(s, e->d_name, arg);
	closedir(d);
}

static inline void
scratch_unlink(const struct scratch *s, const char *name, void *arg)
{
	(void)arg;
	if (unlinkat(s->fd, name, 0) == -1)
		(void)unlinkat(s->fd, name, AT_REMOVEDIR);
}

static inline void
scratch_clear(const struct scratch *s)
{
	scratch_each(s, scratch_unlink, NULL);
}

static inline void
scratch_remove(struct scratch *s)
{
	scratch_clear(s);
	close(s->fd);
	cr_expect(rmdir(s->path) == 0);
}

static inline bool
scratch_has(const struct scratch *s, const char *name)
{
	return (faccessat(s->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
}

static inline struct stat
scratch_stat(const struct scratch *s, const char *name)
{
	struct stat st;

	cr_assert(fstatat(s->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0, "%s",
	    name);
	return (st);
}

static inline void
scratch_put(const struct scratch *s, const char *name, const void *p, size_t n)
{
	const int fd = openat(s->fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0640);

	cr_assert(fd != -1 && fd_write(fd, p, n) == 0);
	close(fd);
}

static inline void
scratch_get(const struct scratch *s, const char *name, struct buf *b)
{
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/%s", s->path, name);
	cr_assert(fd_slurp(path, b) == 0, "%s", name);
}

/* What the distribution's zstd unpacks from ${name}; false: it complains. */
static inline bool
scratch_zstdcat(const struct scratch *s, const char *name, struct buf *b)
{
	char path[512];
	int p[2], status;
	ssize_t n;
	pid_t pid;

	(void)snprintf(path, sizeof(path), "%s/%s", s->path, name);
	cr_assert(pipe(p) == 0 && (pid = fork()) != -1);
	if (pid == 0) {
		dup2(p[1], STDOUT_FILENO);
		close(p[0]);
		close(p[1]);
		execlp("zstdcat", "zstdcat", path, (char *)NULL);
		_exit(127);
	}
	close(p[1]);
	do {
		cr_assert(buf_reserve(b, 65536));
		n = fd_read(p[0], b->p + b->n, b->cap - b->n);
		b->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	close(p[0]);
	cr_assert(waitpid(pid, &status, 0) == pid);
	cr_assert(!WIFEXITED(status) || WEXITSTATUS(status) != 127);
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* How often each number stands in a text of `line N` lines. */
struct scratch_lines {
	unsigned seen[SCRATCH_NUMBERS];
	unsigned total;
};

static inline void
scratch_count(struct span s, struct scratch_lines *l)
{
	while (s.n > 0) {
		const size_t end = span_index(s, '\n');
		const struct span line = span_make(s.p, end);
		unsigned long long v;

		cr_assert(end < s.n, "a line without its end");
		cr_assert(span_starts(line, SPAN("line ")) &&
		    span_number(span_from(line, 5), SCRATCH_NUMBERS - 1, &v));
		l->seen[v]++;
		l->total++;
		s = span_from(s, end + 1);
	}
}

static inline void
scratch_count_file(const struct scratch *s, const char *name, void *lines)
{
	struct buf b;

	buf_init(&b, 1 << 28);
	/* A hidden file is no output yet. */
	if (name[0] != '.') {
		cr_assert(scratch_zstdcat(s, name, &b), "%s", name);
		scratch_count(buf_span(&b), lines);
	}
	buf_release(&b);
}

/* Lines 0 to ${n} stand in the directory exactly once; no other does. */
static inline void
scratch_expect(const struct scratch *s, unsigned n, const char *what)
{
	static struct scratch_lines l;

	l = (struct scratch_lines){ .total = 0 };
	scratch_each(s, scratch_count_file, &l);
	for (unsigned i = 0; i < SCRATCH_NUMBERS; i++)
		cr_assert_eq(l.seen[i], i < n, "%s: line %u: %u times", what, i,
		    l.seen[i]);
}

static inline int64_t
scratch_time(const char *iso)
{
	struct stamp t;

	cr_assert(stamp_parse(span_str(iso), TIME_ISO, &t), "%s", iso);
	return (stamp_epoch(&t));
}

static inline struct output
scratch_output(const struct scratch *s)
{
	return ((struct output){ .dir = s->path,
	    .rotate = PERIOD_DAY,
	    .level = 3,
	    .seal_level = 9 });
}

/* Add `line ${i}` for ${i} from ${from} up to ${to}, of the time ${when}. */
static inline void
scratch_fill(struct batch *b, unsigned from, unsigned to, int64_t when)
{
	struct clean c = { .time = when };

	buf_init(&c.text, 100);
	for (; from < to; from++) {
		buf_reset(&c.text);
		buf_addf(&c.text, "line %u\n", from);
		cr_assert(
		    batch_add(b, &c,
			&(struct destination){ SPAN(""), SPAN("") }) == 0);
	}
	buf_release(&c.text);
}

static inline void
scratch_finish(struct batch *b)
{
	struct tally t;

	tally_init(&t);
	cr_assert(batch_finish(b, &t) == 0);
}

/* Append these lines as one batch, through ${k}; what is not written. */
static inline uint64_t
scratch_sink(struct sink *k, const struct output *o, unsigned from, unsigned to,
    int64_t when)
{
	struct batch *b = batch_new(o);
	uint64_t lost;

	cr_assert(b != NULL);
	scratch_fill(b, from, to, when);
	scratch_finish(b);
	lost = sink_put(k, b);
	batch_free(b);
	return (lost);
}

/* The same through a sink of its own. */
static inline void
scratch_append(const struct scratch *s, unsigned from, unsigned to,
    int64_t when)
{
	const struct output o = scratch_output(s);
	struct sink *k = sink_open(&o);

	cr_assert(k != NULL);
	cr_assert_eq(scratch_sink(k, &o, from, to, when), 0);
	cr_assert(sink_close(k) == 0);
}

#endif
