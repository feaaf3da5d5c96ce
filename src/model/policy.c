/* SPDX-License-Identifier: ISC */
#include "model/policy.h"

#include "model/stream.h"

const char *
policy_sync_name(enum sync_policy sync)
{
	static const char *const names[] = {
		[SYNC_SEAL] = "seal",
		[SYNC_FRAME] = "frame",
		[SYNC_NEVER] = "never",
	};

	return (names[sync]);
}

int
policy_order(struct span a, struct span b)
{
	const size_t n = a.n < b.n ? a.n : b.n;
	const int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return (c != 0 ? c : (a.n > b.n) - (a.n < b.n));
}

/* The scope ${s} against the name ${star}${rest}; `*` is no part of hosts. */
static int
order(const struct scope *s, bool star, struct span rest)
{
	struct span name = s->name;

	if (star) {
		if (name.n == 0 || name.p[0] != '*')
			return (1);
		name = span_from(name, 1);
	}
	return (policy_order(name, rest));
}

static const struct scope *
find(const struct policy *p, bool star, struct span rest)
{
	size_t low = 0, high = p->nvhosts;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int c = order(&p->vhost[middle], star, rest);

		if (c == 0)
			return (&p->vhost[middle]);
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (NULL);
}

const struct scope *
policy_vhost(const struct policy *p, struct span name)
{
	const struct scope *s = find(p, false, name);

	for (size_t i = 1; i < name.n && s == NULL && p->nvhosts > 0; i++)
		if (name.p[i] == '.')
			s = find(p, true, span_from(name, i));
	return (s);
}

const struct scope *
policy_class(const struct policy *p, struct span name)
{
	for (size_t i = 0; i < p->nclasses; i++)
		if (span_eq(p->class[i].name, name))
			return (&p->class[i]);
	return (NULL);
}

/* The shorter one; of a month and 30 days that is the latter. */
static void
shorten(struct kept *k, const struct scope *s)
{
	if (!s->haskeep ||
	    period_expiry(&s->keep, 0) >= period_expiry(&k->keep, 0))
		return;
	*k = (struct kept){ s->keep, true };
}

struct kept
policy_keep(const struct policy *p, struct span vhost, struct span class)
{
	const struct scope *of[] = { policy_class(p, class),
		policy_vhost(p, vhost) };
	struct kept all = { p->keep, p->keepgiven };

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (of[i] != NULL && of[i]->haskeep)
			return ((struct kept){ of[i]->keep, true });
	if (span_eq(vhost, SPAN(STREAM_OTHER)))
		for (size_t i = 0; i < p->nvhosts; i++)
			shorten(&all, &p->vhost[i]);
	return (all);
}
