/* SPDX-License-Identifier: ISC */
/*
 * What is done to a chunk: a pure function of the chunk, the time and the
 * compiled set-up. Bytes come in; for each period one block of clean bytes,
 * finished for the sink, goes out, and the counts. Workers share nothing that
 * is written to, so any number of them may run.
 */
#ifndef FLOW_WORKER_H
#define FLOW_WORKER_H

#include <stdint.h>

#include "key/keyring.h"
#include "match/matcher.h"
#include "model/policy.h"
#include "model/tally.h"
#include "model/verdict.h"
#include "read/source.h"
#include "scrub/names.h"
#include "scrub/plan.h"
#include "scrub/search.h"
#include "write/batch.h"

/* What all workers read and none writes. */
struct setup {
	const struct policy *policy;
	const struct matcher *matcher;
	const struct plan *plan;
	const struct names *names;
	const struct search *search;
	struct keyring *keyring; /* locks itself; NULL: no rule needs a key */
};

struct worker;

/**
 * worker_vhost(plan, f):
 * The first field of ${f}, which ${plan} was made of, that is a vhost: what
 * streams are called by.
 *
 * Returns: its index; the number of fields when there is none.
 */
size_t worker_vhost(const struct plan *, const struct format *);

/**
 * worker_new(setup):
 * A worker for ${setup}, which must outlive it.
 *
 * Returns: NULL when there is no memory.
 */
struct worker *worker_new(const struct setup *);

/**
 * worker_free(w):
 * Give ${w} back. NULL is allowed.
 */
void worker_free(struct worker *);

/**
 * worker_tick(w, now):
 * Nothing came, and time goes on: keys that are due are forgotten.
 */
void worker_tick(struct worker *, int64_t);

/**
 * worker_owe(w, verdict, n):
 * The next note is also to count ${n} lines of ${verdict}, which this worker
 * did not see, or which were clean and could not be written.
 */
void worker_owe(struct worker *, enum verdict, uint64_t);

/**
 * worker_untold(w):
 * The note of the last batch was not written: the next one tells it again.
 */
void worker_untold(struct worker *);

/**
 * worker_scrub(w):
 * What the actions of ${w} work with, for whoever runs them on a line by
 * itself, between two calls of worker_run().
 */
const struct scrub *worker_scrub(const struct worker *);

/**
 * worker_run(w, c, now, tally):
 * Give each line of ${c} its verdict, as of ${now}; the counts go to ${tally},
 * which is set, not added to. Those of the withheld lines go into the note of
 * the batch, or, where it has no lines to note them before, of a later one.
 *
 * Returns: the finished batch, borrowed until the next call; NULL when it
 *          could not be finished, and then no line is CLEAN: they are DROPPED.
 */
const struct batch *worker_run(struct worker *, const struct chunk *, int64_t,
    struct tally *);

#endif
