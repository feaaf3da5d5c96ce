/* SPDX-License-Identifier: ISC */
#include "model/segscan.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/zwalk.h"

static int
is_ours(const struct dirent *e)
{
	struct segment s;

	return (segment_parse(span_str(e->d_name), &s));
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

/* The name ${name}, which is_ours(). */
static void
add(struct segscan_list *l, const char *name)
{
	struct segscan_entry *e = &l->entry[l->n];

	(void)snprintf(e->name, sizeof(e->name), "%.*s", SEGMENT_NAME_MAX - 1,
	    name);
	if (segment_parse(span_str(name), &e->segment))
		l->n++;
}

int
segscan_list(int dirfd, struct segscan_list *l)
{
	struct dirent **found;
	const int n = scandirat(dirfd, ".", &found, is_ours, by_name);

	*l = (struct segscan_list){ 0 };
	if (n == -1)
		return (-1);
	if (n > 0)
		l->entry = calloc((size_t)n, sizeof(*l->entry));
	for (int i = 0; i < n; i++) {
		if (l->entry != NULL)
			add(l, found[i]->d_name);
		free(found[i]);
	}
	free(found);
	return (n > 0 && l->entry == NULL ? -1 : 0);
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
	if (zframe_payload(fd, at, &b) == 0)
		rc = segmeta_read(buf_span(&b), m) ? 1 : 0;
	else
		rc = errno == EBADMSG ? 0 : -1;
	buf_release(&b);
	return (rc);
}

int
segscan_seal(int fd, struct segmeta *m)
{
	struct zframe_at at;
	int rc = zwalk_last(fd, SEGMETA_MAX, &at);

	if (rc == 1)
		rc = segscan_note(fd, &at, m);
	return (rc == 1 ? m->kind == SEGMETA_SEAL : rc);
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
