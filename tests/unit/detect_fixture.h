/* SPDX-License-Identifier: ISC */
/* What the tests of the detectors share: a text with its hits replaced. */
#ifndef UNIT_DETECT_FIXTURE_H
#define UNIT_DETECT_FIXTURE_H

#include <stdio.h>

#include "scrub/text.h"
#include "unit/scrub_fixture.h"

static inline void
detect_any(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	text_scrub(s, PLACE_OTHER, in, out);
}

static inline void
detect_alone(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct text t;

	(void)rule;
	text_open(s, in, &t);
	text_detect(&t);
	detect_lone(t.clear, t.set, &t.hits);
	text_put(s, &t, PLACE_OTHER, out);
}

/* Try the ${n} cases at ${c} as any text, also with hits far from its start. */
static inline void
detect_try(const struct fixture_case *c, size_t n)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < n; i++) {
		fixture_try(&f, detect_any, CLASS_OPAQUE, &c[i]);
		for (size_t pad = 1; pad <= 70; pad += 3) {
			char in[512], out[512];

			(void)snprintf(in, sizeof(in), "%*s%s", (int)pad, "/",
			    c[i].in);
			(void)snprintf(out, sizeof(out), "%*s%s", (int)pad, "/",
			    c[i].out == NULL ? c[i].in : c[i].out);
			fixture_try(&f, detect_any, CLASS_OPAQUE,
			    &(struct fixture_case){ in, out });
		}
	}
	fixture_release(&f);
}

/* Try the ${n} cases at ${c}, just as they are. */
static inline void
detect_try_as(scrub_fn *scrub, const struct fixture_case *c, size_t n)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < n; i++)
		fixture_try(&f, scrub, CLASS_OPAQUE, &c[i]);
	fixture_release(&f);
}

#define DETECT_TRY(table) detect_try(table, sizeof(table) / sizeof(table[0]))
#define DETECT_TRY_BARE(table) \
	detect_try_as(detect_any, table, sizeof(table) / sizeof(table[0]))
#define DETECT_TRY_LONE(table) \
	detect_try_as(detect_alone, table, sizeof(table) / sizeof(table[0]))

#endif
