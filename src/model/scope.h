/* SPDX-License-Identifier: ISC */
/*
 * `vhost NAME { ... }` and `class NAME { ... }`: what some of the lines have of
 * their own.
 */
#ifndef MODEL_SCOPE_H
#define MODEL_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/class.h"
#include "model/period.h"
#include "model/rule.h"

struct scope {
	struct span name; /* in small letters; a vhost may start with `*.` */
	bool hasrule[CLASS_COUNT];
	struct rule rule[CLASS_COUNT];
	bool hassearch;
	bool keepsearch; /* as that of the policy */
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

#endif
