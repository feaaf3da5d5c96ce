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

#include "base/span.h"
#include "model/class.h"
#include "model/period.h"
#include "model/rule.h"

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

/*
 * `vhost NAME { ... }` or `class NAME { ... }`: what some of the lines have of
 * their own.
 */
struct scope {
	struct span name; /* in small letters; a vhost may start with `*.` */
	bool hasrule[CLASS_COUNT];
	struct rule rule[CLASS_COUNT];
	bool haskeep;
	struct keep keep;
	const struct condition *condition; /* a class: all of them hold */
	size_t nconditions;
};

/* `match WHAT VALUE...`: one of the values is that of the line. */
struct condition {
	enum {
		CONDITION_VHOST, /* names, as a scope's */
		CONDITION_PATH, /* regular expressions */
		CONDITION_STATUS, /* `404`, `4xx` or `500-503` */
		CONDITION_METHOD, /* words */
		CONDITION_FIELD /* regular expressions */
	} what;
	struct span field; /* CONDITION_FIELD: the name of the variable */
	const struct span *value;
	size_t nvalues;
};

enum { SCOPE_VHOSTS_MAX = 10000, SCOPE_CLASSES_MAX = 32 };

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
	const struct scope *vhost;
	size_t nvhosts;
	const struct scope *class;
	size_t nclasses;
	struct output output;
	struct keep keep;
	bool keepsearch; /* what somebody looked for is not personal */
	bool keepgiven; /* it was said, it is not the default */
	char digest[17]; /* of all of the above, 16 hex digits */
};

/**
 * policy_vhost(p, name):
 * The scope of the vhost ${name}, which is in small letters: the one of that
 * name, or else the one with the longest `*.` that covers it.
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
 * all.
 */
struct kept policy_keep(const struct policy *, struct span, struct span);

#endif
