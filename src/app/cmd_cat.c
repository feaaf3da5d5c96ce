/* SPDX-License-Identifier: ISC */
#include "app/cmd_cat.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "app/choice.h"
#include "base/buf.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/warn.h"
#include "model/calendar.h"
#include "retain/replay.h"

/* Bytes that are written at once, at least, but for the last ones. */
enum { WRITE_SIZE = 128 * 1024 };

static int
flush(struct buf *b)
{
	const int rc = fd_write(STDOUT_FILENO, b->p, b->n);

	buf_reset(b);
	return (rc);
}

/* zframe_emit: lines on their way to standard output. */
static int
put(void *arg, struct span s)
{
	struct buf *b = arg;

	if (b->n + s.n > b->max && flush(b) == -1)
		return (-1);
	if (s.n >= WRITE_SIZE)
		return (fd_write(STDOUT_FILENO, s.p, s.n));
	buf_addspan(b, s);
	if (!b->failed)
		return (0);
	errno = ENOMEM;
	return (-1);
}

static enum exits
replay(const struct replay *wanted)
{
	struct replay r = *wanted;
	struct buf b;
	bool lost = false;
	int rc, e;

	buf_init(&b, WRITE_SIZE);
	r.out = (struct zframe_out){ put, &b };
	rc = replay_run(&r, &lost);
	if (rc == 0)
		rc = flush(&b);
	e = errno;
	buf_release(&b);
	errno = e;
	/* As `head` does: it has seen enough. */
	if (rc == -1 && errno == EPIPE)
		return (EXITS_OK);
	if (rc == -1)
		warn_errno("standard output");
	return (rc == -1 || lost ? EXITS_LOST : EXITS_OK);
}

/* What ${arg} says that ${option} is; NULL leaves ${when} as it is. */
static int
take_time(const char *option, const char *arg, int64_t *when)
{
	if (arg == NULL || calendar_parse(span_str(arg), when))
		return (0);
	warn_msg("%s takes a local time: 2026-11-21, 2026-11-21T13, "
		 "2026-11-21T13:05 or 2026-11-21T13:05:00",
	    option);
	return (-1);
}

static int
take_times(const struct options *o, struct replay *r)
{
	if (take_time("--from", o->from, &r->from) == -1 ||
	    take_time("--to", o->to, &r->to) == -1)
		return (-1);
	if (r->from < r->to)
		return (0);
	warn_msg("--from is not before --to");
	return (-1);
}

/* The streams of ${dir}, open as ${fd}. */
static enum exits
cat(struct replay r, const struct options *o, const char *dir, int fd)
{
	struct inventory inv;
	enum exits code = EXITS_LOST;

	r.inventory = &inv;
	if (choice_list(o, &inv, dir, fd) == 0) {
		inventory_by_time(&inv);
		code = replay(&r);
		if (inv.failed > 0)
			code = EXITS_LOST;
	}
	inventory_release(&inv);
	return (code);
}

enum exits
cmd_cat_run(struct ready *r, const char *dir)
{
	const struct options *o = &r->options;
	struct replay replay = { .from = INT64_MIN, .to = INT64_MAX };
	enum exits code;
	int fd;

	if (take_times(o, &replay) == -1)
		return (EXITS_USAGE);
	if (!choice_is_fine(o))
		return (EXITS_USAGE);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1) {
		warn_errno("%s", dir);
		return (EXITS_LOST);
	}
	(void)signal(SIGPIPE, SIG_IGN);
	code = cat(replay, o, dir, fd);
	file_close(fd);
	return (code);
}
