/* SPDX-License-Identifier: ISC */
/*
 * A format and a policy, compiled into what is done to each field, in order.
 * The clean line is assembled from the format's own literals and from what
 * each field's action returned; the raw line is never edited, so a field that
 * nobody thought of cannot get out.
 *
 * Invariant: immutable after plan_new(); workers share it.
 */
#ifndef SCRUB_PLAN_H
#define SCRUB_PLAN_H

#include <stdint.h>

#include "base/arena.h"
#include "model/format.h"
#include "model/policy.h"
#include "model/verdict.h"
#include "scrub/leak.h"
#include "scrub/memo.h"
#include "scrub/moment.h"
#include "scrub/scrub.h"

struct plan;

/* What a line is beside its fields. */
struct lineinfo {
	struct span ending; /* "\n" or "\r\n" */
	int64_t now; /* stands in where the format has no time */
	const struct keep *keep;
	int64_t gone; /* what was before this second is EXPIRED, */
	int64_t kept; /* from this one on it is not; between: compute */
};

/* What a worker brings along; all of it is that worker's own. */
struct tools {
	struct scrub *scrub;
	struct leak *leak;
	struct memo *memo; /* not needed for a trace */
	struct moment moment;
};

/**
 * plan_new(a, f, policy, why):
 * Compile ${f} and ${policy}, which live as long as the plan, into ${a}.
 *
 * Returns: NULL with one line in ${why}: an override names no variable of the
 *          format or an action its class does not have, no memory.
 */
struct plan *plan_new(struct arena *, const struct format *,
    const struct policy *, char[static 200]);

/**
 * plan_numbered(a, f, policy, number, why):
 * The same, where a worker runs several plans of one format with the same
 * tools: each has a ${number} of its own, plan_new() has 0. With each
 * tools->scrub->policy is ${policy}.
 */
struct plan *plan_numbered(struct arena *, const struct format *,
    const struct policy *, size_t, char[static 200]);

struct planned {
	const struct clean *clean; /* of a clean line; see leak_check() */
	enum verdict verdict;
};

/**
 * plan_run(p, tools, r, info):
 * Scrub the record ${r}, and fill the trace of tools->scrub where there is one
 * in, which is empty.
 *
 * Returns: VERDICT_CLEAN and the line, or why it is withheld: EXPIRED,
 *          SPLICED, LEAK, or UNMATCHED (its time is no date of the calendar).
 */
struct planned plan_run(const struct plan *, struct tools *,
    const struct record *, const struct lineinfo *);

/* One field of a plan, for whoever explains it. */
struct planfield {
	struct span name;
	enum class class;
	const struct rule *rule;
};

/**
 * plan_field(p, i):
 * Field ${i} of the format of ${p}: name, class and rule after all overrides.
 */
struct planfield plan_field(const struct plan *, size_t);

#endif
