/* SPDX-License-Identifier: ISC */
#include "flow/choose.h"

#include "base/warn.h"

enum guess
choose_format(struct pipeline *p, const struct chunk *c, struct buf *names)
{
	const struct formatfile *found = NULL;
	const enum guess g =
	    guess_format(p->catalog, span_make(c->p, c->n), &found, names);

	if (g == GUESS_FOUND)
		p->matcher = found->matcher;
	return (g);
}

static void
warn_none(const struct pipeline *p)
{
	size_t n;
	const struct formatfile *all = catalog_all(p->catalog, &n);
	struct buf known;

	buf_init(&known, 4096);
	for (size_t i = 0; i < n; i++) {
		buf_addc(&known, ' ');
		buf_addspan(&known, all[i].name);
	}
	warn_msg("the input fits no known format, name it with -f; known:%.*s",
	    (int)known.n, known.p);
	buf_release(&known);
}

void
choose_warn(const struct pipeline *p, const struct source *source, enum guess g,
    const struct buf *names)
{
	if (source_compression(source) != NULL)
		warn_msg("the input is %s: decompress it first",
		    source_compression(source));
	else if (g == GUESS_TIE)
		warn_msg("the input fits more than one format, choose with "
			 "-f: %.*s",
		    (int)names->n, names->p);
	else if (g == GUESS_WEAK)
		warn_msg("less than half of the lines fit the best format, "
			 "choose with -f: %.*s",
		    (int)names->n, names->p);
	else
		warn_none(p);
}
