/* SPDX-License-Identifier: ISC */
/*
 * What the tests of single detectors share: their cases, as any text and as a
 * lone one, at a page's end and cut at every place.
 */
#ifndef UNIT_DETECT_FIXTURE_H
#define UNIT_DETECT_FIXTURE_H

#include "scrub/text.h"
#include "scrub_fixture.h"

/* Any text. */
static inline void
detect_fixture_text(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	text_scrub(s, PLACE_OTHER, in, out);
}

/* A lone one: what is found in any, too. */
static inline void
detect_fixture_lone(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct text t;

	(void)rule;
	text_open(s, in, &t);
	text_detect(&t);
	detect_lone(t.clear, t.set, &t.hits);
	text_put(s, &t, PLACE_OTHER, out);
}

static inline void
detect_fixture_all(scrub_fn *scrub, const struct fixture_case *c, size_t n)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < n; i++)
		fixture_try(&f, scrub, CLASS_OPAQUE, &c[i]);
	fixture_release(&f);
}

#define TRY_TEXTS(table) \
	detect_fixture_all(detect_fixture_text, table, \
	    sizeof(table) / sizeof(table[0]))
#define TRY_LONE(table) \
	detect_fixture_all(detect_fixture_lone, table, \
	    sizeof(table) / sizeof(table[0]))

#endif
