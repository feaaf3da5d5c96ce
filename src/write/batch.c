/* SPDX-License-Identifier: ISC */
#include "write/batch.h"

#include <errno.h>
#include <stdlib.h>

#include "base/zframe.h"
#include "model/segmeta.h"

enum {
	SLOT_MAX = 256 * 1024 * 1024, /* bytes of one part */
	SLOTS_KEPT = 8 /* with their memory, from one chunk to the next */
};

/* The lines of one period. */
struct slot {
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
	struct part *part;
};

struct batch *
batch_new(const struct output *o)
{
	struct batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return (NULL);
	b->rotate = o->rotate;
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
	free(b->part);
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
	b->nslot = 0;
	b->last = 0;
}

/* Room for one slot more, and for its part. */
static int
grow(struct batch *b)
{
	const size_t room = b->room == 0 ? 4 : b->room * 2;
	struct slot *s = realloc(b->slot, room * sizeof(*s));
	struct part *p;

	if (s == NULL)
		return (-1);
	b->slot = s;
	if ((p = realloc(b->part, room * sizeof(*p))) == NULL)
		return (-1);
	b->part = p;
	for (size_t i = b->room; i < room; i++) {
		buf_init(&s[i].raw, SLOT_MAX);
		buf_init(&s[i].out, SLOT_MAX);
	}
	b->room = room;
	return (0);
}

static bool
covers(const struct slot *s, int64_t when)
{
	return (when >= s->period.start && when < s->period.end);
}

/* The slot for lines of ${when}, NULL where there is no memory. */
static struct slot *
slot_for(struct batch *b, int64_t when)
{
	struct slot *s;

	if (b->nslot > 0 &&
	    (b->form != TO_DIRECTORY || covers(&b->slot[b->last], when)))
		return (&b->slot[b->last]);
	for (size_t i = b->nslot; i-- > 0;) {
		if (covers(&b->slot[i], when)) {
			b->last = i;
			return (&b->slot[i]);
		}
	}
	if (b->nslot == b->room && grow(b) == -1)
		return (NULL);
	b->last = b->nslot++;
	s = &b->slot[b->last];
	segmeta_init(&s->meta, SEGMETA_APPEND);
	s->period = (struct period){ .unit = b->rotate };
	if (b->form == TO_DIRECTORY)
		s->period = period_of(b->rotate, when);
	return (s);
}

int
batch_add(struct batch *b, const struct clean *c, const struct destination *to)
{
	const struct span text = clean_text(c);
	const int64_t when = clean_time(c);
	struct slot *s = slot_for(b, when);

	(void)to;
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
			.stream = "",
			.class = "",
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
