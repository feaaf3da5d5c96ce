/* SPDX-License-Identifier: ISC */
/*
 * The spine: input, queue, worker, sink, and the upkeep of the directory. The
 * only place that sees all stages.
 *
 * One thread reads and does nothing else, so that whoever writes into the
 * pipe never waits for a disk; one scrubs and writes; for a directory one
 * seals and sweeps.
 */
#ifndef FLOW_PIPELINE_H
#define FLOW_PIPELINE_H

#include <stdint.h>

#include "base/arena.h"
#include "key/keyring.h"
#include "match/catalog.h"
#include "model/policy.h"
#include "model/tally.h"
#include "read/source.h"
#include "scrub/names.h"
#include "scrub/search.h"

struct pipeline {
	struct arena *arena; /* for what is compiled */
	const struct policy *policy;
	struct catalog *catalog; /* to guess from */
	const struct matcher *matcher; /* NULL: guess; then set */
	const struct names *names;
	const struct search *search;
	struct keyring *keyring; /* NULL: no rule needs a key */
	const char *input; /* what it is called; NULL: standard input */
	int output; /* where one stream goes; 0: as the policy says */
	const char *version; /* of the program, for the seals */
	const struct stopping *stopping;
	void (*progress)(void *, uint64_t, uint64_t); /* bytes, of size */
	/* After a TERM, with the counts so far; called by the worker. */
	void (*checkpoint)(void *, const struct tally *);
	void *cookie; /* the first argument of both */
};

enum outcome {
	OUTCOME_DONE, /* all was read and written */
	OUTCOME_CONFIG, /* not one line was processed: the set-up is wrong */
	OUTCOME_LOST /* something was not read or not written */
};

/**
 * pipeline_run(p, fd, tally):
 * Filter all of ${fd} as ${p} says and count in ${tally}. What goes wrong is
 * warned about.
 *
 * Returns: see enum outcome.
 */
enum outcome pipeline_run(struct pipeline *, int, struct tally *);

#endif
