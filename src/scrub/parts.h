/* SPDX-License-Identifier: ISC */
/*
 * What is known of the parts of a comment, `Linux; Android 10; K`: which tell
 * whose comment it is, and which stay.
 */
#ifndef SCRUB_PARTS_H
#define SCRUB_PARTS_H

#include <stdbool.h>

#include "base/span.h"

enum parts_about {
	PARTS_OTHER, /* nothing is known */
	PARTS_PROGRAM, /* a program, a bot, a computer: no device */
	PARTS_EXPLORER, /* Internet Explorer and what is installed with it */
	PARTS_HANDSET /* a telephone, a tablet, a television, a console */
};

/**
 * parts_about(part):
 * What ${part} says of the comment that it is in. The highest counts.
 */
enum parts_about parts_about(struct span);

/**
 * parts_stay(part, handset):
 * May ${part} stay in a comment about a handset, or else about Explorer?
 */
bool parts_stay(struct span, bool);

#endif
