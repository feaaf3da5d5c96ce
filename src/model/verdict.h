/* SPDX-License-Identifier: ISC */
/*
 * What became of an input line. Each line ends in exactly one verdict; all
 * but CLEAN mean that not one of its bytes is written.
 */
#ifndef MODEL_VERDICT_H
#define MODEL_VERDICT_H

enum verdict {
	VERDICT_CLEAN,
	VERDICT_UNMATCHED, /* not a line of the format */
	VERDICT_TOO_LONG, /* over LINE_LIMIT bytes */
	VERDICT_SPLICED, /* a second record inside a field */
	VERDICT_FRAGMENT, /* the first or last line, and only a part of one */
	VERDICT_BINARY, /* holds a NUL, or is compressed beyond our means */
	VERDICT_LEAK, /* the leak check could not make it safe */
	VERDICT_EXPIRED, /* older than the retention window */
	VERDICT_DROPPED, /* read, but the output was stalled or failed */
	VERDICT_COUNT
};

/**
 * verdict_name(v):
 * The lower-case name of ${v} as the tally writes it, such as "too_long".
 */
const char *verdict_name(enum verdict);

#endif
