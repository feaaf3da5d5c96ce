/* SPDX-License-Identifier: ISC */
#include "retain/sweep.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/segscan.h"
#include "retain/age.h"

enum outcome { KEPT, DELETED, REFUSED, FAILED };

struct sweep {
	int dirfd;
	const struct sweep_options *options;
	struct sweep_count *count;
};

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
sweep_open(const struct sweep *w, const struct segscan_entry *e, int fd,
    const struct stat *st)
{
	const struct sweep_options *o = w->options;
	const struct age_rule rule = { o->keep, o->keep_is_explicit, o->now };
	struct sweep_gone gone = { .name = e->name };
	struct age age;

	if (age_judge(fd, &e->segment, &rule, &age) == -1)
		return (FAILED);
	gone.oldest = age.oldest;
	gone.expired = age.expires;
	gone.bytes = (uint64_t)st->st_size;
	gone.linked = st->st_nlink > 1;
	return (gone.expired > o->now ? KEPT : discard(w, fd, &gone));
}

static enum outcome
sweep_one(const struct sweep *w, const struct segscan_entry *e)
{
	struct stat st;
	enum outcome o;
	const int fd = age_open(w->dirfd, e->name, &st);

	if (fd == -1 && errno == EINVAL)
		return (REFUSED);
	if (fd == -1)
		return (errno == ENOENT ? KEPT : FAILED);
	o = sweep_open(w, e, fd, &st);
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
