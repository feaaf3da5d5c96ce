/* SPDX-License-Identifier: ISC */
/*
 * The policy, as it grows: a preset, then the configuration file, then the
 * options of the command line, each overriding what came before. There is one
 * table of directives; the file and the options both go through it.
 *
 * Invariant: what is wrong in the set-up is found here, before a byte of the
 * input is read, and is said with file, line and column.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "model/policy.h"

#define CONFIG_FILE "/etc/logfade/logfade.conf"
#define CONFIG_FORMATS "/etc/logfade/formats"

enum {
	CONFIG_OVERRIDES_MAX = 64,
	CONFIG_SETTINGS_MAX = 256,
	CONFIG_NAMES_MAX = 64
};

/* A directive given as an option: `--name value`. */
struct setting {
	struct span name;
	struct span value;
};

struct config {
	struct arena *arena;
	struct policy policy;
	const char *file; /* NULL: CONFIG_FILE where there is one */
	struct setting setting[CONFIG_SETTINGS_MAX];
	size_t nsettings;
	const char *vhosts; /* the file that the known ones are in, or NULL */
	const char *stats; /* where the tally is written to, or NULL */
	bool strict;
	bool quiet;
	bool listgiven; /* ip-list was said apart from ip */
	bool discard; /* --on-error discard */
	struct override override[CONFIG_OVERRIDES_MAX];
	const char *namefile[CONFIG_NAMES_MAX]; /* query-names, in order */
	struct span names[CONFIG_NAMES_MAX]; /* what is in them, once read */
	size_t nnames;
};

/**
 * config_init(c, a):
 * Defaults; everything that is read later lives in ${a}.
 */
void config_init(struct config *, struct arena *);

/**
 * config_set(c, name, value):
 * Remember the option `--name value`, for config_load() to apply.
 *
 * Returns: 0, or -1, warned, when there are too many.
 */
int config_set(struct config *, const char *, const char *);

/**
 * config_load(c):
 * Apply preset, file and settings.
 *
 * Returns: 0, or -1, warned.
 */
int config_load(struct config *);

/**
 * config_discards(c):
 * Was --on-error discard given? To be asked when config_load() failed, and so
 * may not have come to it.
 */
bool config_discards(const struct config *);

#endif
