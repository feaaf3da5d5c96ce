/* SPDX-License-Identifier: ISC */
#include "scrub/path.h"

#include "scrub/names.h"
#include "scrub/pairs.h"
#include "scrub/search.h"
#include "scrub/text.h"

/* Add the values of parameters with a personal name to the hits of ${t}. */
static void
find_pairs(const struct scrub *s, struct text *t)
{
	struct pair p = { .value = 0 };
	enum kind k;

	while (pairs_next(t->clear, p.value, &p)) {
		if (!names_find(s->names, p.name, &k))
			continue;
		detect_add(&t->hits, (struct found){ k, p.value, p.end });
	}
}

void
path_put(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct text t;

	if (rule->action == ACTION_KEEP) {
		buf_addspan(out, in);
		return;
	}
	text_open(s, in, &t);
	if (bytes_all(t.set, BYTES_PAIRS))
		find_pairs(s, &t);
	search_path(s, &t);
	text_detect(&t);
	text_put(s, &t, place, out);
}

void
path_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	path_put(s, rule, PLACE_PATH, in, out);
}
