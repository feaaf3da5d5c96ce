/* SPDX-License-Identifier: ISC */
#include "write/batch.h"

#include <errno.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/zframe.h"
#include "model/segmeta.h"
#include "model/stream.h"

enum {
	SLOT_MAX = 256 * 1024 * 1024, /* bytes of one part */
	SLOTS_KEPT = 8, /* with their memory, from one chunk to the next */
	SLOTS_MAX = 8192, /* beyond, new streams are STREAM_OTHER */
	PERIODS_KEPT = 8,
	NAMES_MAX = 64 * 1024 * 1024
};

/* The lines of one stream, class and period. */
struct slot {
	uint64_t hash;
	size_t stream; /* where its name starts in that of all */
	size_t class;
	struct period period;
	struct buf raw;
	struct buf out;
	struct segmeta meta;
};

struct batch {
	enum { TO_STDOUT, TO_STDOUT_ZSTD, TO_DIRECTORY } form;
	enum period_unit rotate;
	struct zframe *zframe; /* NULL: plain text */
	struct slot *slot;
	size_t nslot;
	size_t room;
	size_t last; /* the slot of the line before: most often of the next */
	struct buf names; /* of streams and classes, with their NULs */
	uint64_t seed;
	uint32_t *place; /* by hash: a slot and 1, or 0; twice the room */
	struct period recent[PERIODS_KEPT];
	unsigned nrecent; /* how many there ever were */
	struct part *part;
};

struct batch *
batch_new(const struct output *o)
{
	struct batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return (NULL);
	b->rotate = o->rotate;
	b->seed = hash_seed();
	buf_init(&b->names, NAMES_MAX);
	b->form = o->dir != NULL ? TO_DIRECTORY :
	    o->zstd		 ? TO_STDOUT_ZSTD :
				   TO_STDOUT;
	if (b->form != TO_STDOUT &&
	    (b->zframe = zframe_new(o->level)) == NULL) {
		free(b);
		return (NULL);
	}
	return (b);
}

static void
slot_release(struct slot *s)
{
	buf_release(&s->raw);
	buf_release(&s->out);
}

void
batch_free(struct batch *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->room; i++)
		slot_release(&b->slot[i]);
	free(b->slot);
	free(b->place);
	free(b->part);
	buf_release(&b->names);
	zframe_free(b->zframe);
	free(b);
}

void
batch_reset(struct batch *b)
{
	for (size_t i = 0; i < b->nslot; i++) {
		buf_reset(&b->slot[i].raw);
		buf_reset(&b->slot[i].out);
		if (i >= SLOTS_KEPT)
			slot_release(&b->slot[i]);
	}
	if (b->nslot > 0)
		memset(b->place, 0, 2 * b->room * sizeof(*b->place));
	buf_reset(&b->names);
	b->nslot = 0;
	b->last = 0;
}

/* Let slot ${i} be found by its hash; there is always a free place. */
static void
settle(struct batch *b, size_t i)
{
	const size_t mask = 2 * b->room - 1;
	size_t at = b->slot[i].hash & mask;

	while (b->place[at] != 0)
		at = (at + 1) & mask;
	b->place[at] = (uint32_t)i + 1;
}

/* Room for one slot more, for its part and its place. */
static int
grow(struct batch *b)
{
	const size_t room = b->room == 0 ? 4 : b->room * 2;
	struct slot *s = reallocarray(b->slot, room, sizeof(*s));
	struct part *p;
	uint32_t *place;

	if (s == NULL)
		return (-1);
	b->slot = s;
	if ((p = reallocarray(b->part, room, sizeof(*p))) == NULL)
		return (-1);
	b->part = p;
	if ((place = calloc(2 * room, sizeof(*place))) == NULL)
		return (-1);
	free(b->place);
	b->place = place;
	for (size_t i = b->room; i < room; i++) {
		buf_init(&s[i].raw, SLOT_MAX);
		buf_init(&s[i].out, SLOT_MAX);
	}
	b->room = room;
	for (size_t i = 0; i < b->nslot; i++)
		settle(b, i);
	return (0);
}

static struct span
name_at(const struct batch *b, size_t at)
{
	return (span_str(b->names.p + at));
}

static bool
covers(const struct period *p, int64_t when)
{
	return (when >= p->start && when < p->end);
}

static bool
is_for(const struct batch *b, const struct slot *s,
    const struct destination *to, int64_t when)
{
	return (covers(&s->period, when) &&
	    span_eq(name_at(b, s->stream), to->stream) &&
	    span_eq(name_at(b, s->class), to->class));
}

/* The period of ${when}: streams side by side most often are of one. */
static const struct period *
period_for(struct batch *b, int64_t when)
{
	struct period *p;

	for (unsigned i = 0; i < b->nrecent && i < PERIODS_KEPT; i++)
		if (covers(&b->recent[i], when))
			return (&b->recent[i]);
	p = &b->recent[b->nrecent++ % PERIODS_KEPT];
	*p = period_of(b->rotate, when);
	return (p);
}

static uint64_t
hash_of(const struct batch *b, const struct destination *to,
    const struct period *p)
{
	const uint64_t h =
	    hash_bytes(hash_bytes(b->seed, 0, to->stream), 1, to->class);

	return (hash_bytes(h, 2,
	    span_make((const char *)&p->start, sizeof(p->start))));
}

/* The slot for lines of ${to} and ${p}; NULL: there is none yet. */
static struct slot *
find(struct batch *b, const struct destination *to, const struct period *p,
    uint64_t hash)
{
	const size_t mask = 2 * b->room - 1;

	for (size_t at = hash & mask; b->room > 0 && b->place[at] != 0;
	     at = (at + 1) & mask) {
		struct slot *s = &b->slot[b->place[at] - 1];

		if (s->hash == hash && is_for(b, s, to, p->start))
			return (s);
	}
	return (NULL);
}

/* Keep ${name}; where it starts is in ${at}. */
static int
add_name(struct batch *b, struct span name, size_t *at)
{
	*at = b->names.n;
	if (!buf_reserve(&b->names, name.n + 1)) {
		b->names.failed = false; /* what is in it is whole */
		errno = ENOMEM;
		return (-1);
	}
	buf_addspan(&b->names, name);
	buf_addc(&b->names, '\0');
	return (0);
}

static struct slot *
add_slot(struct batch *b, const struct destination *to, const struct period *p,
    uint64_t hash)
{
	struct slot *s;

	if (b->nslot == b->room && grow(b) == -1)
		return (NULL);
	s = &b->slot[b->nslot];
	if (add_name(b, to->stream, &s->stream) == -1 ||
	    add_name(b, to->class, &s->class) == -1)
		return (NULL);
	segmeta_init(&s->meta, SEGMETA_APPEND);
	s->period = *p;
	s->hash = hash;
	settle(b, b->nslot++);
	return (s);
}

/* The slot for lines of ${to} and ${when}, NULL where there is no memory. */
static struct slot *
slot_for(struct batch *b, const struct destination *to, int64_t when)
{
	static const struct destination nowhere = { { "", 0 }, { "", 0 } };
	struct period p = { .unit = b->rotate };
	struct destination other = { SPAN(STREAM_OTHER), to->class };
	struct slot *s;
	uint64_t hash;

	if (b->nslot > 0 &&
	    (b->form != TO_DIRECTORY || is_for(b, &b->slot[b->last], to, when)))
		return (&b->slot[b->last]);
	if (b->form != TO_DIRECTORY)
		return (add_slot(b, &nowhere, &p, 0));
	p = *period_for(b, when);
	hash = hash_of(b, to, &p);
	s = find(b, to, &p, hash);
	if (s == NULL && b->nslot >= SLOTS_MAX && to->stream.n > 0) {
		to = &other;
		hash = hash_of(b, to, &p);
		s = find(b, to, &p, hash);
	}
	if (s == NULL)
		s = add_slot(b, to, &p, hash);
	if (s != NULL)
		b->last = (size_t)(s - b->slot);
	return (s);
}

int
batch_add(struct batch *b, const struct clean *c, const struct destination *to)
{
	const struct span text = clean_text(c);
	const int64_t when = clean_time(c);
	struct slot *s = slot_for(b, to, when);

	if (s == NULL)
		return (-1);
	if (!buf_reserve(&s->raw, text.n + 1)) {
		s->raw.failed = false; /* what is in it is whole */
		errno = ENOMEM;
		return (-1);
	}
	buf_addspan(&s->raw, text);
	/* Other lines will follow in the file, maybe another process's. */
	if (b->form == TO_DIRECTORY && !span_ends(text, SPAN("\n")))
		buf_addc(&s->raw, '\n');
	s->meta.lines++;
	if (when < s->meta.oldest)
		s->meta.oldest = when;
	if (when > s->meta.newest)
		s->meta.newest = when;
	return (0);
}

static int
finish_slot(struct batch *b, struct slot *s)
{
	struct buf *out = &s->out;

	if (b->form == TO_STDOUT)
		return (0);
	buf_reset(out);
	if (b->form == TO_DIRECTORY)
		segmeta_frame(&s->meta, out);
	if (!out->failed &&
	    zframe_compress(b->zframe, buf_span(&s->raw), out) == 0)
		return (0);
	out->failed = false;
	errno = ENOMEM;
	return (-1);
}

int
batch_finish(struct batch *b, const struct tally *t)
{
	for (size_t i = 0; i < b->nslot; i++) {
		struct slot *s = &b->slot[i];

		if (i == 0)
			memcpy(s->meta.withheld, t->verdict,
			    sizeof(s->meta.withheld));
		if (finish_slot(b, s) == -1)
			return (-1);
		b->part[i] = (struct part){
			.stream = b->names.p + s->stream,
			.class = b->names.p + s->class,
			.period = s->period,
			.bytes =
			    buf_span(b->form == TO_STDOUT ? &s->raw : &s->out),
			.lines = (size_t)s->meta.lines,
		};
	}
	return (0);
}

const struct part *
batch_parts(const struct batch *b, size_t *n)
{
	*n = b->nslot;
	return (b->part);
}
