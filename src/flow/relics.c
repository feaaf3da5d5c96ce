/* SPDX-License-Identifier: ISC */
#include "flow/relics.h"

#include "base/warn.h"
#include "flow/firstevent.h"
#include "retain/quarantined.h"
#include "retain/raw.h"

bool
relics_any(const struct policy *p)
{
	return (p->nraw > 0 || p->withholding.dir != NULL);
}

static int
sweep_raw(const struct relics *r, const struct relic_options *o,
    struct relic_count *count)
{
	const struct policy *p = r->policy;
	struct firstevent *e = firstevent_new(r->catalog, r->matcher);
	int rc = 0;

	if (e == NULL) {
		warn_errno("raw logs cannot be swept");
		return (-1);
	}
	for (size_t i = 0; i < p->nraw; i++) {
		const struct raw_rules rules = {
			.logs = &p->raw[i],
			.keep = p->keep,
			.keep_is_explicit = p->keepgiven,
			.oldest = firstevent_find,
			.arg = e,
		};

		if (raw_sweep(&rules, o, count) == -1)
			rc = -1;
	}
	firstevent_free(e);
	return (rc);
}

int
relics_sweep(const struct relics *r, const struct relic_options *o,
    struct relic_count *count)
{
	const struct policy *p = r->policy;
	int rc = 0;

	if (p->nraw > 0 && sweep_raw(r, o, count) == -1)
		rc = -1;
	if (p->withholding.dir != NULL &&
	    quarantined_sweep(&p->withholding, o, count) == -1)
		rc = -1;
	return (rc);
}
