/* SPDX-License-Identifier: ISC */
/*
 * Exit codes: those of sysexits.h that say what we mean.
 */
#ifndef APP_EXITS_H
#define APP_EXITS_H

enum exits {
	EXITS_OK = 0,
	EXITS_FOUND = 1, /* a check found something */
	EXITS_USAGE = 64,
	EXITS_WITHHELD = 65, /* --strict, or not one line could be used */
	EXITS_LOST = 74, /* something was not read or not written */
	EXITS_CONFIG = 78
};

#endif
