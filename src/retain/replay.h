/* SPDX-License-Identifier: ISC */
/*
 * The lines that segments hold, in order.
 *
 * What is in a segment is neither parsed nor sorted: its lines come in the
 * order they were written in. A frame is let out only when all of it decodes.
 */
#ifndef RETAIN_REPLAY_H
#define RETAIN_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/zframe.h"
#include "retain/inventory.h"

struct replay {
	const struct inventory *inventory; /* sorted by time */
	int64_t from; /* segments whose periods overlap [from, to) */
	int64_t to;
	struct zframe_out out;
};

/**
 * replay_run(r, lost):
 * Hand all lines of the segments that ${r} chooses to its ${out}, each once,
 * even while segments are written, sealed and swept. The end of a live one
 * that is not whole is nobody's line yet; whatever else cannot be read is
 * warned of, sets ${lost}, and does not keep the rest. Files that are being
 * sealed are passed over: the live ones hold their lines.
 *
 * Returns: 0, or -1 with errno as ${out} set it to stop.
 */
int replay_run(const struct replay *, bool *);

#endif
