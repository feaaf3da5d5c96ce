/* SPDX-License-Identifier: ISC */
#include "model/policy.h"

/* How much of ${name} the name ${s} of a scope says: 0 where it is not it. */
static size_t
covers(struct span s, struct span name)
{
	if (span_eq(s, name))
		return (s.n + 1);
	if (!span_starts(s, SPAN("*.")) || name.n < s.n)
		return (0);
	return (span_ends(name, span_from(s, 1)) ? s.n : 0);
}

const struct scope *
policy_vhost(const struct policy *p, struct span name)
{
	const struct scope *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < p->nvhosts; i++) {
		const size_t n = covers(p->vhost[i].name, name);

		if (n <= most)
			continue;
		most = n;
		best = &p->vhost[i];
	}
	return (best);
}

const struct scope *
policy_class(const struct policy *p, struct span name)
{
	for (size_t i = 0; i < p->nclasses; i++)
		if (span_eq(p->class[i].name, name))
			return (&p->class[i]);
	return (NULL);
}

struct kept
policy_keep(const struct policy *p, struct span vhost, struct span class)
{
	const struct scope *of[] = { policy_class(p, class),
		policy_vhost(p, vhost) };

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (of[i] != NULL && of[i]->haskeep)
			return ((struct kept){ of[i]->keep, true });
	return ((struct kept){ p->keep, p->keepgiven });
}
