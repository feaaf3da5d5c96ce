/* SPDX-License-Identifier: ISC */
#include "retain/inventory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/segscan.h"
#include "model/streamdir.h"
#include "retain/tree.h"

static int
compare(int64_t a, int64_t b)
{
	return ((a > b) - (a < b));
}

static int
by_period(const struct inventory_item *a, const struct inventory_item *b)
{
	const struct period *p = &a->segment.period, *q = &b->segment.period;
	const int rc = compare(p->start, q->start);

	return (rc != 0 ? rc : compare(p->end, q->end));
}

static int
by_stream(const struct inventory_item *a, const struct inventory_item *b)
{
	return ((a->stream > b->stream) - (a->stream < b->stream));
}

static int
by_class(const struct inventory_item *a, const struct inventory_item *b)
{
	return (strcmp(a->segment.class, b->segment.class));
}

/* Sealed ones in the order they were written in, then what still is. */
static int
by_state(const struct inventory_item *a, const struct inventory_item *b)
{
	static const int rank[] = { [SEGMENT_SEALED] = 0,
		[SEGMENT_LIVE] = 1,
		[SEGMENT_TMP] = 2 };
	const struct segment *s = &a->segment, *t = &b->segment;
	const int rc = compare(rank[s->state], rank[t->state]);

	return (rc != 0 ? rc : compare(s->serial, t->serial));
}

static int
order_stream(const void *p, const void *q)
{
	const struct inventory_item *a = p, *b = q;
	int rc = by_stream(a, b);

	rc = rc != 0 ? rc : by_class(a, b);
	rc = rc != 0 ? rc : by_period(a, b);
	return (rc != 0 ? rc : by_state(a, b));
}

static int
order_time(const void *p, const void *q)
{
	const struct inventory_item *a = p, *b = q;
	int rc = by_period(a, b);

	rc = rc != 0 ? rc : by_stream(a, b);
	rc = rc != 0 ? rc : by_class(a, b);
	return (rc != 0 ? rc : by_state(a, b));
}

static void
sort(struct inventory *inv, int (*order)(const void *, const void *))
{
	/* Without items there is no array either. */
	if (inv->n > 0)
		qsort(inv->item, inv->n, sizeof(*inv->item), order);
}

void
inventory_by_time(struct inventory *inv)
{
	sort(inv, order_time);
}

/* Add the segments of ${l} as those of the last stream. */
static int
add_segments(struct inventory *inv, const struct segscan_list *l)
{
	struct inventory_item *more;

	if (l->n == 0)
		return (0);
	more = reallocarray(inv->item, inv->n + l->n, sizeof(*more));
	if (more == NULL)
		return (-1);
	inv->item = more;
	for (size_t i = 0; i < l->n; i++)
		inv->item[inv->n++] =
		    (struct inventory_item){ inv->nstreams - 1,
			    l->entry[i].segment };
	return (0);
}

static int
add_stream(struct inventory *inv, const char *name)
{
	char **more =
	    reallocarray(inv->stream, inv->nstreams + 1, sizeof(*more));

	if (more == NULL)
		return (-1);
	inv->stream = more;
	if ((inv->stream[inv->nstreams] = strdup(name)) == NULL)
		return (-1);
	inv->nstreams++;
	return (0);
}

/* What is in the directory ${fd} of the last stream. */
static int
list_open(struct inventory *inv, int fd)
{
	struct segscan_list l;
	int rc = segscan_list(fd, &l);

	if (rc == 0)
		rc = add_segments(inv, &l);
	segscan_release(&l);
	return (rc);
}

/* The stream ${name}: -1 only where nothing more can be listed at all. */
static int
list_stream(struct inventory *inv, const char *name)
{
	int fd, rc;

	if (add_stream(inv, name) == -1)
		return (-1);
	fd = tree_open(inv->dirfd, name);
	rc = fd == -1 ? -1 : list_open(inv, fd);
	file_close(fd);
	if (rc == 0 || errno == ENOENT)
		return (0);
	if (errno == ENOMEM)
		return (-1);
	warn_errno("%s", name);
	inv->failed++;
	return (0);
}

static bool
is_wanted(const char *name, struct span only)
{
	return (only.n == 0 || span_caseeq(span_str(name), only));
}

static int
list_streams(struct inventory *inv, struct span only)
{
	struct dirnames streams;
	int rc = streamdir_list(inv->dirfd, &streams);

	for (size_t i = 0; i < streams.n && rc == 0; i++)
		if (is_wanted(streams.name[i], only))
			rc = list_stream(inv, streams.name[i]);
	dirnames_release(&streams);
	return (rc);
}

int
inventory_list(struct inventory *inv, int dirfd, struct span only)
{
	*inv = (struct inventory){ .dirfd = dirfd };
	if (is_wanted(TREE_ROOT, only) &&
	    (add_stream(inv, TREE_ROOT) == -1 || list_open(inv, dirfd) == -1))
		return (-1);
	if (list_streams(inv, only) == -1)
		return (-1);
	sort(inv, order_stream);
	return (0);
}

void
inventory_release(struct inventory *inv)
{
	for (size_t i = 0; i < inv->nstreams; i++)
		free(inv->stream[i]);
	free(inv->stream);
	free(inv->item);
	*inv = (struct inventory){ .dirfd = -1 };
}

int
inventory_dir(const struct inventory *inv, size_t stream)
{
	return (tree_open(inv->dirfd, inv->stream[stream]));
}

void
inventory_only_class(struct inventory *inv, const char *class)
{
	size_t n = 0;

	for (size_t i = 0; i < inv->n; i++)
		if (strcmp(inv->item[i].segment.class, class) == 0)
			inv->item[n++] = inv->item[i];
	inv->n = n;
}
