/* SPDX-License-Identifier: ISC */
#include "flow/choose.h"

#include "base/warn.h"
#include "flow/worker.h"

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

void
choose_warn(const struct source *source, enum guess g, const struct buf *names)
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
		warn_msg("the input fits no known format, name it with -f; "
			 "logfade formats lists them");
}

int
choose_streams(const struct policy *policy, const struct plan *plan,
    const struct format *f)
{
	if (!policy->output.streams || worker_vhost(plan, f) < f->nfields)
		return (0);
	warn_msg("the format %.*s has no vhost", (int)f->name.n, f->name.p);
	return (-1);
}
