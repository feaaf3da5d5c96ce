/* SPDX-License-Identifier: ISC */
#include "model/segscan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/zwalk.h"

static int
add(struct segscan_list *l, const char *name)
{
	struct segscan_entry e;

	if (!segment_parse(span_str(name), &e.segment))
		return (0);
	(void)memccpy(e.name, name, '\0', sizeof(e.name));
	/* Room is doubled whenever n reaches a power of two. */
	if ((l->n & (l->n - 1)) == 0) {
		const size_t room = l->n == 0 ? 1 : l->n * 2;
		void *p = realloc(l->entry, room * sizeof(*l->entry));

		if (p == NULL)
			return (-1);
		l->entry = p;
	}
	l->entry[l->n++] = e;
	return (0);
}

static int
by_name(const void *a, const void *b)
{
	const struct segscan_entry *x = a, *y = b;

	return (strcmp(x->name, y->name));
}

static int
read_names(DIR *d, struct segscan_list *l)
{
	const struct dirent *e;

	while (errno = 0, (e = readdir(d)) != NULL)
		if (add(l, e->d_name) == -1)
			return (-1);
	return (errno == 0 ? 0 : -1);
}

int
segscan_list(int dirfd, struct segscan_list *l)
{
	const int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d;
	int rc, e;

	*l = (struct segscan_list){ 0 };
	if (fd == -1)
		return (-1);
	if ((d = fdopendir(fd)) == NULL) {
		file_close(fd);
		return (-1);
	}
	rc = read_names(d, l);
	e = errno;
	(void)closedir(d);
	errno = e;
	if (l->n > 0)
		qsort(l->entry, l->n, sizeof(*l->entry), by_name);
	return (rc);
}

void
segscan_release(struct segscan_list *l)
{
	free(l->entry);
	*l = (struct segscan_list){ 0 };
}

int
segscan_note(int fd, const struct zframe_at *at, struct segmeta *m)
{
	struct buf b;
	int rc;

	if (at->kind != ZFRAME_SKIP || at->variant != ZFRAME_NOTE ||
	    at->end - at->start > SEGMETA_MAX)
		return (0);
	buf_init(&b, SEGMETA_MAX);
	rc = zframe_payload(fd, at, &b);
	if (rc == 0)
		rc = segmeta_read(buf_span(&b), m);
	else if (errno == EBADMSG)
		rc = 0;
	buf_release(&b);
	return (rc);
}

int
segscan_seal(int fd, struct segmeta *m)
{
	struct zframe_at at;
	const int rc = zwalk_last(fd, SEGMETA_MAX, &at);

	if (rc != 1)
		return (rc);
	return (segscan_note(fd, &at, m) == 1 && m->kind == SEGMETA_SEAL);
}

/* Each data frame has its own note right before it, or it is not counted. */
int
segscan_appends(int fd, struct segmeta *sum)
{
	struct zframe_at at;
	struct zwalk w;
	struct segmeta m;
	bool noted = false, complete = true;
	int rc;

	segmeta_init(sum, SEGMETA_APPEND);
	if (zwalk_start(&w, fd) == -1)
		return (-1);
	while ((rc = zwalk_next(&w, &at)) == 1) {
		if (at.kind != ZFRAME_SKIP) {
			complete &= noted && at.kind == ZFRAME_DATA;
			noted = false;
			continue;
		}
		rc = segscan_note(fd, &at, &m);
		if (rc == -1)
			return (-1);
		noted = rc == 1 && m.kind == SEGMETA_APPEND;
		if (rc == 1)
			segmeta_add(sum, &m);
	}
	return (rc == -1 ? -1 : complete);
}

int64_t
segscan_oldest(const struct period *p, const struct segmeta *m)
{
	if (m->oldest < p->start || m->oldest >= p->end)
		return (p->start);
	return (m->oldest);
}
