/* SPDX-License-Identifier: ISC */
#include "scrub/referer.h"

#include "scrub/authority.h"
#include "scrub/entity.h"
#include "scrub/uri.h"

/* Where the fragment of ${s} begins; not within `&#64;`. */
static size_t
fragment_start(struct span s)
{
	size_t hash = span_index(s, '#'), at = 0;

	for (;;) {
		at += span_index(span_make(s.p + at, hash - at), '&') + 1;
		if (at > hash)
			return (hash);
		at += entity_hides(span_from(s, at));
		if (at > hash)
			hash = at + span_index(span_from(s, at), '#');
	}
}

static void
put_same(struct scrub *s, struct span in, struct buf *out)
{
	in.n = fragment_start(in);
	uri_put(s, (struct uri_places){ PLACE_REFERER, PLACE_REFERER }, in,
	    out);
}

static void
put_origin(struct scrub *s, struct span in, struct buf *out)
{
	struct span scheme, authority;

	(void)authority_cut(in, &scheme, &authority);
	if (authority.n == 0)
		return;
	buf_addspan(out, scheme);
	authority_put(s, PLACE_REFERER, authority, out);
	buf_addc(out, '/');
}

void
referer_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const size_t before = out->n;

	if (in.n == 0 || rule->action == ACTION_KEEP) {
		buf_addspan(out, in);
		return;
	}
	if (rule->action == ACTION_SAME)
		put_same(s, in, out);
	else if (rule->action == ACTION_ORIGIN)
		put_origin(s, in, out);
	if (out->n == before)
		buf_addc(out, '-');
}
