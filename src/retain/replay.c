/* SPDX-License-Identifier: ISC */
#include "retain/replay.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/warn.h"
#include "base/zwalk.h"
#include "model/segscan.h"
#include "retain/age.h"

/* How often to look again at what is being sealed just now. */
enum { TRIES = 100 };

struct player {
	const struct replay *replay;
	const char *stream; /* what is being read: its name */
	int dirfd; /* and its directory */
	const struct segment *first; /* of those of its period and class */
	bool stopped;
	bool lost;
};

/* zframe_emit: only look whether it decodes. */
static int
verify(void *arg, struct span s)
{
	(void)arg;
	(void)s;
	return (0);
}

/* zframe_emit: hand on. */
static int
hand_on(void *arg, struct span s)
{
	struct player *p = arg;
	const struct zframe_out *out = &p->replay->out;

	p->stopped = out->emit(out->arg, s) == -1;
	return (p->stopped ? -1 : 0);
}

/* Verified first: the checksum of a frame is at its end. */
static int
play_frame(struct player *p, int fd, struct zwalk *w, struct zframe_at *at)
{
	static const struct zframe_out look = { verify, NULL };
	const struct zframe_out out = { hand_on, p };

	if (zframe_decode(fd, at, &look) == 0)
		return (zframe_decode(fd, at, &out));
	if (errno != EBADMSG)
		return (-1);
	return (zwalk_reject(w, at) == -1 ? -1 : 0);
}

static void
tell_damage(struct player *p, const char *name, const struct zframe_at *at)
{
	warn_msg("%s/%s: %" PRId64 " bytes are damaged", p->stream, name,
	    at->end - at->start);
	p->lost = true;
}

static int
play_walk(struct player *p, int fd, const struct segment *s, const char *name)
{
	struct zframe_at at;
	struct zwalk w;
	int rc;

	if (zwalk_start(&w, fd) == -1)
		return (-1);
	while ((rc = zwalk_next(&w, &at)) == 1) {
		if (at.kind == ZFRAME_DATA && play_frame(p, fd, &w, &at) == -1)
			return (-1);
		if (at.kind != ZFRAME_DAMAGED)
			continue;
		/* Somebody may be appending just now. */
		if (s->state == SEGMENT_LIVE && at.end == w.size && !w.tired)
			break;
		tell_damage(p, name, &at);
	}
	return (rc == -1 ? -1 : 0);
}

static void
tell_errno(struct player *p, const char *name)
{
	if (errno == EINVAL)
		warn_msg("%s/%s: is no regular file", p->stream, name);
	else
		warn_errno("%s/%s", p->stream, name);
	p->lost = true;
}

/* All of the segment ${s} that is open as ${fd}. */
static void
play_open(struct player *p, int fd, const struct segment *s)
{
	char name[SEGMENT_NAME_MAX];

	segment_name(s, name);
	if (play_walk(p, fd, s, name) == -1 && !p->stopped)
		tell_errno(p, name);
}

static int
open_segment(struct player *p, const struct segment *s)
{
	char name[SEGMENT_NAME_MAX];
	struct stat st;
	int fd;

	segment_name(s, name);
	fd = age_open(p->dirfd, name, &st);
	/* What was swept meanwhile is not missed. */
	if (fd == -1 && errno != ENOENT)
		tell_errno(p, name);
	return (fd);
}

static void
play_sealed(struct player *p, unsigned serial)
{
	struct segment s = *p->first;
	int fd;

	s.state = SEGMENT_SEALED;
	s.serial = serial;
	fd = open_segment(p, &s);
	if (fd != -1)
		play_open(p, fd, &s);
	file_close(fd);
}

/* Are ${a} and ${b}, of one stream, parts of the same? */
static bool
is_same(const struct segment *a, const struct segment *b)
{
	return (a->period.start == b->period.start &&
	    a->period.end == b->period.end &&
	    a->period.unit == b->period.unit &&
	    strcmp(a->class, b->class) == 0);
}

/* The lowest number above ${last} of a sealed one in ${l}; 0: none is. */
static unsigned
next_serial(const struct player *p, const struct segscan_list *l, unsigned last)
{
	unsigned next = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct segment *s = &l->entry[i].segment;

		if (s->state == SEGMENT_SEALED && s->serial > last &&
		    is_same(s, p->first) && (next == 0 || s->serial < next))
			next = s->serial;
	}
	return (next);
}

/*
 * Open the live segment (-1: there is none any more) and list the sealed ones
 * that stand beside it. Where it still has its name after the listing it was
 * not sealed before that: no line is in both, and none in neither.
 */
static int
settle(struct player *p, const struct segment *live, struct segscan_list *l)
{
	char name[SEGMENT_NAME_MAX];

	segment_name(live, name);
	for (int i = 1;; i++) {
		const int fd = open_segment(p, live);

		if (segscan_list(p->dirfd, l) == -1)
			tell_errno(p, name);
		if (fd == -1 || i == TRIES || file_is(p->dirfd, name, fd))
			return (fd);
		file_close(fd);
		segscan_release(l);
	}
}

/* A period that is still written to, and may be sealed at any moment. */
static void
play_living(struct player *p, const struct segment *live)
{
	struct segscan_list l;
	const int fd = settle(p, live, &l);
	unsigned serial = 0;

	while (!p->stopped && (serial = next_serial(p, &l, serial)) != 0)
		play_sealed(p, serial);
	if (fd != -1 && !p->stopped)
		play_open(p, fd, live);
	file_close(fd);
	segscan_release(&l);
}

/* The ${n} segments of one period, stream and class, the live one last. */
static void
play_period(struct player *p, const struct inventory_item *item, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (item[i].segment.state == SEGMENT_LIVE) {
			play_living(p, &item[i].segment);
			return;
		}
	for (size_t i = 0; i < n && !p->stopped; i++)
		if (item[i].segment.state == SEGMENT_SEALED)
			play_sealed(p, item[i].segment.serial);
}

/* How many of the ${n} items go with the first. */
static size_t
run_length(const struct inventory_item *item, size_t n)
{
	size_t i = 1;

	while (i < n && item[i].stream == item[0].stream &&
	    is_same(&item[i].segment, &item[0].segment))
		i++;
	return (i);
}

static void
play_stream(struct player *p, const struct inventory_item *item, size_t n)
{
	const struct inventory *inv = p->replay->inventory;

	p->stream = inv->stream[item->stream];
	p->first = &item->segment;
	if (p->first->period.start >= p->replay->to ||
	    p->first->period.end <= p->replay->from)
		return;
	p->dirfd = inventory_dir(inv, item->stream);
	if (p->dirfd != -1) {
		play_period(p, item, n);
	} else if (errno != ENOENT) {
		warn_errno("%s", p->stream);
		p->lost = true;
	}
	file_close(p->dirfd);
}

int
replay_run(const struct replay *r, bool *lost)
{
	const struct inventory *inv = r->inventory;
	struct player p = { .replay = r, .dirfd = -1 };
	size_t n;

	for (size_t i = 0; i < inv->n && !p.stopped; i += n) {
		n = run_length(inv->item + i, inv->n - i);
		play_stream(&p, inv->item + i, n);
	}
	*lost = p.lost;
	return (p.stopped ? -1 : 0);
}
