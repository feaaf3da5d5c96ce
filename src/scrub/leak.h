/* SPDX-License-Identifier: ISC */
/*
 * The leak check: the second, independent look at a line after its fields
 * were scrubbed, and the only place where a struct clean is made.
 *
 * It shares no code with the detectors but the undoing of escapes. A line is
 * assembled into leak_text(); leak_mark() says of each part that a client may
 * have written what may stand in it. Parts that were not marked are literals
 * of the format, or fields that were checked against a shape that leaves no
 * room for anything.
 *
 * Invariants:
 * - After leak_check() returned VERDICT_CLEAN no protected value, and where
 *   shapes are watched no address and no e-mail address, stands in a marked
 *   part, neither as it is nor behind escapes and percent-encoding.
 * - One struct leak belongs to one worker.
 */
#ifndef SCRUB_LEAK_H
#define SCRUB_LEAK_H

#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/span.h"
#include "model/clean.h"
#include "model/hit.h"
#include "model/verdict.h"
#include "scrub/scrub.h"

/* A line of JSON may have a part for each header of a request. */
enum { LEAK_VALUE_MIN = 4, LEAK_VALUES_MAX = 256, LEAK_PARTS_MAX = 1024 };

enum guard {
	GUARD_TEXT, /* no protected value, no address, no e-mail address */
	GUARD_CLEANED, /* the same, but for what the rule leaves of an address */
	GUARD_VALUES /* kept by order of the policy: no protected value */
};

enum { LEAK_SURVEY_MAX = 2 };

/*
 * What the check of a text found that does not depend on the line it stands
 * in, so that a text that comes again need not be read again.
 */
struct leak_survey {
	bool open; /* nothing is known: read it */
	uint8_t n;
	struct addr addr[LEAK_SURVEY_MAX]; /* may stand unless protected */
};

struct leak;

/**
 * leak_new():
 * A leak check without a line.
 *
 * Returns: NULL when there is no memory.
 */
struct leak *leak_new(void);

/**
 * leak_free(l):
 * Give ${l} back, and the struct clean it made. NULL is allowed.
 */
void leak_free(struct leak *);

/**
 * leak_begin(l):
 * Start a new line: nothing assembled, nothing protected.
 */
void leak_begin(struct leak *);

/**
 * leak_text(l):
 * Where the line is assembled.
 */
struct buf *leak_text(struct leak *);

/* A part of the line: from ${start} up to where the line ends now. */
struct leak_part {
	size_t start;
	enum guard guard;
	enum place place; /* that hits in it count for */
	bool bare; /* of JSON, without quotes: masked, it is null */
	struct leak_survey survey; /* by leak_survey() of the same bytes */
};

/**
 * leak_mark(l, part):
 * What was assembled from part->start up to here is guarded by part->guard.
 * Parts are marked from left to right.
 */
void leak_mark(struct leak *, const struct leak_part *);

/**
 * leak_protect(l, s, value):
 * ${value} is the original of a field that the policy does not let through.
 * An address (with port, brackets or zone, too) is recognised however it is
 * spelt, as one number, too; anything else of LEAK_VALUE_MIN bytes or more whatever its case, as
 * it is and with its escapes undone.
 *
 * Shape:   ${value} must live until leak_check().
 */
void leak_protect(struct leak *, struct scrub *, struct span);

/**
 * leak_survey(s, text, guard, survey):
 * Read ${text}, which is to be guarded by ${guard}, once and for all.
 */
void leak_survey(struct scrub *, struct span, enum guard, struct leak_survey *);

/**
 * leak_check(l, s, when, out):
 * Check the assembled line, mask what is found, and store it in ${out}.
 *
 * Shape:   ${out} is borrowed until the next leak_begin().
 * Units:   ${when} is the (generalised) time of the event, see clean_time().
 * Returns: VERDICT_CLEAN, or VERDICT_LEAK: it could not be made safe.
 */
enum verdict leak_check(struct leak *, struct scrub *, int64_t,
    const struct clean **);

#endif
