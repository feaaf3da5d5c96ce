/* SPDX-License-Identifier: ISC */
#include "flow/firstevent.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/unpack.h"
#include "match/guess.h"
#include "model/policy.h"
#include "model/spelling.h"
#include "read/source.h"
#include "scrub/op.h"

/* Read so much, and of what is packed no more altogether. */
enum { BLOCK = 64 * 1024, PACKED_MAX = 8 * 1024 * 1024 };

struct firstevent {
	struct catalog *catalog;
	const struct matcher *matcher;
	struct matching *scratch;
	struct buf text; /* that a file begins with */
	char block[BLOCK];
};

struct firstevent *
firstevent_new(struct catalog *catalog, const struct matcher *matcher)
{
	struct firstevent *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return (NULL);
	e->catalog = catalog;
	e->matcher = matcher;
	e->scratch = matcher_scratch();
	buf_init(&e->text, CHUNK_SIZE);
	if (e->scratch != NULL && buf_reserve(&e->text, CHUNK_SIZE))
		return (e);
	firstevent_free(e);
	return (NULL);
}

void
firstevent_free(struct firstevent *e)
{
	if (e == NULL)
		return;
	matcher_scratch_free(e->scratch);
	buf_release(&e->text);
	free(e);
}

/* What a file begins with, unpacked: as much as can be had of it. */
static void
unpack(struct firstevent *e, int fd, const struct unpack_kind *kind)
{
	struct unpack *u = unpack_new(kind);
	int64_t at = 0;
	ssize_t n;
	int rc = 0;

	while (u != NULL && rc == 0 && at < PACKED_MAX &&
	    (n = file_pread(fd, e->block, sizeof(e->block), at)) > 0) {
		struct span in = span_make(e->block, (size_t)n);

		at += n;
		rc = unpack_step(u, &in, &e->text);
	}
	unpack_free(u);
}

static void
load(struct firstevent *e, int fd)
{
	const ssize_t n = file_pread(fd, e->block, sizeof(e->block), 0);
	const struct unpack_kind *kind;
	bool undecided;
	ssize_t all;

	buf_reset(&e->text);
	if (n <= 0)
		return;
	kind = unpack_sniff(span_make(e->block, (size_t)n), &undecided);
	if (kind != NULL) {
		unpack(e, fd, kind);
		return;
	}
	all = file_pread(fd, e->text.p, e->text.cap, 0);
	e->text.n = all > 0 ? (size_t)all : 0;
}

/* Does ${c} say when it was, and the day too? */
static bool
is_time(const struct cut *c, const struct field *f)
{
	const struct spelling sp = { f->time, f->compiled };

	return (f->class == CLASS_TIME && spelling_has_date(&sp) &&
	    !op_istimeless(c->value));
}

/* Which cut of ${r} says when it was, as a plan finds it; or ncuts. */
static size_t
find_time(const struct record *r)
{
	size_t spare = r->ncuts;

	for (size_t i = 0; i < r->ncuts; i++) {
		const struct field *f = &r->format->fields[r->cut[i].field];

		if (!is_time(&r->cut[i], f))
			continue;
		if (!f->spare)
			return (i);
		if (spare == r->ncuts)
			spare = i;
	}
	return (spare);
}

static bool
time_of(const struct record *r, int64_t now, int64_t *when)
{
	const size_t i = find_time(r);
	const struct field *f;
	struct stamp t;

	if (i == r->ncuts)
		return (false);
	f = &r->format->fields[r->cut[i].field];
	if (!spelling_parse(&(struct spelling){ f->time, f->compiled },
		r->cut[i].value, now, &t))
		return (false);
	*when = stamp_epoch(&t);
	return (true);
}

/* The smallest time of the first lines of ${m}; false: there is none. */
static bool
smallest(struct firstevent *e, const struct matcher *m, int64_t now,
    int64_t *when)
{
	struct span rest = buf_span(&e->text);
	unsigned lines = 0;
	struct record r;
	int64_t t;

	matcher_reset(e->scratch);
	*when = INT64_MAX;
	while (rest.n > 0 && lines < FIRSTEVENT_LINES) {
		const size_t n = span_index(rest, '\n');
		struct span line = span_make(rest.p, n);

		rest = span_from(rest, n < rest.n ? n + 1 : n);
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n > LINE_LIMIT ||
		    !matcher_line(m, e->scratch, line, &r) ||
		    !time_of(&r, now, &t))
			continue;
		lines++;
		*when = t < *when ? t : *when;
	}
	return (lines > 0);
}

bool
firstevent_find(void *arg, int fd, int64_t now, int64_t *when)
{
	struct firstevent *e = arg;
	const struct formatfile *found = NULL;
	struct buf names;
	enum guess g;

	load(e, fd);
	if (e->text.n == 0)
		return (false);
	if (e->matcher != NULL && smallest(e, e->matcher, now, when))
		return (true);
	buf_init(&names, 4096);
	g = guess_format(e->catalog, buf_span(&e->text), &found, &names);
	buf_release(&names);
	return (g == GUESS_FOUND && smallest(e, found->matcher, now, when));
}
