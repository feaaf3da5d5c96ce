/* SPDX-License-Identifier: ISC */
/*
 * The progress line of a terminal: bytes, percent, rate and time left. Drawn
 * at most ten times a second, only where standard error is a terminal and the
 * size of the input is known.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t started; /* milliseconds, monotonic */
	int64_t drawn;
	bool visible;
};

/**
 * progress_init(p):
 * The work starts now.
 */
void progress_init(struct progress *);

/**
 * progress_update(p, done, size):
 * ${done} of ${size} bytes are read.
 */
void progress_update(struct progress *, uint64_t, uint64_t);

/**
 * progress_clear(p):
 * Take the line away again.
 */
void progress_clear(struct progress *);

/**
 * progress_text(done, size, ms, text):
 * Write the line for ${done} of ${size} bytes after ${ms} milliseconds into
 * ${text}, which holds 80 bytes.
 */
void progress_text(uint64_t, uint64_t, int64_t, char[static 80]);

#endif
