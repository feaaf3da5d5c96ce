/* SPDX-License-Identifier: ISC */
#include "match/need.h"

static const char *
add_group(struct need *need, struct span names)
{
	if (need->ngroups == NEED_GROUPS_MAX)
		return ("too many needs");
	for (;;) {
		const size_t bar = span_index(names, '|');

		if (bar == 0)
			return ("need takes names with | between them");
		if (need->n == NEED_NAMES_MAX)
			return ("too many needs");
		need->name[need->n].name = span_make(names.p, bar);
		need->name[need->n++].group = UINT32_C(1) << need->ngroups;
		if (bar == names.n)
			break;
		names = span_from(names, bar + 1);
	}
	need->ngroups++;
	return (NULL);
}

const char *
need_add(struct need *need, const struct span *args, size_t n)
{
	const char *wrong = n == 0 ? "need takes names" : NULL;

	for (size_t i = 0; i < n && wrong == NULL; i++)
		wrong = add_group(need, args[i]);
	return (wrong);
}

uint32_t
need_of(const struct need *need, struct span name)
{
	uint32_t groups = 0;

	for (size_t i = 0; i < need->n; i++)
		if (span_caseeq(need->name[i].name, name))
			groups |= need->name[i].group;
	return (groups);
}

bool
need_met(const struct need *need, uint32_t seen)
{
	const uint64_t all = (UINT64_C(1) << need->ngroups) - 1;

	return ((seen & all) == all);
}

struct span
need_missing(const struct need *need, uint32_t seen)
{
	struct span group = { NULL, 0 };

	for (size_t i = 0; i < need->n; i++) {
		const struct span name = need->name[i].name;

		if ((need->name[i].group & seen) != 0)
			continue;
		/* Names of one group stand in one argument. */
		if (group.n == 0)
			group = name;
		else if (need->name[i].group == need->name[i - 1].group)
			group.n = (size_t)(name.p + name.n - group.p);
		else
			break;
	}
	return (group);
}
