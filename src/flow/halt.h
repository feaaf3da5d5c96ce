/* SPDX-License-Identifier: ISC */
/*
 * The end of a run over a file at the first write that fails: what would
 * follow would leave a hole that nobody finds again. How many lines of the
 * input are done is told exactly, so that the rest can be run later.
 */
#ifndef FLOW_HALT_H
#define FLOW_HALT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "flow/worker.h"
#include "write/sink.h"

struct halt {
	struct sink *sink;
	struct worker *worker;
	int64_t now; /* that the worker was told */
	atomic_bool halted; /* nothing more is to be read or put */
	int error; /* errno of the write */
	uint64_t done; /* lines of the input before the first that is not out */
	uint64_t again; /* lines behind that one that are out nevertheless */
};

/**
 * halt_put(h, b, c, tally):
 * Write ${b}, or NULL, which h->worker made of ${c} with the counts ${tally},
 * or, where that fails, halt. It uses the worker again then.
 *
 * Returns: the number of clean lines that are not out: more than 0 says that
 *          it halted, 0 does not say that it did not.
 */
uint64_t halt_put(struct halt *, const struct batch *, struct chunk *,
    const struct tally *);

/**
 * halt_warn(h, kept):
 * Say what stopped it, and how far it came unless the output is thrown away,
 * which ${kept} tells.
 */
void halt_warn(const struct halt *, bool);

#endif
