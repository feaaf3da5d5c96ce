/* SPDX-License-Identifier: ISC */
/*
 * What the operator asked for, after the configuration file, the preset and
 * the options were read: app/ makes it, everybody else only reads it. It
 * lives for the whole run.
 */
#ifndef MODEL_POLICY_H
#define MODEL_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "model/class.h"
#include "model/period.h"
#include "model/rule.h"
#include "model/scope.h"

enum { LINE_LIMIT = 256 * 1024 };

/* `field NAME { class C ; action A }`: an override for one variable. */
struct override {
	struct span name;
	bool hasclass;
	enum class class;
	bool hasrule;
	struct rule rule;
};

/*
 * When what was appended is put on the disk: before a file is closed, after
 * each append, or whenever the kernel does.
 */
enum sync_policy { SYNC_SEAL, SYNC_FRAME, SYNC_NEVER };

struct output {
	const char *dir; /* NULL: standard output */
	bool streams; /* a directory in it for each vhost */
	size_t streams_max; /* of these, at most */
	const struct span *vhosts; /* the known ones, sorted; NULL: all */
	size_t nvhosts;
	bool zstd; /* standard output as zstd */
	enum period_unit rotate;
	int level; /* of live frames */
	int seal_level;
	enum sync_policy sync; /* of live segments */
};

/* `raw PATTERN { keep ... }`: where rotated raw logs are. */
struct rawlogs {
	const char *pattern; /* an absolute path, see retain/rawwalk.h */
	struct keep keep;
};

/* `quarantine DIR { keep ... ; size ... }`: where withheld lines go. */
struct withholding {
	const char *dir; /* NULL: nowhere */
	const char *output; /* a directory that ${dir} is not in, or NULL */
	struct keep keep;
	uint64_t size; /* bytes a file may have */
};

struct policy {
	const char *format; /* a name, a directive, or "auto" */
	struct rule rule[CLASS_COUNT];
	const struct override *override;
	size_t noverride;
	const struct span *names; /* the operator's lists of parameter names */
	size_t nnames;
	const char *key; /* file of the key, or NULL */
	const char *geoip[GEO_ASN + 1]; /* files of databases, or NULL */
	enum geo place; /* appended as one more field */
	const struct span *secretly; /* parameters to be pseudonymised */
	size_t nsecretly;
	const struct scope *vhost; /* sorted by policy_order(), none twice */
	size_t nvhosts;
	const struct scope *class; /* the first that matches is the line's */
	size_t nclasses;
	struct output output;
	const struct rawlogs *raw;
	size_t nraw;
	struct withholding withholding;
	struct keep keep;
	bool keepsearch; /* what somebody looked for is not personal */
	bool keepgiven; /* it was said, it is not the default */
	char digest[17]; /* of all of the above, 16 hex digits */
};

/**
 * policy_sync_name(sync):
 * What ${sync} is called in a configuration.
 */
const char *policy_sync_name(enum sync_policy);

/**
 * policy_order(a, b):
 * Below, at or above 0: where the name ${a} stands to ${b}, byte by byte.
 */
int policy_order(struct span, struct span);

/**
 * policy_vhost(p, name):
 * The scope of the vhost ${name}, which is in small letters: the one of that
 * name, or else the one with the longest `*.` that covers it. Quick, however
 * many there are.
 *
 * Returns: NULL when there is none.
 */
const struct scope *policy_vhost(const struct policy *, struct span);

/**
 * policy_class(p, name):
 * The scope of the class ${name}, or NULL.
 */
const struct scope *policy_class(const struct policy *, struct span);

/* How long something is kept, and whether somebody said so. */
struct kept {
	struct keep keep;
	bool given;
};

/**
 * policy_keep(p, vhost, class):
 * The keep of lines of ${vhost} and ${class}, either of which may be empty or
 * not known to ${p}: the class's own, or else the vhost's, or else that of
 * all. STREAM_OTHER, unless it has its own, has the shortest of all vhosts:
 * lines of any of them come there when there are too many streams.
 */
struct kept policy_keep(const struct policy *, struct span, struct span);

#endif
