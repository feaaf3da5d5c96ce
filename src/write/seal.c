/* SPDX-License-Identifier: ISC */
#include "write/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/probe.h"
#include "base/warn.h"
#include "model/segscan.h"
#include "write/sealcopy.h"
#include "write/segfile.h"

enum { SEALED_MODE = 0440, AFTER_END = 60 };

/* One segment on its way. */
struct job {
	int dirfd;
	const struct segscan_entry *entry;
	const struct seal_info *info;
	int live;
	int64_t size; /* of the live file when it was read */
	int tmp;
	char tmpname[SEGMENT_NAME_MAX];
};

/* What became of it; all but FAILED may go on to the next. */
enum outcome { SEALED, BUSY, FAILED };

static enum outcome
publish(const struct job *j)
{
	PROBE("seal.publish");
	if (segfile_publish(j->dirfd, j->entry->name, &j->entry->segment) == -1)
		return (FAILED);
	PROBE("seal.published");
	return (file_sync(j->dirfd) == -1 ? FAILED : SEALED);
}

/* Throw away the hidden file of a run that was killed. */
static enum outcome
remove_stale(const struct job *j)
{
	const int fd = file_open(j->dirfd, j->tmpname, O_RDONLY);
	enum outcome o = BUSY;

	if (fd == -1)
		return (errno == ENOENT ? SEALED : FAILED);
	if (segfile_lock(fd, LOCK_EX) == 1 && file_is(j->dirfd, j->tmpname, fd))
		o = unlinkat(j->dirfd, j->tmpname, 0) == 0 ? SEALED : FAILED;
	file_close(fd);
	return (o);
}

/* Make the hidden file. Its lock tells others that it is being filled. */
static enum outcome
make_tmp(struct job *j)
{
	const enum outcome o = remove_stale(j);

	if (o != SEALED)
		return (o);
	j->tmp = file_create(j->dirfd, j->tmpname, 0600);
	if (j->tmp == -1)
		return (errno == EEXIST ? BUSY : FAILED);
	if (segfile_lock(j->tmp, LOCK_EX) == 1 &&
	    file_is(j->dirfd, j->tmpname, j->tmp))
		return (SEALED);
	file_close(j->tmp);
	j->tmp = -1;
	return (BUSY);
}

/* Take the place of the live file, unless it changed meanwhile. */
static enum outcome
replace(const struct job *j)
{
	const char *name = j->entry->name;

	if (segfile_lock(j->live, LOCK_EX) != 1 ||
	    !file_is(j->dirfd, name, j->live) || file_size(j->live) != j->size)
		return (BUSY);
	PROBE("seal.replace");
	if (renameat(j->dirfd, j->tmpname, j->dirfd, name) == -1)
		return (FAILED);
	PROBE("seal.replaced");
	/*
	 * Not synced yet: late lines wait for the second rename. The disk sees
	 * the two in this order, and the next run can go on from the first.
	 */
	return (publish(j));
}

static enum outcome
recompress(struct job *j)
{
	enum outcome o = make_tmp(j);

	if (o != SEALED)
		return (o);
	PROBE("seal.tmp");
	if (sealcopy_run(j->live, j->tmp, &j->entry->segment, j->info) == -1)
		o = FAILED;
	PROBE("seal.copied");
	if (o == SEALED &&
	    (fchmod(j->tmp, SEALED_MODE) == -1 || file_sync(j->tmp) == -1))
		o = FAILED;
	PROBE("seal.synced");
	if (o == SEALED)
		o = replace(j);
	/* Gone already where it took the live file's place. */
	if (o != SEALED && file_is(j->dirfd, j->tmpname, j->tmp))
		(void)unlinkat(j->dirfd, j->tmpname, 0);
	file_close(j->tmp);
	return (o);
}

/* Nothing was ever written to it but the frame it is born with. */
static enum outcome
remove_empty(const struct job *j)
{
	return (unlinkat(j->dirfd, j->entry->name, 0) == 0 ? SEALED : FAILED);
}

/* The live file is open: see that it is nobody else's, and what it needs. */
static enum outcome
seal_open(struct job *j)
{
	struct segmeta m;
	int rc;

	if (segfile_lock(j->live, LOCK_EX) != 1 ||
	    !file_is(j->dirfd, j->entry->name, j->live))
		return (BUSY);
	if ((rc = segscan_seal(j->live, &m)) != 0)
		return (rc == -1 ? FAILED : publish(j));
	if ((j->size = file_size(j->live)) == -1)
		return (FAILED);
	if (j->size <= ZFRAME_HEADER)
		return (remove_empty(j));
	PROBE("seal.locked");
	if (segfile_lock(j->live, LOCK_SH) != 1)
		return (BUSY);
	return (recompress(j));
}

static enum outcome
seal_one(struct job *j)
{
	struct segment tmp = j->entry->segment;
	enum outcome o;

	tmp.state = SEGMENT_TMP;
	segment_name(&tmp, j->tmpname);
	j->live = file_open(j->dirfd, j->entry->name, O_RDWR | O_APPEND);
	/* One that has its seal may be read-only even to us. */
	if (j->live == -1 && errno == EACCES)
		j->live = file_open(j->dirfd, j->entry->name, O_RDONLY);
	if (j->live == -1)
		return (errno == ENOENT ? BUSY : FAILED);
	o = seal_open(j);
	file_close(j->live);
	return (o);
}

static bool
is_due(const struct segment *s, int64_t now)
{
	return (s->state == SEGMENT_LIVE && now - AFTER_END >= s->period.end);
}

/* Seal those of ${l} that are due; the last errno of those that failed. */
static int
seal_list(const struct segscan_list *l, int64_t now, const struct job *all,
    struct seal_count *count)
{
	int e = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct job j = *all;
		enum outcome o;

		if (!is_due(&l->entry[i].segment, now))
			continue;
		j.entry = &l->entry[i];
		o = seal_one(&j);
		count->sealed += o == SEALED;
		count->busy += o == BUSY;
		if (o != FAILED)
			continue;
		if (errno == ECANCELED)
			return (e);
		e = errno;
		count->failed++;
		warn_errno("%s: cannot be sealed", j.entry->name);
	}
	return (e);
}

int
seal_run(int dirfd, int64_t now, const struct seal_info *info,
    struct seal_count *count)
{
	const struct job all = { .dirfd = dirfd,
		.info = info,
		.live = -1,
		.tmp = -1 };
	struct segscan_list l;
	int rc, e;

	*count = (struct seal_count){ 0 };
	rc = segscan_list(dirfd, &l);
	e = errno;
	if (rc == 0 && (e = seal_list(&l, now, &all, count)) != 0)
		rc = -1;
	segscan_release(&l);
	errno = e;
	return (rc);
}
