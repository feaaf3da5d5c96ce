/* SPDX-License-Identifier: ISC */
/*
 * The command line: flags, and one long option for every directive.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>

#include "app/config.h"

struct options {
	struct config config;
	bool dryrun; /* -n */
	const char *epoch; /* of a new key, or NULL */
	const char *past; /* the same */
	const char *reader; /* --for, or NULL */
	bool json; /* ls, sweep */
	bool verify; /* these two: sweep */
	bool force;
	const char *from; /* a time: cat, hold; or NULL */
	const char *to; /* the same */
	const char *vhost; /* the name of a stream: cat, hold, ls; or NULL */
	const char *class; /* the same of a class */
	const char *reason; /* these two: hold; or NULL */
	const char *until;
	int settle; /* --settle in seconds, -1: was not given */
	bool shred; /* --shred */
	bool help;
	bool version;
	int first; /* index in argv of the first operand */
};

/**
 * options_parse(argc, argv, o):
 * Read ${argv} from argv[1] on into ${o}, whose config was initialised.
 * Nothing is loaded yet.
 *
 * Returns: 0, or -1, warned: a usage error.
 */
int options_parse(int, char **, struct options *);

/**
 * options_help(void):
 * Write the usage text to standard output.
 */
void options_help(void);

#endif
