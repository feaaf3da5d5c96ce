/* SPDX-License-Identifier: ISC */
/*
 * Databases of a few networks, in a directory of the test's own.
 */
#ifndef UNIT_PLACE_FIXTURE_H
#define UNIT_PLACE_FIXTURE_H

#include "scrub/place.h"
#include "unit/mmdbwriter.h"
#include "unit/scratch.h"

struct place_row {
	const char *address; /* NULL ends a list */
	unsigned bits;
	const char *value;
};

static inline struct addr
place_addr(const char *text)
{
	struct addr a;

	cr_assert(addr_parse(span_str(text), &a), "%s", text);
	return (a);
}

static inline void
place_rows(struct mmdbwriter *w, const struct place_row *row)
{
	for (; row->address != NULL; row++) {
		const struct addr a = place_addr(row->address);

		mmdbwriter_add(w, &a, row->bits, row->value);
	}
}

/* Write what ${w} holds to ${name}, under another name first; ${w} is gone. */
static inline void
place_file(const struct scratch *s, const char *name, struct mmdbwriter *w)
{
	struct buf b;

	buf_init(&b, 1 << 28);
	mmdbwriter_write(w, &b);
	mmdbwriter_free(w);
	scratch_put(s, "new", b.p, b.n);
	cr_assert(renameat(s->fd, "new", s->fd, name) == 0);
	buf_release(&b);
}

static inline struct place_db *
place_try(const struct scratch *s, const char *name, enum geo what,
    char why[static PLACE_WHY])
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", s->path, name);
	why[0] = '\0';
	return (place_open(path, what, why));
}

static inline struct place_db *
place_good(const struct scratch *s, const char *name, enum geo what)
{
	char why[PLACE_WHY];
	struct place_db *p = place_try(s, name, what, why);

	cr_assert(p != NULL, "%s: %s", name, why);
	return (p);
}

/* A database of countries. */
static inline struct place_db *
place_of_rows(const struct scratch *s, unsigned version,
    const struct place_row *rows)
{
	struct mmdbwriter *w = mmdbwriter_new(version, 28, MMDBWRITER_GEOIP);

	place_rows(w, rows);
	place_file(s, "rows", w);
	return (place_good(s, "rows", GEO_COUNTRY));
}

/* Where ${text} is, as text that lasts until the next call. */
static inline const char *
place_name(const struct place_db *p, enum geo what, const char *text)
{
	static char name[32];
	const struct addr a = place_addr(text);
	unsigned bits;
	struct buf b;

	buf_init(&b, sizeof(name) - 1);
	place_write(what, place_find(p, &a, &bits), &b);
	cr_assert(bits <= (a.v6 ? 128 : 32));
	memcpy(name, b.p, b.n);
	name[b.n] = '\0';
	buf_release(&b);
	return (name);
}

#endif
