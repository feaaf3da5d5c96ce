/* SPDX-License-Identifier: ISC */
#include "app/cmd_ls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/choice.h"
#include "app/held.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/warn.h"
#include "retain/age.h"
#include "retain/holdfile.h"
#include "retain/inventory.h"
#include "retain/tree.h"

/* The stream that is being listed, and what goes for it. */
struct source {
	int dirfd; /* -1: it is gone, or failed */
	size_t stream;
	struct span vhost; /* as the policy is asked for it */
	const struct hold_list *holds;
};

struct listing {
	const struct inventory *inventory;
	const struct policy *policy;
	bool json;
	int64_t now;
	struct hold_list *holds; /* of the root */
	struct hold_list *own; /* of a stream that is a root of its own */
	struct source source;
	struct held sum;
	int failed; /* 0, or -1 */
};

static void
add(struct held *sum, const struct held *r)
{
	sum->segments += r->segments;
	sum->bytes += r->bytes;
	sum->lines += r->lines;
	sum->uncounted += r->uncounted;
	sum->held += r->held;
	if (r->oldest < sum->oldest)
		sum->oldest = r->oldest;
	if (r->newest > sum->newest)
		sum->newest = r->newest;
	if (r->expires < sum->expires)
		sum->expires = r->expires;
}

/* What ${age} says of the segment of ${r}, as far as it is known. */
static void
fill(struct held *r, const struct age *age)
{
	const struct period *p = &r->segment->period;

	age_span(r->segment, age, &r->about.first, &r->about.end);
	r->held = hold_covers(r->holds, &r->about, r->now) != NULL;
	r->expires = age->expires;
	r->uncounted = !age->counted && !held_is_copy(r);
	if (!age->counted)
		return;
	r->lines = age->sum.lines;
	if (r->lines == 0)
		return;
	r->oldest = age->oldest;
	if (age->sum.newest >= age->oldest && age->sum.newest < p->end)
		r->newest = age->sum.newest;
}

static int
judge(const struct listing *l, int fd, struct held *r, const struct stat *st)
{
	const struct kept kept = policy_keep(l->policy, l->source.vhost,
	    span_str(r->segment->class));
	const struct age_rule rule = { kept.keep, kept.given, INT64_MAX };
	struct age age;

	r->bytes = (uint64_t)st->st_size;
	if (age_judge(fd, r->segment, &rule, &age) == -1)
		return (-1);
	fill(r, &age);
	return (0);
}

/* Look at the segment of ${r}: 1; 0 when it is gone; or -1, warned. */
static int
look(const struct listing *l, struct held *r)
{
	char name[SEGMENT_NAME_MAX];
	struct stat st;
	int fd, rc = -1;

	segment_name(r->segment, name);
	fd = age_open(l->source.dirfd, name, &st);
	if (fd != -1 && judge(l, fd, r, &st) == 0)
		rc = 1;
	else if (fd == -1 && errno == ENOENT)
		rc = 0;
	else if (fd == -1 && errno == EINVAL)
		warn_msg("%s/%s: is no regular file", r->stream, name);
	else
		warn_errno("%s/%s", r->stream, name);
	file_close(fd);
	return (rc);
}

static const struct held empty = { .oldest = INT64_MAX,
	.newest = INT64_MIN,
	.expires = INT64_MAX };

/* A root of its own has its own holds, and no vhost in the eyes of a sweep. */
static void
enter(struct listing *l, size_t stream)
{
	const char *name = l->inventory->stream[stream];
	struct source *p = &l->source;

	file_close(p->dirfd);
	*p = (struct source){ .dirfd = inventory_dir(l->inventory, stream),
		.stream = stream,
		.holds = l->holds };
	if (p->dirfd == -1) {
		if (errno == ENOENT)
			return;
		warn_errno("%s", name);
		l->failed = -1;
	} else if (strcmp(name, TREE_ROOT) != 0 && !tree_is_root(p->dirfd)) {
		p->vhost = span_str(name);
	} else if (strcmp(name, TREE_ROOT) != 0) {
		p->holds = l->own;
		if (holdfile_load(p->dirfd, l->own) == -1)
			l->failed = -1;
	}
}

static void
list_one(struct listing *l, const struct inventory_item *item)
{
	const struct source *p = &l->source;
	struct held r = empty;
	int rc;

	memcpy(r.width, l->sum.width, sizeof(r.width));
	r.stream = l->inventory->stream[item->stream];
	r.segment = &item->segment;
	r.segments = 1;
	r.holds = p->holds;
	r.now = l->now;
	r.about.stream = p->vhost.n == 0 ? "" : r.stream;
	r.about.class = item->segment.class;
	rc = look(l, &r);
	if (rc == -1)
		l->failed = -1;
	if (rc != 1)
		return;
	if (!l->json) {
		held_text(&r, false);
	} else {
		(void)fputs(l->sum.segments == 0 ? "\n" : ",\n", stdout);
		held_json(&r);
	}
	add(&l->sum, &r);
}

/* All rows, and their sum. */
static void
list(struct listing *l)
{
	const struct inventory *inv = l->inventory;

	for (size_t i = 0; i < inv->n; i++) {
		const uint64_t before = l->sum.segments;
		size_t n = i;

		enter(l, inv->item[i].stream);
		for (; n < inv->n && inv->item[n].stream == l->source.stream;
		     n++)
			if (l->source.dirfd != -1)
				list_one(l, &inv->item[n]);
		i = n - 1;
		l->sum.streams += l->sum.segments > before;
	}
	file_close(l->source.dirfd);
}

static void
widen(int *width, const char *name)
{
	const int n = (int)strlen(name);

	*width = n > *width ? n : *width;
}

static enum exits
list_all(struct listing *l)
{
	const struct inventory *inv = l->inventory;
	struct held *sum = &l->sum;

	sum->stream = "total";
	widen(&sum->width[0], "stream");
	widen(&sum->width[1], "class");
	for (size_t i = 0; i < inv->n; i++) {
		widen(&sum->width[0], inv->stream[inv->item[i].stream]);
		widen(&sum->width[1], inv->item[i].segment.class);
	}
	if (l->json)
		printf("{\"segments\":[");
	else
		held_text(sum, true);
	list(l);
	if (l->json) {
		printf("%s],\n\"total\":", sum->segments == 0 ? "" : "\n");
		held_json(sum);
		printf("}\n");
	} else {
		held_text(sum, false);
	}
	return (l->failed == -1 || inv->failed > 0 ? EXITS_LOST : EXITS_OK);
}

/* ${dir}, which is open as ${fd}. */
static enum exits
list_dir(const struct options *o, const char *dir, int fd)
{
	struct hold_list *holds = calloc(2, sizeof(*holds));
	struct inventory inv = { .dirfd = fd };
	struct listing l = { .inventory = &inv,
		.policy = &o->config.policy,
		.json = o->json,
		.now = clock_now(),
		.source.dirfd = -1,
		.sum = empty };
	enum exits code = EXITS_LOST;

	if (holds == NULL) {
		warn_errno("%s", dir);
	} else if (choice_list(o, &inv, dir, fd) == 0) {
		l.holds = &holds[0];
		l.own = &holds[1];
		l.failed = holdfile_load(fd, l.holds);
		code = list_all(&l);
	}
	inventory_release(&inv);
	free(holds);
	return (code);
}

enum exits
cmd_ls_run(struct ready *r, const char *dir)
{
	const struct options *o = &r->options;
	enum exits code = EXITS_LOST;
	int fd;

	if (config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	if (!choice_is_fine(o))
		return (EXITS_USAGE);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1) {
		warn_errno("%s", dir);
		return (EXITS_LOST);
	}
	if (tree_is_stream(fd))
		warn_msg("%s: is a stream of %s/..: list that, with --vhost",
		    dir, dir);
	else
		code = list_dir(o, dir, fd);
	file_close(fd);
	return (code);
}
