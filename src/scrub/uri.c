/* SPDX-License-Identifier: ISC */
#include "scrub/uri.h"

#include "base/ascii.h"
#include "scrub/authority.h"
#include "scrub/entity.h"
#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/search.h"

/* Is ${s}, with no slash in it, `user@host:port`? */
static bool
is_authority(struct span s)
{
	size_t i = s.n;

	while (i > 0 && ascii_isdigit(s.p[i - 1]))
		i--;
	return (i > 1 && i < s.n && s.p[i - 1] == ':' &&
	    span_index(s, '@') < i && span_index(s, '/') == s.n);
}

/* Where the query or fragment of ${s} begins; not within `&#64;`. */
static size_t
path_length(struct span s)
{
	static const bool stops[256] = {
		['?'] = true,
		['#'] = true,
		['&'] = true,
	};

	for (size_t n = 0; n < s.n; n++) {
		if (!stops[(unsigned char)s.p[n]])
			continue;
		if (s.p[n] != '&')
			return (n);
		n += entity_hides(span_from(s, n + 1));
	}
	return (s.n);
}

/* Append the query or fragment ${tail} with its mark, if any of it stays. */
static void
put_tail(struct scrub *s, enum place place, struct span tail, struct buf *out)
{
	const size_t before = out->n;

	buf_addc(out, tail.p[0]);
	if (!query_put(s, &s->policy->rule[CLASS_QUERY], place,
		span_from(tail, 1), out))
		out->n = before;
}

void
uri_put(struct scrub *s, struct uri_places places, struct span in,
    struct buf *out)
{
	struct span scheme, authority, path;
	size_t n;

	path = authority_cut(in, &scheme, &authority);
	n = path_length(path);
	in = span_from(path, n);
	path.n = n;
	if (scheme.n == 0 && is_authority(path)) {
		authority = path;
		path.n = 0;
	}
	if (authority.n > 0) {
		buf_addspan(out, scheme);
		authority_put(s, places.path, authority, out);
	} else
		buf_addspan(out, scheme);
	path_put(s, &s->policy->rule[CLASS_PATH], places.path, path, out);
	if (in.n == 0)
		return;
	search_begin(s, authority);
	put_tail(s, places.query, in, out);
	search_begin(s, span_make(NULL, 0));
}

void
uri_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	uri_put(s, (struct uri_places){ PLACE_PATH, PLACE_QUERY }, in, out);
}
