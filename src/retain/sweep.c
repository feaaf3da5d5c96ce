/* SPDX-License-Identifier: ISC */
#include "retain/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/segscan.h"

enum outcome { KEPT, DELETED, REFUSED, FAILED };

struct sweep {
	int dirfd;
	const struct sweep_options *options;
	struct sweep_count *count;
};

/* How old the file ${fd} of ${s} is, and the keep that goes for it. */
static int
judge(int fd, const struct segment *s, const struct sweep_options *o,
    struct sweep_gone *gone)
{
	struct keep keep = o->keep;
	struct segmeta m;
	int rc = 0;

	segmeta_init(&m, SEGMETA_APPEND);
	if (s->state != SEGMENT_TMP)
		rc = segscan_seal(fd, &m);
	if (rc == -1)
		return (-1);
	if (rc == 1 && !o->keep_is_explicit)
		keep = m.keep;
	gone->oldest = s->period.start;
	gone->expired = period_expiry(&keep, gone->oldest);
	/* Only what the name makes old enough is worth a look at its notes. */
	if (gone->expired > o->now || s->state == SEGMENT_TMP)
		return (0);
	if (rc == 0)
		rc = segscan_appends(fd, &m);
	if (rc == -1)
		return (-1);
	if (rc == 1)
		gone->oldest = segscan_oldest(&s->period, &m);
	gone->expired = period_expiry(&keep, gone->oldest);
	return (0);
}

/* Delete ${gone}, open as ${fd}, if that is still what its name stands for. */
static enum outcome
discard(const struct sweep *w, int fd, const struct sweep_gone *gone)
{
	if (!w->options->dry_run) {
		if (!file_is(w->dirfd, gone->name, fd))
			return (KEPT);
		if (unlinkat(w->dirfd, gone->name, 0) == -1)
			return (FAILED);
	}
	w->count->bytes += gone->bytes;
	if (w->options->report != NULL)
		w->options->report(w->options->arg, gone);
	return (DELETED);
}

/* A file with several names is opened too: our name of it goes. */
static enum outcome
sweep_open(const struct sweep *w, const struct segscan_entry *e, int fd)
{
	struct sweep_gone gone = { .name = e->name };
	struct stat st;

	if (fstat(fd, &st) == -1)
		return (FAILED);
	if (!S_ISREG(st.st_mode))
		return (REFUSED);
	gone.bytes = (uint64_t)st.st_size;
	gone.linked = st.st_nlink > 1;
	if (judge(fd, &e->segment, w->options, &gone) == -1)
		return (FAILED);
	return (gone.expired > w->options->now ? KEPT : discard(w, fd, &gone));
}

static enum outcome
sweep_one(const struct sweep *w, const struct segscan_entry *e)
{
	struct stat st;
	enum outcome o;
	int fd;

	/* Before it is opened: to open a device or a FIFO can have effects. */
	if (fstatat(w->dirfd, e->name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return (errno == ENOENT ? KEPT : FAILED);
	if (!S_ISREG(st.st_mode))
		return (REFUSED);
	fd = openat(w->dirfd, e->name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return (errno == ENOENT ? KEPT : FAILED);
	o = sweep_open(w, e, fd);
	file_close(fd);
	return (o);
}

static int
sweep_list(const struct sweep *w, const struct segscan_list *l)
{
	struct sweep_count *count = w->count;
	int e = 0;

	for (size_t i = 0; i < l->n; i++) {
		const enum outcome o = sweep_one(w, &l->entry[i]);

		count->kept += o == KEPT;
		count->deleted += o == DELETED;
		count->refused += o == REFUSED;
		if (o != FAILED)
			continue;
		e = errno;
		count->failed++;
		warn_errno("%s: cannot be swept", l->entry[i].name);
	}
	if (count->deleted > 0 && !w->options->dry_run &&
	    file_sync(w->dirfd) == -1)
		e = errno;
	return (e);
}

int
sweep_run(int dirfd, const struct sweep_options *o, struct sweep_count *count)
{
	const struct sweep w = { dirfd, o, count };
	struct segscan_list l;
	int rc, e;

	*count = (struct sweep_count){ 0 };
	rc = segscan_list(dirfd, &l);
	e = errno;
	if (rc == 0 && (e = sweep_list(&w, &l)) != 0)
		rc = -1;
	segscan_release(&l);
	errno = e;
	return (rc);
}
